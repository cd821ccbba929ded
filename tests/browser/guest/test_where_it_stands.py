"""The banner is no part of the page: it stands behind the body, outlives it, and is out of its reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import combined, examples
from tests.support.runtimes import ONE_RUNTIME
from tests.support.strict import reaches, strict_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

RESTS = "document.querySelector('html > consent-ui') !== null"
PAGE = '<main><h2>Chapter</h2><p>Text</p><button id="menu">Menu</button></main><footer>Foot</footer>'


def rests(visitor: Visitor) -> Visitor:
    """Wait until the page has come to rest, and all of ours stands behind its body."""
    visitor.page.wait_for_function(RESTS)
    return visitor


class TestNoPartOfThePage:
    """What the page finds and counts in its own tree is its own."""

    def test_a_page_that_rests_has_nothing_of_ours_in_its_body(self, visitor: Visitor) -> None:
        rests(strict_page(visitor, body=PAGE))

        assert visitor.page.evaluate("[...document.body.children].map((one) => one.localName)") == [
            "h1",
            "main",
            "footer",
        ]

    def test_what_is_wanted_after_the_page_has_loaded_stands_there_too(self, visitor: Visitor) -> None:
        # An entry for the log that is still on its way would have the next page load what stands there too.
        strict_page(visitor, body=PAGE).press("deny-all").settled("denied")
        visitor.page.reload(wait_until="load")
        assert visitor.page.locator("consent-ui").count() == 0
        visitor.page.evaluate("void consent.preferences()")

        visitor.sees_preferences()
        visitor.page.keyboard.press("Escape")
        rests(visitor)

    def test_the_first_of_a_kind_is_the_pages(self, visitor: Visitor) -> None:
        page = strict_page(visitor, body=PAGE).page

        assert page.evaluate("document.querySelector('h2').textContent") == "Chapter"
        assert page.evaluate("document.querySelector('button').id") == "menu"
        assert page.evaluate("document.body.firstElementChild.localName") == "h1"

    def test_the_end_of_the_page_can_be_scrolled_clear_of_the_banner(self, visitor: Visitor) -> None:
        page = rests(strict_page(visitor, body='<div style="height: 200vh"></div><p id="end">The end')).page
        page.wait_for_function(
            # Some browsers promise to scroll, and a promise is no answer.
            "void scrollTo(0, 1e6), (scrollY > 0 && end.getBoundingClientRect().bottom"
            " <= document.querySelector('#consent-banner').getBoundingClientRect().top)"
        )

    @pytest.mark.thorough
    def test_search_engines_are_told_that_its_words_are_not_the_pages(self, visitor: Visitor) -> None:
        page = strict_page(visitor).page
        visitor.press("preferences")

        assert page.get_attribute("#consent-banner", "data-nosnippet") is not None
        assert page.get_attribute("#consent-preferences", "data-nosnippet") is not None


REPLACED = {
    "another body": "document.documentElement.replaceChild(document.createElement('body'), document.body)",
    "another content": "document.body.innerHTML = '<p>Another page'",
    "a body that is written anew": "document.body.replaceChildren()",
    "another root": "document.replaceChild(document.createElement('html'), document.documentElement)"
    "; document.documentElement.append(document.createElement('head'), document.createElement('body'))",
    "the root emptied of strangers": "for (const one of [...document.documentElement.children])"
    " if (!['HEAD', 'BODY'].includes(one.tagName)) one.remove()",
}


class TestOutlivesTheBody:
    """Routers and frameworks put another body in the place of the first."""

    @combined(resting=[pytest.param(False, id="at once"), pytest.param(True, id="at rest")], name=REPLACED)
    def test_who_has_not_decided_is_still_asked(self, visitor: Visitor, name: str, resting: bool) -> None:
        strict_page(visitor, body=PAGE)
        if resting:
            rests(visitor)
        visitor.page.evaluate(f"() => {{ {REPLACED[name]} }}")

        visitor.page.locator("#consent-banner").wait_for()
        assert visitor.page.locator("#consent-banner").count() == 1
        visitor.page.wait_for_selector("html[data-consent=undecided]")
        reaches(visitor.press("deny-all"), "denied")

    @pytest.mark.thorough
    def test_preferences_that_are_open_stay_open(self, visitor: Visitor) -> None:
        strict_page(visitor, body=PAGE).press("preferences")
        visitor.page.evaluate(REPLACED["another body"])
        visitor.page.wait_for_selector("#consent-preferences:modal")

        reaches(visitor.choose("google").press("accept-selected", "#consent-preferences"), "partial")

    def test_a_root_without_the_state_gets_it_back(self, visitor: Visitor) -> None:
        page = strict_page(visitor).page
        page.evaluate("document.documentElement.removeAttribute('data-consent')")

        page.wait_for_selector("html[data-consent=undecided]")

    @pytest.mark.thorough
    def test_a_copy_of_the_banner_that_a_router_has_kept_goes(self, visitor: Visitor) -> None:
        page = strict_page(visitor, body=PAGE).page
        page.evaluate("document.body.replaceWith(document.body.cloneNode(true))")
        page.wait_for_function("document.querySelectorAll('#consent-banner').length === 1")

        reaches(visitor.press("accept-all"), "granted")


INHERITED = (
    "text-transform: uppercase; letter-spacing: 0.2em; word-spacing: 1em; text-indent: 3em;"
    "white-space: nowrap;"
    "text-shadow: 2px 2px red; -webkit-text-fill-color: #bbb; cursor: none; writing-mode: vertical-rl;"
    "visibility: hidden; pointer-events: none; line-height: 3; font: 40px cursive; user-select: none"
)
BOXES = """() => JSON.stringify([...document.querySelectorAll('consent-ui :not(option)')].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  const { color, fontSize, letterSpacing, textTransform, visibility, writingMode } = getComputedStyle(one);
  return [x, y, width, height, color, fontSize, letterSpacing, textTransform, visibility, writingMode];
}))"""
RULES = {
    "what a body hands down": f"body {{ {INHERITED} }}",
    "what a root hands down": f"html {{ {INHERITED.replace('writing-mode: vertical-rl;', '')} }}",
    "a root that is small": "html { font-size: 62.5% }",
    "a root that is large": "html { font-size: 24px }",
    "rules that begin with ids": "#home #home section p, #home button, #home h2, #home section "
    "{ font-size: 3rem; padding: 3rem; color: red; background: red; border: 1em solid }",
}


class TestStylesOfThePage:
    """What the page says of itself does not come in."""

    @examples("name", RULES, run=[*RULES][::4])
    def test_no_rule_of_the_page_changes_the_banner(
        self, new_visitor: Callable[..., Visitor], name: str
    ) -> None:
        body = "<script>document.body.id = 'home'</script><p>Text"
        plain = strict_page(new_visitor(), body=body).page.evaluate(BOXES)
        page = strict_page(new_visitor(), head=f"<style>{RULES[name]}</style>", body=body).page

        assert page.evaluate(BOXES) == plain

    @examples("rule", ["html { zoom: 2 }", "body { zoom: 0.5 }"], run=["body { zoom: 0.5 }"])
    def test_a_page_that_zooms_leaves_the_banner_its_size(
        self, new_visitor: Callable[..., Visitor], rule: str
    ) -> None:
        plain = strict_page(new_visitor()).page.evaluate(BOXES)
        page = strict_page(new_visitor(), head=f"<style>{rule}</style>").page
        same = "(plain) => (" + BOXES + ")() === plain"

        page.wait_for_function(same, arg=plain)
        page.wait_for_function(RESTS)
        page.wait_for_function(same, arg=plain)

    def test_a_page_that_replaces_all_constructed_sheets_leaves_ours(self, visitor: Visitor) -> None:
        page = strict_page(visitor).page
        plain = page.evaluate(BOXES)
        page.evaluate("document.adoptedStyleSheets = []")

        page.wait_for_function("(plain) => (" + BOXES + ")() === plain", arg=plain)

    @pytest.mark.parametrize(
        ("scheme", "surface"),
        [
            ("only light", "rgb(255, 255, 255)"),
            ("dark", "rgb(27, 29, 34)"),
            ("light dark", "rgb(27, 29, 34)"),
            ("normal", "rgb(255, 255, 255)"),
        ],
    )
    @pytest.mark.needs("other media")
    def test_it_is_as_light_or_dark_as_the_page(self, visitor: Visitor, scheme: str, surface: str) -> None:
        visitor.page.emulate_media(color_scheme="dark")
        page = strict_page(visitor, head=f"<style>html {{ color-scheme: {scheme} }}</style>").page

        found = page.evaluate("getComputedStyle(document.querySelector('#consent-banner')).backgroundColor")
        assert found == surface


OVER = """(css) => {
  const button = document.querySelector(css);
  if (!button) return false; // it is on its way back
  const { x, y, width, height } = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
ACCEPT = "#consent-banner [data-consent-action=accept-all]"
DIALOG = '<dialog id="letter"><p>Our letter</p><button id="in">Subscribe</button></dialog><script>%s</script>'


class TestModalDialogsOfThePage:
    """While one is open, all that stands outside of it is dead."""

    @pytest.mark.parametrize("script", ["letter.showModal()", ""], ids=["opened first", "opened later"])
    def test_who_is_asked_can_decide(self, visitor: Visitor, script: str) -> None:
        page = strict_page(visitor, body=DIALOG % script).page
        page.locator(ACCEPT).wait_for()
        if not script:
            page.evaluate("letter.showModal()")
        page.wait_for_function(OVER, arg=ACCEPT)

        reaches(visitor.press("accept-all"), "granted")
        assert page.evaluate("letter.open")
        page.click("#in")

    def test_it_stands_still_in_it(self, visitor: Visitor) -> None:
        page = strict_page(visitor, body=DIALOG % "letter.showModal()").page
        page.wait_for_selector("dialog > consent-ui", state="attached")
        # How often it is put somewhere in the next frames; an event that tells of it comes after a frame.
        moves = page.evaluate("""async () => {
          let moves = 0;
          new MutationObserver((changes) => (moves += changes.length)).observe(letter, { childList: true });
          for (let frame = 0; frame < 9; frame += 1) await new Promise(requestAnimationFrame);
          return moves;
        }""")

        assert moves == 0

    @pytest.mark.thorough
    def test_it_comes_out_again_when_the_dialog_is_closed_or_gone(self, visitor: Visitor) -> None:
        page = strict_page(visitor, body=DIALOG % "letter.showModal()").page
        page.wait_for_selector("dialog > consent-ui", state="attached")
        page.evaluate("letter.close()")
        page.wait_for_function(OVER, arg=ACCEPT)
        page.evaluate("letter.showModal()")
        page.wait_for_selector("dialog > consent-ui", state="attached")
        page.evaluate("letter.remove()")
        page.wait_for_function(OVER, arg=ACCEPT)

        reaches(visitor.press("deny-all"), "denied")


class TestEventsOfThePage:
    """Handlers of the page come between nobody and us."""

    def test_handlers_that_keep_clicks_to_themselves_stop_no_button(self, visitor: Visitor) -> None:
        stops = "for (const name of ['click', 'change', 'focusin', 'pointermove'])"
        stops += " document.body.addEventListener(name, (event) => event.stopPropagation());"
        body = f"<button data-consent-open>Cookies</button><script>{stops}</script>"
        page = strict_page(visitor, body=body).page
        page.click("[data-consent-open]")
        visitor.sees_preferences()

        reaches(visitor.choose("google").press("accept-selected", "#consent-preferences"), "partial")

    def test_a_link_in_a_shadow_tree_opens_the_preferences(self, visitor: Visitor) -> None:
        shadow = (
            "foot.attachShadow({ mode: 'open' }).innerHTML = '<a href=\"#x\" data-consent-open>Cookies</a>'"
        )
        page = strict_page(visitor, body=f'<div id="foot"></div><script>{shadow}</script>').page
        page.locator("#foot").locator("a").click()
        visitor.sees_preferences()

        assert page.evaluate("location.hash") == ""


def test_the_language_of_the_page_is_followed_when_it_changes(visitor: Visitor) -> None:
    page = strict_page(visitor).page
    page.locator("#consent-banner[lang=en]").wait_for()
    page.evaluate("document.documentElement.lang = 'it'")

    page.locator("#consent-banner[lang=it]").wait_for()
    visitor.press("preferences")
    page.locator("#consent-preferences[lang=it]").wait_for()
    page.evaluate("document.documentElement.lang = 'en'")
    page.locator("#consent-banner[lang=en]").wait_for(state="attached")
