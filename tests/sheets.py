"""Makes sheets to look at, each view in six languages, two themes, five windows and three layouts.

``.venv/bin/python -m tests.sheets FOLDER`` takes a few minutes; the folder is no part of the repository. A
sheet has the languages side by side, light above dark. Those called peers have this banner beside others, in
the page and with the words of the benchmark.
"""

from __future__ import annotations

import io
import itertools
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image
from playwright.sync_api import sync_playwright

from banner.build import pipeline
from banner.serve import local
from banner.toolchain import assets, environment
from tests import gallery
from tests.benchmarks import servers
from tests.benchmarks.contestants import OURS, PEERS, contestants
from tests.support import browsers, looks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    Scheme = Literal["light", "dark"]

WINDOWS = ((320, 568), (390, 664), (667, 375), (768, 1024), (1280, 800))
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
GAP = 12
Shots = dict[tuple[str, tuple[int, int], str, str], Image.Image]


def shown(page: Page) -> Iterator[tuple[str, str]]:
    """Bring each view of the demo to the screen, and tell its name, and what is to be in sight of it."""
    page.wait_for_selector(looks.BANNER)
    yield "banner", looks.BANNER
    page.evaluate("void consent.preferences()")
    page.wait_for_selector(f"{looks.DIALOG}[open]")
    yield "preferences", f"{looks.DIALOG} .consent-note"
    looks.unfold(page, looks.DIALOG)
    page.check(f"{looks.DIALOG} input[value=youtube]")
    page.check(f"{looks.DIALOG} input[value=marketing]")
    yield "some on", f"{looks.DIALOG} input[value=youtube]"
    page.keyboard.press("Escape")
    page.locator("footer [data-consent-action=opt-out]").dispatch_event("click")
    page.wait_for_selector("#consent-opt-out[open]")
    yield "opt-out", "#consent-opt-out"
    page.keyboard.press("Escape")
    page.click(f"{looks.BANNER} [data-consent-action=deny-all]")
    page.wait_for_selector(".consent-word")
    yield "word", ".consent-word"
    page.goto(page.url.rpartition("/")[0] + "/stage.html")
    page.wait_for_selector(looks.PLACEHOLDER)
    page.wait_for_function("[...document.images].every((image) => image.complete)")
    yield "placeholder", looks.PLACEHOLDER
    page.goto(page.url.rpartition("/")[0] + "/cookie-policy.html")
    page.wait_for_selector(f"{looks.LIST} tbody")
    page.evaluate("document.querySelectorAll('.consent-word').forEach((one) => one.remove())")
    yield "list", looks.LIST


def banner_alone(page: Page) -> Iterator[tuple[str, str]]:
    """Show the one view that a layout changes."""
    page.wait_for_selector(looks.BANNER)
    yield "banner", looks.BANNER


def take(browser: Browser, base: str, views: Callable[[Page], Iterator[tuple[str, str]]]) -> Shots:
    """Return a picture of each view, window, theme and language."""
    shots: Shots = {}
    for scheme, language in itertools.product(SCHEMES, looks.LANGUAGES):
        page = browser.new_page(color_scheme=scheme, reduced_motion="reduce")
        page.context.add_cookies([{"name": "consent-language", "value": language, "url": base}])
        page.goto(base)
        for view, within in views(page):
            for width, height in WINDOWS:
                page.set_viewport_size({"width": width, "height": height})
                page.locator(within).first.evaluate("(one) => one.scrollIntoView()")
                picture = Image.open(io.BytesIO(page.screenshot()))
                shots[view, (width, height), scheme, language] = picture.convert("RGB")
        page.close()
    return shots


def keep(shots: Shots, folder: Path, layout: str) -> None:
    """Write a sheet for each view and window."""
    for view, (width, height) in dict.fromkeys((one, size) for one, size, _, _ in shots):
        columns, rows = len(looks.LANGUAGES), len(SCHEMES)
        sheet = Image.new("RGB", (columns * (width + GAP), rows * (height + GAP)), "#888")
        for (row, scheme), (column, language) in itertools.product(
            enumerate(SCHEMES), enumerate(looks.LANGUAGES)
        ):
            picture = shots[view, (width, height), scheme, language]
            sheet.paste(picture, (column * (width + GAP), row * (height + GAP)))
        sheet.save(folder / f"{view}-{layout}-{width}x{height}.png")


def beside_peers(browser: Browser, sites: Path, folder: Path) -> None:
    """Write a sheet for each window with what visitors see first of this banner and of its peers."""
    with servers.running() as served:
        rivals = contestants((OURS[-1], *PEERS), sites, served.port)
        for width, height in WINDOWS:
            sheet = Image.new("RGB", (len(rivals) * (width + GAP), height), "#888")
            for column, one in enumerate(rivals):
                served.show(one)
                page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
                page.goto(served.address)
                page.wait_for_selector(one.banner)
                page.wait_for_load_state("networkidle")
                sheet.paste(Image.open(io.BytesIO(page.screenshot())), (column * (width + GAP), 0))
                page.context.close()
            sheet.save(folder / f"peers-{width}x{height}.png")


def main(folder: Path) -> None:
    """Build the demo, and the banner in its other layouts, and write what they look like."""
    assets.ensure()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.chromium(), args=["--no-sandbox", "--disable-background-networking"]
        )
        for layout in gallery.LAYOUTS:
            place = Path(name) / layout
            demo = environment.ROOT / "site/demo/consent.toml"
            file = demo if layout == "card" else gallery.declared(place, gallery.USUAL, layout)
            pipeline.build(file, place / "dist")
            with local.running(local.static(place / "dist")) as base:
                keep(take(browser, base, shown if layout == "card" else banner_alone), folder, layout)
        beside_peers(browser, Path(name) / "peers", folder)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
