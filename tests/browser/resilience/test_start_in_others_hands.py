"""While Python starts, a router puts another page in its place: the decision is recorded all the same."""

from __future__ import annotations

import pytest

from tests.matrix import combined
from tests.support.held import Held
from tests.support.strict import SCRIPT, reaches, strict_page
from tests.support.visitor import UP, Visitor

# What Turbo, Turbolinks, htmx with head-support, Swup's head plugin and Astro's router do to a page.
ROUTERS = {
    "a head that has what the next page has": """
      for (const one of document.head.querySelectorAll("script, style, link")) one.remove();""",
    "a head that is new": """
      document.head.replaceWith(document.head.cloneNode(false));
      document.head.append(document.createElement("title"));""",
    "a head that is empty": "document.head.replaceChildren();",
    "a body that is new": """
      const body = document.createElement("body");
      body.innerHTML = "<h1>Another page</h1>";
      document.body.replaceWith(body);""",
    "all of it": """
      document.head.replaceChildren();
      document.body.innerHTML = "<h1>Another page</h1>";
      for (const { name } of [...document.documentElement.attributes]) {
        if (name !== "data-consent") document.documentElement.removeAttribute(name);
      }""",
}
# Whoever lets nothing into the head takes it out in the next breath.
GUARD = """<script>new MutationObserver((records) => {
  for (const { addedNodes } of records) for (const one of addedNodes) one.remove();
}).observe(document.head, { childList: true })</script>"""


# Ours are the same on every interpreter.
OURS = ("python.*.js", "extras.*.js")
ITS_OWN = ("{interpreter}.*.js", "*.wasm", "banner.*")


@combined(file=[*OURS, *(pytest.param(one, marks=pytest.mark.both) for one in ITS_OWN)], router=ROUTERS)
def test_a_page_that_is_replaced_while_a_file_is_on_its_way_asks_no_other_host_and_loses_no_decision(
    visitor: Visitor, interpreter: str, file: str, router: str
) -> None:
    coming = Held(visitor, "**/files/" + file.format(interpreter=interpreter))
    page = strict_page(visitor).press("deny-all").page
    first = coming.next()
    page.evaluate(f"() => {{ {ROUTERS[router]} }}")
    first.continue_()
    coming.go_on()
    reaches(visitor, "denied")

    assert visitor.record() is not None
    assert visitor.outside() == []

    page.evaluate("void consent.accept()")
    reaches(visitor, "granted")


@pytest.mark.thorough
def test_a_page_that_takes_out_whatever_comes_into_its_head_has_its_decision_recorded(
    visitor: Visitor,
) -> None:
    page = strict_page(visitor, script=SCRIPT + GUARD).press("deny-all").page
    reaches(visitor, "denied")

    assert page.evaluate(UP)
    assert visitor.outside() == []
