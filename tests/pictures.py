"""Takes the pictures of the documentation: `.venv/bin/python -m tests.pictures`."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from banner.build import pipeline
from banner.serve import local
from banner.toolchain import environment
from tests.support import browsers, looks
from tests.support.visitor import RUNTIME

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = environment.ROOT / "site/docs/pictures"
GAP = 24


def take(browser: Browser, base: str, size: tuple[int, int], scheme: str, *, detail: bool) -> Image.Image:
    """One view of the demo site."""
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    )
    page.route(RUNTIME, lambda _: None)
    page.goto(base)
    if detail:
        page.click("#consent-banner [data-consent-action=preferences]")
        page.wait_for_selector(f"{looks.DIALOG}[open]")
        page.locator(f"{looks.DIALOG} summary").nth(1).click()
        page.check(f"{looks.DIALOG} input[value=google]")
        page.mouse.move(0, 0)
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return picture


def say(browser: Browser, address: str, size: tuple[int, int], language: str, look: str) -> Image.Image:
    """A page in a language, after a *look* at a place in it."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page.context.add_cookies([{"name": "consent-language", "value": language, "url": address}])
    page.goto(address)
    page.wait_for_selector("#consent-banner")
    if "policy" in address:
        page.wait_for_selector(".consent-list tbody")
    if "stage" in address:
        page.wait_for_selector(".consent-placeholder")
        page.wait_for_function("[...document.images].every((image) => image.complete)")
    page.evaluate(look)
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return picture


HIDE = "document.querySelector('#consent-banner').hidden = true;"


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """The pictures in a row, on nothing."""
    width = sum(one.width for one in pictures) + GAP * (len(pictures) - 1)
    row = Image.new("RGBA", (width, max(one.height for one in pictures)))
    left = 0
    for one in pictures:
        row.paste(one, (left, 0))
        left += one.width + GAP
    return row


def main() -> None:
    """Build the demo site, open it, and keep the picture."""
    FOLDER.mkdir(exist_ok=True)
    chromium = browsers.chromium()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        out = Path(folder) / "dist"
        pipeline.build(environment.ROOT / "site/demo/consent.toml", out)
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        with local.running(local.static(out)) as base:
            languages = side_by_side(
                [
                    say(browser, base + "stage.html", (700, 680), "de", HIDE + "scrollTo(0, 300)"),
                    say(browser, base, (430, 680), "ar", "consent.preferences()"),
                    say(
                        browser,
                        base + "cookie-policy.html",
                        (360, 680),
                        "it",
                        HIDE + "document.querySelector('.consent-list').scrollIntoView()",
                    ),
                ]
            )
            row = side_by_side(
                [
                    take(browser, base, (1080, 680), "light", detail=False),
                    take(browser, base, (330, 680), "light", detail=False),
                    take(browser, base, (330, 680), "dark", detail=True),
                ]
            )
        browser.close()
    languages.quantize(128).save(FOLDER / "languages.png", optimize=True)
    row.quantize(128).save(FOLDER / "banner.png", optimize=True)


if __name__ == "__main__":
    main()
