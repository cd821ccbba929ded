"""Places and outside content that a router brings, be it the first of their kind in the visit, are filled."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.matrix import combined, examples
from tests.support.blocked import BlockedPage
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import EMBEDS, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = ONE_RUNTIME

VIDEO = EMBEDS["youtube"].partition("?")[0]
ITEMS = f"""<div id="item" data-service="youtube" data-embed="tasca000001"></div>
<iframe id="frame" data-service="youtube" data-src="{VIDEO.replace("001", "002")}" title="f"></iframe>"""
PLACES = "".join(
    f'<div data-consent-embed="{one}"></div>' for one in ("preferences", "declaration", "history")
)
STATES = {"undecided": "", "denied": "deny", "granted": "accept"}
# How routers bring MARKUP.
WAYS = {
    "a part": "main.innerHTML = MARKUP",
    "a part of a template": "main.replaceChildren(parsed(MARKUP).content.cloneNode(true))",
    "each element": """for (const one of [...parsed(MARKUP).content.children]) {
      main.append(one);
      await passed();
    }""",
    "each after it has come": """for (const one of parsed(MARKUP).content.children) {
      const come = document.createElement(one.localName);
      main.append(come);
      for (const { name, value } of one.attributes) come.setAttribute(name, value);
    }""",
    "another main": """const other = document.createElement('main');
      other.innerHTML = MARKUP;
      main.replaceWith(other)""",
    "another body": """const body = new DOMParser().parseFromString(MARKUP, 'text/html').body;
      document.documentElement.replaceChild(document.adoptNode(body), document.body)""",
    "another body and head": """const page = new DOMParser().parseFromString(MARKUP, 'text/html');
      document.head.replaceWith(document.adoptNode(page.head));
      document.body.replaceWith(document.adoptNode(page.body))""",
}


def bring(page: Page, way: str, markup: str) -> None:
    """Have a router bring *markup*."""
    page.evaluate(
        f"""async () => {{
          const passed = () => new Promise((done) => setTimeout(done));
          const parsed = (text) => {{
            const template = document.createElement('template');
            template.innerHTML = text;
            return template;
          }};
          const MARKUP = {json.dumps(markup)}, main = document.querySelector('main');
          history.pushState({{}}, '', 'film');
          {WAYS[way]};
        }}"""
    )


def come(visitor: Visitor, state: str) -> Page:
    """Visit a page that has none of ours, as somebody who has decided on the page before, if at all."""
    stage = BlockedPage(visitor).open("<main><h1>Home</h1></main>")
    if STATES[state]:
        stage.page.evaluate(f"consent.{STATES[state]}().then(() => {{}})")
        visitor.afresh()
        stage.page.goto(visitor.base + "blocked.html")
    stage.page.wait_for_selector(f"html[data-consent={state}]")
    return stage.page


@combined(way=WAYS, state=STATES)
def test_the_first_that_a_router_brings_is_filled(visitor: Visitor, way: str, state: str) -> None:
    page = come(visitor, state)
    bring(page, way, ITEMS + PLACES)

    page.wait_for_function("document.querySelectorAll('[data-consent-embed] > *').length === 3")
    on = page.locator("[data-consent-embed] input[name=service]:checked")
    assert (on.count() > 0) == (state == "granted")
    if state == "granted":
        visitor.sees(VIDEO, VIDEO.replace("001", "002"))
        assert page.locator(".consent-placeholder").count() == 0
    else:
        page.wait_for_function("document.querySelectorAll('.consent-placeholder').length === 2")
        assert page.locator("#item > .consent-placeholder, .consent-placeholder + #frame").count() == 2
        assert not page.locator("#frame").is_visible()
        assert visitor.outside() == []


@examples(
    "late",
    [
        pytest.param(PLACES, id="places"),
        pytest.param(PLACES + ITEMS, id="places and items"),
        pytest.param("<p>nothing</p>", id="nothing"),
    ],
    run=["places and items"],
)
def test_what_is_ticked_stays_ticked_when_a_router_brings_more(visitor: Visitor, late: str) -> None:
    page = come(visitor, "denied")
    bring(page, "a part", PLACES)
    box = page.locator("input[name=service][value=google]").first
    box.check()
    page.evaluate("window.first = document.querySelector('.consent-section')")
    page.evaluate("(text) => document.body.insertAdjacentHTML('beforeend', text)", late)
    more = late.count("data-consent-embed")
    page.wait_for_function(
        "(count) => document.querySelectorAll('[data-consent-embed] > *').length === count", arg=3 + more
    )

    assert box.is_checked()
    assert page.evaluate("first.isConnected && first.contains(document.activeElement)")
    assert page.locator("input[name=service][value=google]:checked").count() == 1


@pytest.mark.thorough
def test_a_place_that_a_router_brings_shows_the_present_consent(visitor: Visitor) -> None:
    page = come(visitor, "undecided")
    page.evaluate("consent.accept('google').then(() => {})")
    bring(page, "a part", PLACES)
    page.wait_for_selector("input[name=service][value=google]:checked")

    assert page.locator("[data-consent-embed] input[name=service]:checked").count() == 1
    assert page.locator(".consent-section .consent-note").inner_text() != ""


# As a framework does that takes a page over late, and finds what its server has not sent.
EMPTY = """() => {
  for (const one of document.querySelectorAll('#item, [data-consent-embed]')) one.replaceChildren();
}"""


def test_what_empties_a_place_has_it_filled_again(visitor: Visitor) -> None:
    page = come(visitor, "undecided")
    bring(page, "a part", ITEMS + PLACES)
    filled = "#item > {}, [data-consent-embed] > *"
    for inside in (".consent-placeholder", "iframe"):
        page.wait_for_function(
            "(css) => document.querySelectorAll(css).length === 4", arg=filled.format(inside)
        )
        page.evaluate(EMPTY)
        page.wait_for_function(
            "(css) => document.querySelectorAll(css).length === 4", arg=filled.format(inside)
        )
        page.evaluate("consent.accept().then(() => {})")
        page.wait_for_selector("html[data-consent=granted]")

    assert page.locator("#item [data-consent-action=load]").count() == 0
    assert page.locator("[data-consent-embed] input[name=service]:checked:enabled").count() > 0


def test_who_empties_a_place_whenever_it_is_filled_does_not_stop_the_page(visitor: Visitor) -> None:
    page = come(visitor, "undecided")
    bring(page, "a part", ITEMS)
    page.wait_for_selector("#item > .consent-placeholder")
    page.evaluate("""() => {
      const emptying = new MutationObserver(() => item.firstChild && item.replaceChildren());
      emptying.observe(item, { childList: true });
      item.replaceChildren();
      setTimeout(() => emptying.disconnect());
    }""")
    page.wait_for_selector("#item > .consent-placeholder")
