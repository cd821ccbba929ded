"""To accept and to deny are in sight together, whole and equal, in every window, language and theme.

``--in-sight`` prints how much of each window the banner covers.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import pytest

from banner.config import catalogue, locales
from banner.serve import local
from tests import sight
from tests.support import catalogue_site, looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = ONE_RUNTIME

# In CSS pixels. A window of 1280 × 800 has 640 × 400 of them at a zoom of 200 %, one of 1280 × 1024 has
# 320 × 256 at 400 %.
WINDOWS = (
    (320, 256), (320, 568), (375, 553), (390, 664), (430, 740), (540, 720), (667, 375), (640, 400),
    (1280, 800),
)  # fmt: skip
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Long words, and the other direction; elsewhere in the window the same words are laid out alike.
EXAMPLES = {True: ("de", "fr", "ar"), False: ("de",)}
LAYERS = (looks.BANNER, looks.DIALOG)
# What is wrong with a layer in this window, and the share of the window that it covers.
MEASURE = """(layer) => {
  const root = document.querySelector(layer), wrong = [];
  const check = (what, right) => { if (!right) wrong.push(what); };
  const box = (node) => node.getBoundingClientRect();
  const within = (inner, outer) => inner.left >= outer.left && inner.top >= outer.top
    && inner.right <= outer.right && inner.bottom <= outer.bottom;
  const size = (node) => [box(node).width, box(node).height].map(Math.round).join();
  const named = (action) => root.querySelector(`[data-consent-action=${action}]`);
  const buttons = ['accept-all', 'deny-all', 'dismiss'].map(named);
  for (const button of buttons) {
    const frame = box(button), what = button.dataset.consentAction;
    check(`${what} is in the window`, within(frame, new DOMRect(0, 0, innerWidth, innerHeight)));
    // Its middle, and near its corners.
    for (const [across, down] of [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]]) {
      const hit = document.elementFromPoint(frame.x + across * frame.width, frame.y + down * frame.height);
      check(`${what} is not covered`, hit?.closest('button') === button);
    }
    const words = document.createRange();
    words.selectNodeContents(button);
    const taken = words.getBoundingClientRect();
    // The X has words for those alone who do not see it.
    check(`${what} holds its words`, !taken.width || within(taken, frame));
  }
  check('accept and deny are of one size', size(buttons[0]) === size(buttons[1]));
  const last = box(root.querySelector('.consent-actions > :last-child'));
  const [one, other] = buttons.map(box);
  const above = one.top === other.top && one.bottom < last.top;
  const width = Math.max(one.right, other.right) - Math.min(one.left, other.left);
  check('accept and deny fill the row above the third', !above || Math.abs(width - last.width) <= 1);
  const text = root.querySelector('.consent-text');
  check('some of the text is in sight', box(text).height >= 40);
  check('nothing scrolls but the text', root.scrollHeight <= root.clientHeight);
  const name = text.ariaLabel;
  check('a stop of the keyboard has a name', text.tabIndex < 0 || (text.role && name));
  for (const node of [root, text]) check('nothing scrolls sideways', node.scrollWidth <= node.clientWidth);
  return [[...new Set(wrong)], (box(root).width * box(root).height) / (innerWidth * innerHeight)];
}"""


def measured(page: Page, layer: str, *, thorough: bool) -> Iterator[tuple[str, str, list[str], float]]:
    """Yield each window and theme, what is wrong with *layer* there, and its share of the window.

    By default a window has one of the themes, which change no places, and the next one has the other.
    """
    for at, (width, height) in enumerate(WINDOWS):
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES if thorough else THEMES[at % 2 :][:1]:
            page.emulate_media(color_scheme=theme)
            wrong, share = page.evaluate(MEASURE, layer)
            yield f"{width}×{height}", theme, wrong, share


def opened(visitor: Visitor, language: str, layer: str) -> Page:
    """Return the page with *layer* in *language*, as it comes to who has chosen that before."""
    page = looks.speak(visitor, language).visit("product.html").page
    page.wait_for_selector(f"{looks.BANNER}[lang={language}]")
    if layer == looks.DIALOG:
        page.evaluate("void consent.preferences()")
        page.wait_for_selector(f"{looks.DIALOG}[open]")
    return page


@pytest.fixture(
    scope="session",
    params=[
        pytest.param(one, marks=() if one == "card bottom" else pytest.mark.thorough)
        for one in ("card bottom", "card top", "bar bottom", "bar top", "box bottom")
    ],
)
def placed(request: pytest.FixtureRequest) -> str:
    """The demo site in each layout, at either end of the window."""
    layout, position = request.param.split()
    if request.param == "card bottom":
        return str(request.getfixturevalue("address"))
    rebuilt = request.getfixturevalue("rebuilt")
    return str(rebuilt('position = "bottom"', f'layout = "{layout}"\nposition = "{position}"'))


@pytest.mark.law("A4", "A5", "D4")
@pytest.mark.each
@pytest.mark.needs("other media")
def test_accept_and_deny_are_whole_and_equal_in_every_window_language_theme_and_place(
    new_visitor: Callable[..., Visitor],
    placed: str,
    address: str,
    record_property: Callable[[str, object], None],
    *,
    thorough: bool,
) -> None:
    visitor = new_visitor(placed, reduced_motion="reduce").without_python()
    found = []
    languages = looks.LANGUAGES if thorough else EXAMPLES[placed == address]
    for language, layer in itertools.product(languages, LAYERS):
        for window, theme, wrong, share in measured(
            opened(visitor, language, layer), layer, thorough=thorough
        ):
            found += [(language, layer, window, theme, what) for what in wrong]
            record_property(sight.SHARE, (layer, window, language, share))

    assert found == []


# Of the languages that the demo does not have, those of the longest words and of other scripts.
LONG_WORDS = ("el", "fi", "hu", "ko", "lt")
FEW = ("google", "facebook-pixel", "youtube")


@pytest.fixture(scope="session")
def polyglot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a few services, in every language that there is."""
    some = [catalogue.services()[one] for one in FEW]
    languages = ("en", *sorted({*locales.languages()} - {"en"}))
    with local.running(
        local.static(catalogue_site.build(tmp_path_factory.mktemp("polyglot"), some, languages))
    ) as base:
        yield base


