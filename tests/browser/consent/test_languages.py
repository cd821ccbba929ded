"""Languages: the visitor's choice, the page's, the browser's; whole, and never mixed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from banner import config
from banner.config import locales
from banner.toolchain import bundle
from tests.matrix import examples
from tests.support.held import Held
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    pass

LANGUAGES = ("ar", "de", "en", "es", "fr", "it")
SITE = config.read(bundle.ROOT / "site/demo/consent.toml")
TEXTS = {
    language: locales.messages(language, SITE.texts[language], SITE.declaration).texts
    for language in LANGUAGES
}
ROOTS = "#consent-banner, #consent-preferences, .consent-section, .consent-placeholder, .consent-list"


def speaking(visitor: Visitor, language: str) -> Visitor:
    """The page itself is written in *language*, so far as its markup says."""
    visitor.page.add_init_script(
        f"""const speak = () => {{
          if (document.documentElement) document.documentElement.lang = '{language}';
        }};
        speak();
        new MutationObserver(speak).observe(document, {{ childList: true }});"""
    )
    return visitor


@pytest.mark.law("A12")
@examples("language", LANGUAGES, run=["ar", "en"])
def test_everything_speaks_the_language_of_the_page_and_no_other(visitor: Visitor, language: str) -> None:
    page = speaking(visitor, language).visit("cookie-policy.html").page
    page.wait_for_selector(".consent-list tbody")
    page.wait_for_selector("#consent-banner")
    page.evaluate("consent.preferences()")

    roots = page.locator(ROOTS)
    assert {one.get_attribute("lang") for one in roots.all()} == {language}
    direction = "rtl" if language == "ar" else "ltr"
    assert {one.evaluate("(one) => getComputedStyle(one).direction") for one in roots.all()} == {direction}
    texts = TEXTS[language]
    assert page.locator("#consent-banner h2").inner_text() == texts["banner.title"]
    labels = page.locator("[aria-label]").evaluate_all(
        f"(all) => all.filter((one) => one.closest('{ROOTS}')).map((one) => one.ariaLabel)"
    )
    assert texts["language.label"] in labels
    assert {one.strip() for one in page.locator(".consent-close").all_inner_texts()} == {
        texts["action.dismiss"]
    }
    hidden = page.locator(".consent-decided").evaluate_all("(all) => all.map((one) => one.textContent)")
    assert set(hidden) == {texts["action.close"]}
    said = " ".join([*(one.inner_text() for one in roots.all()), *labels, *hidden])
    for other in LANGUAGES:
        alien = [
            text
            for text in TEXTS[other].values()
            if text not in texts.values() and len(text) > 12 and "{" not in text and text in said
        ]
        assert other == language or alien == []
    assert "language" not in visitor.cookies()
    files = [one for one in visitor.requests if re.search(r"/files/[a-z]{2}\.\w{8}\.json$", one)]
    assert len(files) == (language != "en")


def test_a_page_in_a_language_that_we_lack_speaks_the_browsers(
    new_visitor: Callable[..., Visitor],
) -> None:
    visitor = speaking(new_visitor(locale="fr-CH"), "rm").visit("privacy-policy.html")

    visitor.page.wait_for_selector("#consent-banner[lang=fr]")


@pytest.mark.thorough
@examples(
    ("locale", "spoken"),
    [("de-AT", "de-AT"), ("de-CH", "de"), ("de", "de"), ("it-CH", "it"), ("esu", "en"), ("arn-CL", "en")],
    run=[("de-CH", "de"), ("arn-CL", "en")],
)
def test_languages_are_told_apart_by_their_whole_tags(
    new_visitor: Callable[..., Visitor], rebuilt: Callable[[str, str], str], locale: str, spoken: str
) -> None:
    address = rebuilt('languages = ["en", ', 'languages = ["de-AT", "en", ')
    visitor = speaking(new_visitor(address, locale=locale), "rm").visit("privacy-policy.html")
    visitor.page.wait_for_selector(f"#consent-banner[lang={spoken}]")
    visitor.press("deny-all").settled("denied")

    # And what is decided in any of them counts.
    assert visitor.record() is not None
    (entry,) = json.loads(visitor.stored()["consent.history"])
    assert entry["language"] == spoken


def test_a_choice_holds_at_once_on_later_pages_and_for_30_days(visitor: Visitor) -> None:
    page = visitor.visit("stage.html").page
    page.wait_for_selector(".consent-placeholder")
    visitor.press("preferences")
    page.check("dialog input[value=google]")
    page.focus("dialog select[name=consent-language]")
    page.select_option("dialog select[name=consent-language]", "ar")
    page.wait_for_selector("dialog[open][lang=ar]")
    page.wait_for_selector(".consent-placeholder[lang=ar]")

    assert {one.get_attribute("lang") for one in page.locator(ROOTS).all()} == {"ar"}
    assert page.locator("dialog input[name=service]:checked").evaluate("(box) => box.value") == "google"
    assert page.evaluate("document.activeElement.name") == "consent-language"
    (cookie,) = visitor.context.cookies()
    assert (cookie["name"], cookie["value"], cookie["path"]) == ("language", "ar", "/")
    assert abs(cookie["expires"] - page.evaluate("Date.now()") / 1000 - 30 * 86_400) < 30

    visitor.press("accept-selected", "dialog").settled("partial")
    visitor.visit("cookie-policy.html")
    page.wait_for_selector(".consent-section[lang=ar]")
    arabic = page.locator(".consent-section .consent-note").inner_text()
    assert arabic.startswith(TEXTS["ar"]["consent.partial"].partition("{")[0])

    page.select_option(".consent-section select[name=consent-language]", "en")
    page.wait_for_selector(".consent-section[lang=en]")
    english = page.locator(".consent-section .consent-note").inner_text()
    assert english.startswith("Saved: ")
    assert "2026" in english or "20" in english


@pytest.mark.thorough
def test_a_language_that_does_not_arrive_leaves_the_default(visitor: Visitor) -> None:
    visitor.context.route(re.compile(r"/files/de\.\w+\.json"), lambda route: route.abort())
    page = speaking(visitor, "de").visit("privacy-policy.html").page
    page.wait_for_selector("#consent-banner[lang=en]")

    visitor.press("deny-all").settled("denied")


# What a browser says of a line that costs its visitor money, or is slow.
LINES = {
    "saved data": "{ saveData: true, effectiveType: '4g' }",
    "2g": "{ saveData: false, effectiveType: '2g' }",
    "slow 2g": "{ saveData: false, effectiveType: 'slow-2g' }",
    "no word of it": "undefined",
}
# As a screen reader or a spoken word sets it: no pointer comes near, and nothing is focused. The page has no
# version in that language; for one that has, see test_turned_pages.py.
SET = """([root, language]) => {
  const select = document.querySelector(`${root} select[name=consent-language]`);
  select.value = language;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}"""


@examples("line", LINES, run=["saved data"])
def test_a_choice_takes_effect_on_every_line_and_without_pointer_or_focus(
    visitor: Visitor, line: str
) -> None:
    visitor.page.add_init_script(
        f"Object.defineProperty(navigator, 'connection', {{ get: () => ({LINES[line]}) }})"
    )
    page = visitor.visit("product.html").page
    page.evaluate(SET, ["#consent-banner", "de"])

    page.wait_for_selector("#consent-banner[lang=de]")
    assert page.locator("#consent-banner h2").inner_text() == TEXTS["de"]["banner.title"]
    assert page.evaluate("document.querySelector('#consent-banner select').value") == "de"
    assert visitor.cookies()["language"] == "de"
    assert visitor.python() == []


@pytest.mark.thorough
def test_the_last_of_two_quick_choices_holds(visitor: Visitor) -> None:
    german = Held(visitor, re.compile(r"/files/de\.\w+\.json"))
    page = visitor.visit("product.html").page
    page.evaluate(SET, ["#consent-banner", "it"])
    page.wait_for_selector("#consent-banner[lang=it]")
    page.evaluate(SET, ["#consent-banner", "de"])
    page.evaluate(SET, ["#consent-banner", "fr"])
    page.wait_for_selector("#consent-banner[lang=fr]")
    german.next().continue_()
    # It asks for this last.
    page.wait_for_function(
        "performance.getEntriesByType('resource').some(({ name }) => name.includes('preferences.de.'))"
    )
    page.evaluate("consent.preferences()")

    page.wait_for_selector("dialog[open][lang=fr]")
    assert page.evaluate("document.querySelector('#consent-banner[lang=fr] select').value") == "fr"
    assert visitor.cookies()["language"] == "fr"


@pytest.mark.parametrize("file", ["de", "preferences.de"])
def test_where_a_language_cannot_be_had_the_box_names_the_one_that_is_spoken(
    visitor: Visitor, file: str
) -> None:
    visitor.context.route(re.compile(rf"/files/{file}\.\w+\.json"), lambda route: route.abort())
    page = visitor.visit("product.html").page
    page.evaluate(SET, ["#consent-banner", "de"])
    page.wait_for_function("document.querySelector('#consent-banner select').value === 'en'")

    assert page.locator("#consent-banner").get_attribute("lang") == "en"
    visitor.context.unroute_all()
    page.evaluate(SET, ["#consent-banner", "de"])
    page.wait_for_selector("#consent-banner[lang=de]")


@pytest.mark.smoke("thorough")
def test_another_language_leaves_what_was_ticked_focused_and_scrolled(visitor: Visitor) -> None:
    page = visitor.visit("cookie-policy.html").page
    page.wait_for_selector(".consent-section")
    visitor.press("preferences")
    page.wait_for_selector("dialog[open]")
    page.evaluate("window.layer = document.querySelector('dialog')")
    page.check("dialog input[value=google]")
    page.evaluate("document.querySelector('dialog .consent-text').scrollTop = 200")
    page.evaluate("document.querySelector('.consent-section input[value=impact]').click()")
    page.evaluate("document.querySelector('dialog input[value=youtube]').focus({ preventScroll: true })")
    page.evaluate(SET, ["dialog", "ar"])
    page.wait_for_selector("dialog[open][lang=ar]")
    page.wait_for_selector(".consent-section[lang=ar]")

    ticked = (
        "(root) => [...document.querySelectorAll(`${root} :checked[name=service]`)].map((box) => box.value)"
    )
    assert page.evaluate(ticked, "dialog") == ["google"]
    assert page.evaluate(ticked, ".consent-section") == ["impact"]
    assert page.evaluate("document.activeElement.value") == "youtube"
    assert page.evaluate("document.querySelector('dialog .consent-text').scrollTop") > 100
    assert page.evaluate("layer === document.querySelector('dialog')")


@pytest.mark.thorough
def test_the_page_keeps_knowing_the_height_of_the_banner_in_another_language(visitor: Visitor) -> None:
    known = """() => {
      const told = document.documentElement.style.getPropertyValue('--consent-height');
      return told && Math.abs(told - document.querySelector('#consent-banner').offsetHeight) < 1;
    }"""
    page = visitor.visit("product.html").page
    page.set_viewport_size({"width": 600, "height": 800})
    page.wait_for_function(known)
    before = page.evaluate("document.querySelector('#consent-banner').offsetHeight")
    page.evaluate(SET, ["#consent-banner", "fr"])
    page.wait_for_selector("#consent-banner[lang=fr]")
    assert page.evaluate("document.querySelector('#consent-banner').offsetHeight") != before
    page.wait_for_function(known)
    page.set_viewport_size({"width": 340, "height": 800})
    page.wait_for_function(known)
