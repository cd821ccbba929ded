"""A placeholder takes the place and the size of its frame, in the wrappers that pages put around frames."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from banner.build import pipeline
from banner.serve import local
from tests.matrix import examples
from tests.support.blocked import BlockedPage
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import EMBEDS, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = ONE_RUNTIME

FRAME = f'<iframe data-service="youtube" data-src="{EMBEDS["youtube"]}" title="f"%s></iframe>'
STRETCHED_FRAME = " .box iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0 }"
WRAPPERS = {
    "a padding, as before ratios": (
        ".box { position: relative; padding-bottom: 56.25%; height: 0; overflow: hidden }" + STRETCHED_FRAME,
        "",
    ),
    "a box of a ratio, as frameworks have it": (
        '.box { position: relative } .box::before { content: ""; display: block; padding-top: 56.25% }'
        + STRETCHED_FRAME.replace(" iframe", " > *"),
        "",
    ),
    "a ratio of its own": (
        ".box iframe { width: 100%; aspect-ratio: 16 / 9; border: 0; vertical-align: top }",
        "",
    ),
    "a width of the page's and a height": (
        ".box iframe { border: 0; vertical-align: top }",
        ' width="100%" height="420"',
    ),
    "a size of its own": (".box iframe { border: 0 }", ' width="300" height="200"'),
    "a block": (".box iframe { border: 0; display: block }", ' width="560" height="315"'),
}
WIDTHS = (360, 800)
BOX = """() => {
  const { height, width } = document.querySelector('.box').getBoundingClientRect();
  return [Math.round(width), Math.round(height)];
}"""
CUT = """() => {
  const held = document.querySelector('.consent-placeholder').getBoundingClientRect();
  const box = document.querySelector('.box').getBoundingClientRect();
  return held.bottom > box.bottom + 1 || held.right > box.right + 1;
}"""


# By default every second wrapper, and of the windows one for each.
@examples(
    ("name", "width"),
    [*itertools.product(WRAPPERS, WIDTHS)],
    run=[*zip([*WRAPPERS][::2], itertools.cycle(WIDTHS), strict=False)],
)
def test_nothing_moves_when_a_frame_takes_the_place_of_its_placeholder(
    visitor: Visitor, name: str, width: int
) -> None:
    style, attributes = WRAPPERS[name]
    visitor.page.set_viewport_size({"width": width, "height": 740})
    stage = BlockedPage(visitor).open(f'<style>{style}</style><div class="box">{FRAME % attributes}</div>')
    page = stage.page
    page.evaluate("consent.deny().then(() => {})")
    page.wait_for_selector(".consent-placeholder")
    held = page.evaluate(BOX)
    assert not page.evaluate(CUT)

    page.evaluate("consent.accept('youtube').then(() => {})")
    page.wait_for_selector(".consent-placeholder", state="detached")
    assert page.evaluate(BOX) == held


FILM = """
[links]
cookie-policy = "cookies.html"
privacy-policy = "privacy.html"
[[purposes]]
id = "content"
[[vendors]]
id = "us"
name = "Our shop"
[[services]]
id = "film"
name = "Film host"
text = "Shows films."
purpose = "content"
vendor = "us"
gates = true
"""


def test_a_frame_of_an_own_service_has_a_placeholder_that_can_allow_it(
    tmp_path: Path, interpreter: str, new_visitor: Callable[..., Visitor]
) -> None:
    (tmp_path / "consent.toml").write_text(FILM, encoding="utf-8")
    pipeline.build(tmp_path / "consent.toml", tmp_path / "dist", interpreter)
    with local.running(local.static(tmp_path / "dist")) as base:
        stage = BlockedPage(new_visitor(base)).file("film.html", "<p>Our film")
        frame = '<iframe data-service="film" data-src="/film.html" title="Our film" width="400" height="225">'
        page = stage.open(f"{frame}</iframe>").page
        held = page.locator(".consent-placeholder")
        held.wait_for()
        assert page.locator("iframe").is_hidden()
        assert "Film host" in held.inner_text()
        assert page.locator(".consent-placeholder a").evaluate_all(
            "(all) => all.map((one) => one.pathname)"
        ) == ["/film.html"]

        with page.expect_request("**/film.html"):
            held.locator("[data-consent-action=load]").click()
        stage.visitor.context.close()
