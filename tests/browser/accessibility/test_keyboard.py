"""The keyboard alone does everything; the focus is never lost, and what happens is said without moving it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.matrix import combined, examples
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import EMBEDS, Visitor

pytestmark = ONE_RUNTIME

NOWHERE = "[document.body, document.documentElement, null].includes(document.activeElement)"
WITHIN = "(root) => !!document.activeElement.closest(root)"
# Each text that a live region comes to have.
LISTEN = """window.said = [];
new MutationObserver((changes) => {
  for (const { target } of changes) {
    const region = (target.closest ?? target.parentElement.closest).call(target, '[role=status]');
    if (region?.textContent && region.checkVisibility()) said.push(region.textContent);
  }
}).observe(document, { childList: true, characterData: true, subtree: true });"""


def tab_to(visitor: Visitor, selector: str, key: str = "Tab") -> Visitor:
    """Press *key* until *selector* has the focus, which must never be nowhere on the way inside the page."""
    page = visitor.page
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return visitor
    raise AssertionError(f"{key} does not reach {selector}")


def at(visitor: Visitor, selector: str) -> bool:
    """Whether *selector* comes to have the focus."""
    visitor.page.wait_for_function("(selector) => document.activeElement.matches(selector)", arg=selector)
    return True


def test_a_whole_visit_needs_no_pointer_and_never_loses_the_focus(visitor: Visitor) -> None:
    page = visitor.visit("stage.html").page
    page.wait_for_selector(looks.PLACEHOLDER)
    tab_to(visitor, f"{looks.BANNER} [data-consent-action=preferences]")
    page.keyboard.press("Enter")
    assert page.evaluate(WITHIN, looks.DIALOG)

    # Backwards, since after the last button come the bars of Firefox: there the page has no keyboard.
    tab_to(visitor, f"{looks.DIALOG} select", "Shift+Tab")
    page.keyboard.press("ArrowDown")  # from English to Español
    page.wait_for_selector(f"{looks.DIALOG}[lang=es]")
    assert at(visitor, f"{looks.DIALOG}[lang=es] select")

    tab_to(visitor, f"{looks.DIALOG} input[value=google]")
    page.keyboard.press("Space")
    tab_to(visitor, f"{looks.DIALOG} [data-consent-action=accept-selected]")
    page.keyboard.press("Enter")
    visitor.settled("partial")
    record = visitor.record()
    assert record is not None
    assert record.granted == ("google",)
    # Nobody was in the page before: it goes on with its first stop.
    assert at(visitor, ".skip")

    tab_to(visitor, "[data-service=youtube] [data-consent-action=load]")
    page.keyboard.press("Enter")
    assert at(visitor, "[data-service=youtube] iframe[title='Tasca in five minutes']")
    visitor.sees(EMBEDS["youtube"])


@pytest.mark.parametrize("key", ["Escape", "Enter"])
def test_the_banner_is_closed_from_the_keyboard_and_the_reader_is_back_at_the_same_place(
    visitor: Visitor, key: str
) -> None:
    page = visitor.visit().page
    page.focus("footer a[href='privacy-policy.html']")
    page.focus(f"{looks.BANNER} [data-consent-action=dismiss]")
    page.keyboard.press(key)
    visitor.settled("denied")

    assert at(visitor, "footer a[href='privacy-policy.html']")
    record = visitor.record()
    assert record is not None
    assert (record.action, record.granted) == ("dismiss", ())


# The X is the first stop, so its decision is faster than the module that puts the focus back.
@pytest.mark.parametrize(
    "action",
    ["accept-all", "deny-all", pytest.param("dismiss", marks=pytest.mark.needs("the time of events"))],
)
@pytest.mark.thorough
def test_after_the_first_decision_the_keyboard_goes_on_with_the_page(visitor: Visitor, action: str) -> None:
    page = visitor.visit("privacy-policy.html").page
    tab_to(visitor, f"{looks.BANNER} [data-consent-action={action}]")
    page.keyboard.press("Enter")

    assert at(visitor, ".skip")
    page.keyboard.press("Tab")
    assert at(visitor, ".brand")
    visitor.settled("granted" if action == "accept-all" else "denied")


OPENERS: dict[str, Callable[[Visitor], object]] = {
    "a link of the page": lambda visitor: visitor.page.keyboard.press("Enter"),
    "a script": lambda visitor: visitor.page.evaluate("consent.preferences()"),
}
CLOSERS = {
    "Escape": lambda visitor: visitor.page.keyboard.press("Escape"),
    "the X": lambda visitor: visitor.page.press(f"{looks.DIALOG} .consent-close", "Enter"),
    "a decision": lambda visitor: visitor.page.press(
        f"{looks.DIALOG} [data-consent-action=deny-all]", "Enter"
    ),
}


@pytest.mark.law("D2")
@examples("opener", OPENERS, run=["a link of the page"])
def test_the_dialog_takes_the_focus_and_keeps_it(visitor: Visitor, opener: str) -> None:
    page = visitor.visit("product.html").press("deny-all").settled("denied").page
    page.focus("footer [data-consent-open]")
    OPENERS[opener](visitor)
    for _ in range(30):
        page.keyboard.press("Tab")
        # Between the last stop and the first one a browser may show its own.
        assert page.evaluate(NOWHERE) or page.evaluate(WITHIN, looks.DIALOG)


@pytest.mark.law("D2")
@combined(opener=OPENERS, closer=CLOSERS)
@pytest.mark.thorough
def test_the_dialog_gives_the_focus_back_however_it_is_closed(
    visitor: Visitor, opener: str, closer: str
) -> None:
    page = visitor.visit("product.html").press("deny-all").settled("denied").page
    page.focus("footer [data-consent-open]")
    OPENERS[opener](visitor)
    for key in ["Tab", "Shift+Tab"] * 2:
        page.keyboard.press(key)
        assert page.evaluate(WITHIN, looks.DIALOG)
    # Another language is another dialog; the way back is the same.
    page.focus(f"{looks.DIALOG} select")
    page.keyboard.press("ArrowUp")
    page.wait_for_selector(f"{looks.DIALOG}[lang=de]")
    CLOSERS[closer](visitor)

    assert at(visitor, "footer [data-consent-open]")
    assert not page.locator(looks.DIALOG).is_visible()


@pytest.mark.thorough
def test_the_dialog_over_a_banner_in_another_language_goes_back_to_the_banner(visitor: Visitor) -> None:
    page = visitor.visit("product.html").press("deny-all").settled("denied").page
    page.evaluate("consent.show()")
    page.press(f"{looks.BANNER} [data-consent-action=preferences]", "Enter")
    page.focus(f"{looks.DIALOG} select")
    page.keyboard.press("ArrowUp")
    page.wait_for_selector(f"{looks.DIALOG}[lang=de]")
    page.keyboard.press("Escape")

    assert at(visitor, f"{looks.BANNER}[lang=de] [data-consent-action=preferences]")


def test_a_decision_in_the_page_leaves_the_focus_and_says_what_it_has_become(visitor: Visitor) -> None:
    page = visitor.visit("cookie-policy.html").press("deny-all").settled("denied").page
    page.wait_for_selector(f"{looks.SECTION} .consent-note:has-text('Only technical')")
    page.evaluate(LISTEN)
    page.focus(f"{looks.SECTION} input[value=google]")
    page.keyboard.press("Space")
    page.press(f"{looks.SECTION} [data-consent-action=accept-selected]", "Enter")
    visitor.settled("partial")

    assert at(visitor, f"{looks.SECTION} [data-consent-action=accept-selected]")
    (said,) = page.evaluate("said")
    assert said.endswith("The services you chose are allowed.")


@pytest.mark.thorough
@examples("language", ["en", "ar"], run=["ar"])
def test_on_a_page_without_preferences_a_hidden_line_says_what_the_decision_has_become(
    visitor: Visitor, language: str
) -> None:
    page = looks.speak(visitor, language).visit("privacy-policy.html").page
    page.wait_for_selector(looks.BANNER)
    page.evaluate(LISTEN)
    visitor.press("deny-all").settled("denied")
    page.evaluate("consent.accept(['links-conversion'])")
    visitor.settled("partial")

    assert len(page.evaluate("said")) == 2
    page.wait_for_selector(".consent-word", state="detached")
    line = page.get_by_role("status")
    assert line.get_attribute("lang") == language
    assert line.inner_text() == page.evaluate("said[1]")
    box = line.bounding_box()
    assert box
    assert (box["width"], box["height"]) == (1, 1)


def test_the_toast_speaks_and_gives_the_focus_back(visitor: Visitor) -> None:
    page = looks.stage(visitor).page
    assert page.locator(f"[role=status] {looks.TOAST}").is_visible()
    assert page.evaluate(NOWHERE)
    page.focus("#main")
    page.focus(f"{looks.TOAST} .consent-close")
    page.keyboard.press("Enter")

    assert at(visitor, "#main")


@pytest.mark.thorough
def test_the_history_keeps_the_focus_of_whoever_asked_for_it(visitor: Visitor) -> None:
    page = visitor.visit("cookie-policy.html").press("deny-all").settled("denied").page
    page.press("[data-consent-action=history]", "Enter")
    page.wait_for_selector(f"{looks.HISTORY} tbody")

    assert at(visitor, looks.HISTORY)
    page.keyboard.press("Tab")
    assert at(visitor, f"{looks.HISTORY} a[download]")


def test_what_opens_tells_its_name_to_whoever_opened_it(visitor: Visitor) -> None:
    page = visitor.visit("stage.html").page
    page.wait_for_selector(looks.PLACEHOLDER)
    page.press("[data-service=x] [data-consent-action=load]", "Enter")

    assert at(visitor, "[data-service=x][role=group][aria-label='Loopback is here']")
