"""The gallery of the demo has a picture for every look that there is, and is as its command writes it."""

from __future__ import annotations

import itertools

from banner import config
from banner.config import theme
from tests import gallery

SMALL = 12_000  # bytes


def test_the_gallery_shows_every_theme_in_every_layout_light_and_dark() -> None:
    looks = itertools.product((gallery.USUAL, *theme.ready()), config.LAYOUTS, gallery.SCHEMES)
    names = {gallery.name(*look) for look in looks}

    assert {file.name for file in gallery.FOLDER.iterdir()} == names
    assert max(file.stat().st_size for file in gallery.FOLDER.iterdir()) < SMALL
    page = gallery.PAGE.read_text(encoding="utf-8")
    assert [name for name in names if f'src="assets/gallery/{name}"' not in page] == []


def test_the_page_is_as_the_command_writes_it() -> None:
    shown, written = gallery.PAGE.read_text(encoding="utf-8"), gallery.written()

    # Its head and its foot are those of the other pages.
    assert shown.partition("<main")[2].partition("</main>")[0] in written