@pytest.mark.thorough
@pytest.mark.needs("other media")
def test_accept_and_deny_are_whole_and_equal_in_every_language_that_there_is(
    new_visitor: Callable[..., Visitor], polyglot: str, *, thorough: bool
) -> None:
    page = (
        new_visitor(polyglot, reduced_motion="reduce")
        .without_python()
        .visit(f"{catalogue_site.ALL}.html")
        .page
    )
    found = []
    for language in locales.languages() if thorough else LONG_WORDS:
        page.select_option(f"{looks.BANNER} select", language)
        page.wait_for_selector(f"{looks.BANNER}[lang={language}]")
        for layer in LAYERS:
            if layer == looks.DIALOG:
                page.evaluate("void consent.preferences()")
                page.wait_for_selector(f"{looks.DIALOG}[open][lang={language}]")
            for window, theme, wrong, _ in measured(page, layer, thorough=False):
                found += [(language, layer, window, theme, what) for what in wrong]
        page.keyboard.press("Escape")
        page.wait_for_selector(f"{looks.DIALOG}:not([open])", state="attached")

    assert found == []


# The most of a window that the banner may cover.
MOST = {(390, 664): 0.45, (1280, 800): 0.14}


@pytest.mark.thorough
def test_the_banner_leaves_most_of_the_window_to_the_page(new_visitor: Callable[..., Visitor]) -> None:
    page = opened(new_visitor(reduced_motion="reduce").without_python(), "en", looks.BANNER)
    for language, ((width, height), most) in itertools.product(looks.LANGUAGES, MOST.items()):
        page.select_option(f"{looks.BANNER} select", language)
        page.wait_for_selector(f"{looks.BANNER}[lang={language}]")
        page.set_viewport_size({"width": width, "height": height})
        _, share = page.evaluate(MEASURE, looks.BANNER)

        assert share <= most, language
        for action in ("accept-all", "deny-all", "dismiss"):
            box = page.locator(f"{looks.BANNER} [data-consent-action={action}]").bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44  # what a finger hits


