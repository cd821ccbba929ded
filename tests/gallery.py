"""Makes the demo's gallery, one picture for each look: `.venv/bin/python -m tests.gallery`."""

from __future__ import annotations

import io
import itertools
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from banner import config
from banner.build import pipeline
from banner.config import theme
from banner.serve import local
from banner.toolchain import assets, environment
from tests.support import browsers

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DEMO = environment.ROOT / "site/demo"
FOLDER = DEMO / "assets/gallery"
PAGE = DEMO / "gallery.html"
USUAL = "usual"
SCHEMES = ("light", "dark")
SIZE = (1120, 700)
SHOWN = (480, 300)
THEMES = {
    USUAL: "What you get with no word of yours: black on white and white on black.",
    "paper": "Warm and calm, with serifs, for sites that are read.",
    "ink": "Black on white, square, without a shadow.",
    "ocean": "Blue, with round buttons.",
    "forest": "Green and quiet.",
    "clay": "Terracotta, large and round.",
    "dusk": "Violet, with a deep shadow.",
}
LEAD = (
    "A card, a bar and a box, light and dark, as the banner is by itself and in its six ready themes. A site "
    "chooses with two words of its declaration, and visitors get the style of that one alone."
)
LAYOUTS = {"card": "bottom-right", "bar": "bottom", "box": "bottom"}
# A page of which nothing draws the eye.
BEHIND = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<style>
  body { background: light-dark(#e4e7ea, #0d0f12); display: grid; gap: 26px;
    grid-template-columns: repeat(3, 1fr); margin: 0; padding: 36px 48px; }
  i { background: light-dark(#d3d8dd, #1c2126); block-size: 150px; border-radius: 12px; }
  i:nth-child(1) { block-size: 22px; grid-column: span 1; }
  i:nth-child(2) { block-size: 230px; grid-column: 1 / -1; }
</style><script src="consent/consent.js"></script><body><i></i><i></i><i></i><i></i><i></i>"""


def name(look: str, layout: str, scheme: str) -> str:
    """The file of a picture."""
    return f"{look}-{layout}-{scheme}.webp"


def declared(folder: Path, look: str, layout: str) -> Path:
    """A declaration with that look, beside the page that is seen behind it."""
    text = (DEMO / "consent.toml").read_text(encoding="utf-8")
    ready = "" if look == USUAL else f'[theme]\nready = "{look}"\n'
    place = f'layout = "{layout}"\nposition = "{LAYOUTS[layout]}"'
    folder.mkdir()
    (folder / "index.html").write_text(BEHIND, encoding="utf-8")
    file = folder / "consent.toml"
    text = re.sub(r'^position = "bottom"', place, text, flags=re.MULTILINE)
    file.write_text(text.replace("[links]", f"{ready}\n[links]", 1), encoding="utf-8")
    return file


def take(browser: Browser, base: str, scheme: str) -> Image.Image:
    """The banner before the page."""
    page = browser.new_page(
        viewport={"width": SIZE[0], "height": SIZE[1]},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en",
    )
    page.goto(base)
    page.wait_for_selector("#consent-banner")
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return picture.convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS)


def written() -> str:
    """The page of the gallery, in the frame of another one of the demo."""
    first = (DEMO / "product.html").read_text(encoding="utf-8")
    start, _, rest = first.partition('    <main id="main" tabindex="-1">\n')
    end = rest[rest.index("    </main>") :]
    start = re.sub(r"<title>.*</title>", "<title>The looks of the banner · IK Multimedia</title>", start)
    start = re.sub(
        r'(name="description" content=)"[^"]*"',
        r'\1"Each ready theme of the banner in each layout, light and dark."',
        start,
    ).replace(' aria-current="page"', "")
    sections = "".join(_section(look, text) for look, text in THEMES.items())
    return f"""{start}    <main id="main" tabindex="-1">
      <div class="band">
        <h1>The looks of the banner</h1>
        <p class="lead">{LEAD}</p>
      </div>
{sections}{end}"""


def _section(look: str, text: str) -> str:
    title = "By itself" if look == USUAL else f"<code>ready = &#34;{look}&#34;</code>"
    pictures = "".join(
        f'          <li><img src="assets/gallery/{name(look, layout, scheme)}" width="{SHOWN[0]}"'
        f' height="{SHOWN[1]}" loading="lazy" alt="The banner as a {layout}, {scheme}."></li>\n'
        for scheme, layout in itertools.product(SCHEMES, LAYOUTS)
    )
    return f"""      <section class="band" aria-labelledby="{look}">
        <h2 id="{look}">{title}</h2>
        <p class="lead">{text}</p>
        <ul class="looks">
{pictures}        </ul>
      </section>
"""


def main() -> None:
    """Build each look, keep its pictures, and write the page."""
    assert set(THEMES) == {USUAL, *theme.ready()}
    assert tuple(LAYOUTS) == config.LAYOUTS
    assets.ensure()
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browsers.chromium(), args=["--no-sandbox", "--disable-background-networking"]
        )
        for look, layout in itertools.product(THEMES, LAYOUTS):
            place = Path(folder) / f"{look}-{layout}"
            pipeline.build(declared(place, look, layout), place / "dist")
            with local.running(local.static(place / "dist")) as base:
                for scheme in SCHEMES:
                    file = FOLDER / name(look, layout, scheme)
                    take(browser, base, scheme).save(file, quality=72, method=6)
        browser.close()
    PAGE.write_text(written(), encoding="utf-8")


if __name__ == "__main__":
    main()
