"""The ways to leave without choosing: each does what it says, and what says nothing decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import SERVICES, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = ONE_RUNTIME

TICKED = "[...document.querySelectorAll('dialog :checked[name=service]')].map((box) => box.value)"


def opened(visitor: Visitor) -> Page:
    """Return a page of which the preferences are open."""
    visitor.press("preferences").page.wait_for_selector(f"{looks.DIALOG}[open]")
    return visitor.page


def undecided(visitor: Visitor) -> bool:
    """Whether nothing is decided, nor about to be: a decision shows in the page in the same moment."""
    kept = visitor.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('consent.'))")
    return visitor.state() == "undecided" and kept == [] and "consent" not in visitor.cookies()


@pytest.mark.smoke("thorough")
@pytest.mark.law("A6")
def test_escape_goes_from_the_preferences_back_to_the_banner_with_nothing_decided_and_nothing_lost(
    visitor: Visitor,
) -> None:
    page = opened(visitor.visit())
    page.check(f"{looks.DIALOG} input[value=google]")
    page.keyboard.press("Escape")
    page.wait_for_selector(f"{looks.DIALOG}:not([open])", state="attached")

    assert undecided(visitor)
    assert visitor.asked()
    assert opened(visitor).evaluate(TICKED) == ["google"]
    visitor.press("accept-selected", looks.DIALOG).settled("partial")
    record = visitor.record()
    assert record is not None
    assert record.granted == ("google",)


@pytest.mark.law("A6")
@examples("action", ["", "accept-all"], run=["accept-all"])
@pytest.mark.thorough
def test_a_click_beside_the_preferences_does_nothing(visitor: Visitor, action: str) -> None:
    visitor.visit()
    if action:
        visitor.press(action).settled("granted")
    page = visitor.page
    page.evaluate("void consent.preferences()")
    page.wait_for_selector(f"{looks.DIALOG}[open]")
    page.click(f"{looks.DIALOG} input[value=google]")
    ticked = page.evaluate(TICKED)
    page.mouse.click(5, 5)

    assert page.locator(looks.DIALOG).is_visible()
    assert page.evaluate(TICKED) == ticked
    assert visitor.state() == ("granted" if action else "undecided")


@pytest.mark.law("A3", "A6")
@pytest.mark.parametrize(
    "layer", [looks.BANNER, pytest.param(looks.DIALOG, marks=pytest.mark.smoke("thorough"))]
)
def test_the_x_says_what_it_does_before_a_decision_and_after_one(visitor: Visitor, layer: str) -> None:
    page = visitor.visit().page
    shown = page.locator(layer)

    def show() -> None:
        page.evaluate("consent.show()" if layer == looks.BANNER else "void consent.preferences()")
        page.wait_for_selector(f"{layer} .consent-close")

    show()
    assert shown.get_by_role("button", name="Close and use only technical cookies").is_visible()
    assert shown.get_by_role("button", name="Close without changes").count() == 0
    assert "The X keeps only technical cookies" in page.locator(layer).inner_text()
    visitor.press("dismiss", layer).settled("denied")
    record = visitor.record()
    assert record is not None
    assert (record.action, record.granted, record.denied) == ("dismiss", (), SERVICES)

    page.evaluate("consent.accept(['google'])")
    visitor.settled("partial")
    before = visitor.cookies()["consent"]
    show()
    assert shown.get_by_role("button", name="Close without changes").is_visible()
    assert shown.get_by_role("button", name="Close and use only technical cookies").count() == 0
    assert "The X keeps only technical cookies" not in page.locator(layer).inner_text()
    visitor.press("dismiss", layer)
    assert not page.locator(layer).is_visible()
    assert visitor.state() == "partial"
    assert visitor.cookies()["consent"] == before


@pytest.mark.thorough
def test_preferences_left_after_a_decision_show_that_decision_again(visitor: Visitor) -> None:
    page = visitor.visit("cookie-policy.html").press("deny-all").settled("denied").page
    page.check(f"{looks.SECTION} input[value=impact]")
    for leave in (lambda: page.keyboard.press("Escape"), lambda: visitor.press("dismiss", looks.DIALOG)):
        page.evaluate("void consent.preferences()")
        page.wait_for_selector(f"{looks.DIALOG}[open]")
        assert page.evaluate(TICKED) == []
        page.check(f"{looks.DIALOG} input[value=google]")
        leave()
        page.wait_for_selector(f"{looks.DIALOG}:not([open])", state="attached")

    assert visitor.state() == "denied"
    assert page.evaluate(f"!!document.querySelector('{looks.SECTION} :checked[value=impact]')")


# What Escape is meant for, where it is not meant for the banner.
ELSEWHERE = {
    "a popover": "show('<div popover>menu</div>').showPopover()",
    "a popover that the page closes": "show('<div popover=manual>menu</div>').showPopover()",
    "a modal dialog": "show('<dialog>cart</dialog>').showModal()",
    "a dialog": "show('<dialog>cart</dialog>').show()",
    "a dialog by its role": "show('<div role=dialog>cart</div>')",
    "an alert by its role": "show('<div role=alertdialog>sure?</div>')",
    "a menu by its role": "show('<ul role=menu><li role=menuitem>one</ul>')",
    "a button's menu": "show('<button aria-expanded=true>menu</button>')",
    "a field": "show('<input>').focus()",
    "a link": "show('<a href=#>more</a>').focus()",
    "a listener of the page": "document.body.addEventListener('keydown', (event) => event.preventDefault())",
}
# Ways in which a visitor is kept from seeing the banner.
UNSEEN = {
    "a filter list hides it": "display: none !important",
    "it is invisible": "visibility: hidden !important",
    "it is transparent": "opacity: 0 !important",
    "it is moved away": "translate: 0 200vh !important",
    "it is cut to nothing": "clip-path: inset(50%) !important",
}
SHOW = """const show = (text) => {
  document.body.insertAdjacentHTML('beforeend', text);
  return document.body.lastElementChild;
};"""


@pytest.mark.smoke("thorough")
@pytest.mark.law("A7")
def test_escape_that_is_meant_for_something_else_is_no_decision(visitor: Visitor) -> None:
    for what, script in ELSEWHERE.items():
        page = visitor.visit("privacy-policy.html").page
        page.evaluate(f"() => {{ {SHOW} {script}; }}")
        page.keyboard.press("Escape")

        assert undecided(visitor), what


@pytest.mark.smoke("thorough")
@pytest.mark.law("A7")
def test_escape_is_no_decision_where_nobody_sees_the_question(visitor: Visitor) -> None:
    for how, style in UNSEEN.items():
        page = visitor.visit("privacy-policy.html").page
        page.add_style_tag(content=f"#consent-banner {{ {style} }}")
        page.keyboard.press("Escape")

        assert undecided(visitor), how


@pytest.mark.thorough
@pytest.mark.smoke("thorough")
@pytest.mark.law("A7")
def test_escape_is_no_decision_where_the_page_covers_the_question(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").page
    page.evaluate(
        f"""() => {{ {SHOW}
          show('<div popover=manual style="inset: 0; inline-size: auto; block-size: auto">wait</div>')
            .showPopover();
          document.querySelector('#consent-banner [data-consent-action=preferences]').focus();
        }}"""
    )
    page.keyboard.press("Escape")

    assert undecided(visitor)


@pytest.mark.thorough
def test_an_escape_that_no_key_has_sent_is_no_decision(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").page
    page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))"
    )

    assert undecided(visitor)


# What stands in a page and is not open.
CLOSED = """<dialog>cart</dialog> <div popover>menu</div> <div role=dialog hidden>cart</div>
<ul role=menu style="visibility: hidden"><li role=menuitem>one</ul>
<button aria-expanded=false>menu</button>"""
FOCUS = "document.querySelector('#consent-banner [data-consent-action=preferences]').focus()"


@pytest.mark.law("A6")
@pytest.mark.parametrize("focus", ["", FOCUS], ids=["nowhere", "in the banner"])
def test_escape_closes_the_banner_as_the_x_does(visitor: Visitor, focus: str) -> None:
    page = visitor.visit("privacy-policy.html").page
    page.evaluate(f"() => {{ {SHOW} show(`{CLOSED}`); {focus} }}")
    page.keyboard.press("Escape")
    visitor.settled("denied")

    record = visitor.record()
    assert record is not None
    assert (record.action, record.source, record.granted) == ("dismiss", "banner", ())


@pytest.mark.thorough
def test_in_the_banner_escape_is_meant_for_it_whatever_else_stands_open(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").page
    page.evaluate(f"() => {{ {SHOW} show('<div role=dialog>May I help you?</div>'); {FOCUS} }}")
    page.keyboard.press("Escape")

    visitor.settled("denied")


@pytest.mark.smoke("thorough")
def test_one_escape_closes_one_thing(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").page
    page.evaluate(f"() => {{ {SHOW} show('<div popover>menu</div>').showPopover(); {FOCUS} }}")
    page.keyboard.press("Escape")
    assert undecided(visitor)

    page.keyboard.press("Escape")
    visitor.settled("denied")