@pytest.mark.smoke("thorough")
@pytest.mark.parametrize("layer", LAYERS)
def test_accept_and_deny_are_in_sight_in_low_windows(visitor: Visitor, layer: str) -> None:
    page = opened(visitor, "de", layer)
    for width, height in ((320, 256), (667, 375)):
        page.set_viewport_size({"width": width, "height": height})
        wrong, _ = page.evaluate(MEASURE, layer)
        assert wrong == []


@pytest.mark.parametrize(
    "layer", [looks.BANNER, pytest.param(looks.DIALOG, marks=pytest.mark.smoke("thorough"))]
)
def test_the_keyboard_alone_reads_all_of_the_text(new_visitor: Callable[..., Visitor], layer: str) -> None:
    page = opened(new_visitor(viewport={"width": 320, "height": 256}, reduced_motion="reduce"), "de", layer)
    text = f"{layer} .consent-text"
    if layer == looks.BANNER:
        for _ in range(3):  # the language, the X, the first link of the text
            page.keyboard.press("Tab")
    # The dialog has put the focus there.
    assert page.evaluate("(text) => document.querySelector(text).contains(document.activeElement)", text)
    page.keyboard.press("Home")
    page.wait_for_function("(text) => document.querySelector(text).scrollTop === 0", arg=text)
    page.keyboard.press("End")

    page.wait_for_function(
        """(text) => {
          const { clientHeight, scrollHeight, scrollTop } = document.querySelector(text);
          return scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 1;
        }""",
        arg=text,
    )


def test_the_keyboard_stops_at_the_text_of_a_dialog_where_it_scrolls_and_there_alone(
    new_visitor: Callable[..., Visitor],
) -> None:
    page = opened(new_visitor().without_python(), "de", looks.DIALOG)
    looks.unfold(page, looks.DIALOG)
    stops = "([text, scrolls]) => (document.querySelector(text).tabIndex === 0) === scrolls"
    for height, scrolls in ((300, True), (4000, False), (256, True)):
        page.set_viewport_size({"width": 320, "height": height})
        page.wait_for_function(stops, arg=[f"{looks.DIALOG} .consent-text", scrolls])


NOTCH = {"left": 59, "right": 59, "top": 0, "bottom": 21}


@pytest.mark.needs("a notch")
@pytest.mark.parametrize("layer", LAYERS)
def test_nothing_of_ours_lies_beneath_a_notch(new_visitor: Callable[..., Visitor], layer: str) -> None:
    visitor = new_visitor(viewport={"width": 844, "height": 390})
    page = opened(visitor, "de", layer)
    page.evaluate("document.querySelector('meta[name=viewport]').content += ', viewport-fit=cover'")
    phone = visitor.context.new_cdp_session(page)
    phone.send("Emulation.setSafeAreaInsetsOverride", {"insets": NOTCH})
    box = page.locator(layer).bounding_box()

    assert box
    assert box["x"] >= NOTCH["left"]
    assert box["x"] + box["width"] <= 844 - NOTCH["right"]
    assert box["y"] + box["height"] <= 390 - NOTCH["bottom"]
    assert page.evaluate(MEASURE, layer)[0] == []


@pytest.mark.parametrize("layer", LAYERS)
def test_a_page_that_takes_the_pointer_from_all_else_takes_it_not_from_us(
    visitor: Visitor, layer: str
) -> None:
    page = opened(visitor, "en", layer)
    page.evaluate("document.body.style.pointerEvents = 'none'")

    assert page.evaluate(MEASURE, layer)[0] == []
