"""Who sees, hears, points or reads in another way has the same choices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.accessibility.test_look import STATES, show
from tests.matrix import combined
from tests.support.reader import role_and_name
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

# Contrast as WCAG 2.2 reckons it, between two colours as the browser shows them.
CONTRAST = """
const paint = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
window.contrast = (one, other) => {
  const light = (colour) => {
    paint.clearRect(0, 0, 1, 1);
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...paint.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
};
"""
# What has to stand out from the dialog: borders of controls, the parts of a switch, focus, the X.
EDGES = """(root) => {
  const of = (css, name, part) => getComputedStyle(root.querySelector(css), part)[name];
  const surface = getComputedStyle(root).backgroundColor;
  const box = root.querySelector('input');
  box.focus();
  const found = {
    button: contrast(of('[data-consent-action=deny-all]', 'borderTopColor'), surface),
    x: contrast(of('.consent-close', 'color'), surface),
    off: contrast(of('input', 'borderTopColor'), surface),
    knob: contrast(of('input', 'backgroundColor', '::before'), surface),
    focus: contrast(of('input', 'outlineColor'), surface),
  };
  box.click();
  for (const one of box.getAnimations()) one.finish();
  found.on = contrast(of('input', 'backgroundColor'), surface);
  found['knob on'] = contrast(of('input', 'backgroundColor', '::before'), of('input', 'backgroundColor'));
  return found;
}"""


@pytest.mark.law("A4", "D5")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_switches_focus_and_the_x_stand_out(new_visitor: Callable[..., Visitor], scheme: str) -> None:
    visitor = new_visitor(color_scheme=scheme, reduced_motion="reduce")
    visitor.page.add_init_script(CONTRAST)
    show(visitor, "preferences")
    found = visitor.page.eval_on_selector("#consent-preferences", EDGES)

    assert {name: ratio for name, ratio in found.items() if ratio < 3} == {}
    assert len(found) == 7
    visitor.errors.clear()


@pytest.mark.thorough
@pytest.mark.law("D5")
@pytest.mark.needs("forced colours")
def test_forced_colours_keep_switches_buttons_and_focus_in_sight(
    new_visitor: Callable[..., Visitor],
) -> None:
    visitor = new_visitor(forced_colors="active")
    show(visitor, "preferences")
    box = visitor.page.locator("#consent-preferences input").first
    off = box.screenshot()
    box.check()
    visitor.page.locator("#consent-preferences h2").click()

    assert box.screenshot() != off
    button = visitor.page.locator("#consent-preferences [data-consent-action=deny-all]")
    assert button.evaluate("(one) => getComputedStyle(one).border.slice(0, 9)") == "1px solid"
    visitor.page.keyboard.press("Tab")
    outline = visitor.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    visitor.errors.clear()


ROOTS = {"banner": "#consent-banner", "preferences": "#consent-preferences", "section": ".consent-section"}


@pytest.mark.law("D7")
@pytest.mark.needs("the accessibility tree")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.thorough
def test_names_contain_the_words_in_sight_and_switches_are_native(visitor: Visitor, state: str) -> None:
    show(visitor, state)
    controls = visitor.page.locator(ROOTS[state]).locator("button, a, input").all()
    for control in controls:
        words = control.evaluate("(one) => (one.labels?.[0] || one).innerText")
        role, name = role_and_name(control)
        assert name
        assert words.strip() in name
        assert role in ("button", "link", "checkbox")
    assert len(controls) > 5
    visitor.errors.clear()


@pytest.mark.law("D8")
@pytest.mark.parametrize("target", ["[data-consent-action=accept-all]", ".consent-close"])
def test_a_pointer_that_goes_down_and_away_does_nothing(visitor: Visitor, target: str) -> None:
    page = visitor.visit().page
    page.hover(f"#consent-banner {target}")
    page.mouse.down()
    assert visitor.state() == "undecided"
    page.mouse.move(10, 10)
    page.mouse.up()

    assert visitor.state() == "undecided"
    assert visitor.asked()
    assert page.locator("#consent-banner [draggable=true], input[type=range]").count() == 0


# The spacing that a reader may set (WCAG 2.2, 1.4.12), and text of twice the size (1.4.4).
SPACING = """* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
* { line-height: 1.5 !important }
p { margin-block-end: 2em !important }"""
TWICE = "html { font-size: 200% }"
CUT_OFF = """(root) => [...root.querySelectorAll('*')].filter((one) => {
  const { overflow, display } = getComputedStyle(one);
  const box = display !== 'inline' && one.localName !== 'select' && one.clientWidth;
  return box && one.scrollWidth > box + 1
    || overflow === 'hidden' && one.scrollHeight > one.clientHeight + 1;
}).map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.law("D9")
@combined(css=[pytest.param(SPACING, id="spacing"), pytest.param(TWICE, id="twice the size")], state=STATES)
@pytest.mark.thorough
def test_more_space_or_larger_text_cuts_nothing_off(
    new_visitor: Callable[..., Visitor], state: str, css: str
) -> None:
    visitor = new_visitor(viewport={"width": 640, "height": 700})
    show(visitor, state)
    visitor.page.add_style_tag(content=css)

    assert visitor.page.eval_on_selector(ROOTS[state], CUT_OFF) == []
    for button in visitor.page.locator(f"{ROOTS[state]} button").all():
        button.scroll_into_view_if_needed()
        button.click(trial=True)
    visitor.errors.clear()


@pytest.mark.law("D10")
def test_who_wants_less_motion_gets_none(new_visitor: Callable[..., Visitor]) -> None:
    visitor = new_visitor(reduced_motion="reduce")
    show(visitor, "preferences")
    page = visitor.page
    page.check("#consent-preferences input[value=google]")
    page.hover("#consent-preferences [data-consent-action=deny-all]")

    moving = """document.getAnimations().filter((one) =>
      one.effect.target.closest('#consent-banner, #consent-preferences, .consent-section')).length"""
    assert page.evaluate(moving) == 0
    durations = page.locator("#consent-preferences :is(button, input)").evaluate_all(
        "(all) => [...new Set(all.map((one) => getComputedStyle(one).transitionDuration))]"
    )
    assert durations == ["0s"]
    visitor.errors.clear()


@pytest.mark.law("D11")
def test_the_banner_waits_for_an_hour_and_longer(visitor: Visitor) -> None:
    page = visitor.page
    page.clock.install()
    visitor.visit("privacy-policy.html")
    page.clock.run_for("01:30:00")

    assert visitor.asked()
    visitor.press("preferences")
    page.clock.run_for("01:30:00")
    assert page.locator("#consent-preferences").is_visible()
