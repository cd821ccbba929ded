"""What happens to blocked code when routers copy scripts, and when whoever made an element takes it out."""

from __future__ import annotations

from tests.matrix import combined, examples
from tests.support.blocked import BlockedPage, blocked, blocked_file
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

HELD = """<template data-service="google"><p>held</p><script>ran.push('held')</script></template>"""
# Instant navigation makes the scripts of the next page anew, those without an address from their text alone.
NAVIGATE = """(text) => {
  const main = document.querySelector('main');
  main.innerHTML = text;
  for (const old of main.querySelectorAll('script')) {
    const script = document.createElement('script');
    script.textContent = old.textContent;
    old.replaceWith(script);
  }
}"""


@examples("state", ["undecided", "denied"], run=["denied"])
def test_no_router_runs_what_a_template_holds_before_it_is_allowed(visitor: Visitor, state: str) -> None:
    stage = BlockedPage(visitor).open("<main></main>")
    if state == "denied":
        stage.page.evaluate("consent.deny().then(() => {})")
    stage.page.evaluate(NAVIGATE, HELD + "<script>ran.push('of the page')</script>")

    assert stage.ran() == ["of the page"]
    stage.allow().saw("held")
    assert stage.ran() == ["of the page", "held"]


def test_where_it_is_allowed_what_a_template_holds_runs_once_on_each_page(visitor: Visitor) -> None:
    stage = BlockedPage(visitor).open("<main></main>" + blocked("ran.push('first')")).allow().saw("first")
    for number in (1, 2):
        stage.page.evaluate(NAVIGATE, HELD)
        stage.page.wait_for_function(
            "(count) => ran.filter((one) => one === 'held').length === count", arg=number
        )

    assert stage.ran() == ["first", "held", "held"]


# React keeps the elements that it has made with their parents, and calls what they inherit.
KEEP = """() => {
  const main = document.querySelector('main');
  window.kept = [...main.querySelectorAll(':scope > [data-service]')].map((one) => [main, one]);
}"""
TAKE = {
    "taken out": "for (const [parent, one] of kept) parent.removeChild(one)",
    "taken out from the end": "for (const [parent, one] of kept.reverse()) parent.removeChild(one)",
    "put into another order": "for (const [parent, one] of kept) parent.insertBefore(one, parent.firstChild)",
    "replaced": "for (const [parent, one] of kept) parent.replaceChild(document.createElement('hr'), one)",
    "put behind another": """for (const [parent, one] of kept)
      parent.insertBefore(document.createElement('hr'), one)""",
}
ALL = (
    blocked("ran.push('inline')")
    + blocked_file("own.js")
    + blocked("ran.push('module')", 'data-type="module"')
    + HELD
    + '<iframe data-service="google" data-src="/frame.html" title="f"></iframe>'
    + '<iframe data-service="youtube" data-src="https://www.youtube-nocookie.com/embed/tasca000001"></iframe>'
    + '<div data-service="youtube" data-embed="tasca000001"></div>'
)


@combined(take=TAKE, when=["blocked", "on its way", "activated"])
def test_whoever_has_made_an_element_finds_it_where_it_was(visitor: Visitor, take: str, when: str) -> None:
    stage = BlockedPage(visitor).file("frame.html", "<p>frame").hold("own.js")
    stage.open(f"<main>{ALL}</main>").page.evaluate(KEEP)
    if when == "blocked":
        stage.page.evaluate("consent.deny().then(() => {})")
        stage.page.wait_for_function("document.querySelectorAll('.consent-placeholder').length === 2")
    else:
        stage.allow("google", "youtube").visitor.sees(visitor.base + "own.js")
        if when == "activated":
            stage.answer("own.js", "ran.push('own')").saw("inline", "own", "module", "held")

    assert stage.page.evaluate("kept.every(([parent, one]) => one.parentNode === parent)")
    stage.page.evaluate(f"() => {{ {TAKE[take]} }}")
    if take.startswith("taken"):
        stage.page.wait_for_function("document.querySelector('main').childElementCount === 0")
    if when == "on its way":
        stage.answer("own.js", "ran.push('own')")
