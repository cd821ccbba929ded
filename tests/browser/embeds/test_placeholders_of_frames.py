"""What stands beside a frame that an author has written goes where that frame goes."""

from __future__ import annotations

import pytest

from tests.matrix import combined, examples
from tests.support.blocked import BlockedPage
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import EMBEDS, Visitor

pytestmark = ONE_RUNTIME

FRAME = f"""<iframe data-service="youtube" data-src="{EMBEDS["youtube"]}" title="f"></iframe>"""
VIDEO = '<div data-service="youtube" data-embed="tasca000001"></div>'
TOGGLE = """async ([times, markup, there]) => {
  const main = document.querySelector('main');
  for (let number = 0; number < times; number++) {
    main.insertAdjacentHTML('beforeend', markup);
    const item = main.lastElementChild;
    while (!new Function('main', 'return ' + there)(main)) await new Promise((done) => setTimeout(done));
    main.removeChild(item);
    await new Promise((done) => setTimeout(done));
  }
}"""


@combined(
    markup=[pytest.param(VIDEO, id="an item"), pytest.param(FRAME, id="a frame")],
    allowed=[pytest.param(False, id="denied"), pytest.param(True, id="allowed")],
)
def test_what_stands_beside_a_frame_goes_with_it_when_its_maker_takes_it_out(
    visitor: Visitor, markup: str, allowed: bool
) -> None:
    stage = BlockedPage(visitor).open("<main></main>")
    stage.page.evaluate(f"consent.{'accept' if allowed else 'deny'}().then(() => {{}})")
    there = (
        "main.querySelector('iframe:not([hidden])')"
        if allowed
        else "main.querySelector('.consent-placeholder')"
    )
    stage.page.evaluate(TOGGLE, [30, markup, there])

    assert stage.page.locator("main > *").count() == 0


MOVES = {
    "taken out and put back": "frame.remove(); await passed(); parent.append(frame)",
    "taken out and put back in one step": "frame.remove(); parent.append(frame)",
    "moved in its parent": "parent.append(document.createElement('hr'), frame)",
    "moved to another": "main.append(other); other.append(frame)",
    "moved to another, and that one goes": """main.append(other); other.append(frame); await passed();
      main.append(frame); await passed(); other.remove(); await passed(); parent.append(frame)""",
    "moved with its parent": "parent.remove(); await passed(); main.append(parent)",
}


@examples("move", MOVES, run=[*MOVES][::4])
@pytest.mark.thorough
def test_the_placeholder_of_a_frame_goes_where_the_frame_goes(visitor: Visitor, move: str) -> None:
    stage = BlockedPage(visitor).open(f"<main><div>{FRAME}</div></main>")
    page = stage.page
    page.evaluate("consent.deny().then(() => {})")
    page.wait_for_selector(".consent-placeholder")
    page.evaluate(
        f"""async () => {{
          const passed = () => new Promise((done) => setTimeout(done));
          const main = document.querySelector('main'), frame = document.querySelector('iframe');
          const parent = frame.parentNode, other = document.createElement('section');
          {MOVES[move]};
          await passed();
        }}"""
    )

    assert page.locator(".consent-placeholder").count() == 1
    assert page.locator(".consent-placeholder + iframe").count() == 1
