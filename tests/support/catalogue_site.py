"""A site that declares services of the catalogue, with a page for each and one for all of them."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from banner.build import pipeline
from banner.config import catalogue, starter

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from banner.config.known import Known

ALL = "all"  # the page with what it takes of all services
_PAGE = """<!DOCTYPE html>
<html lang="en">
<title>%s</title>
<script src="consent/consent.js" defer></script>
<p>A page with what it takes of %s.</p>
%s
"""


def settings(known: Known) -> dict[str, str]:
    """Return the account with which *known* is tried."""
    examples = {key: one.example for key, one in known.settings.items()}
    return known.trial.settings or examples


def _place(known: Known) -> str:
    """Return the markup that the service has in a page."""
    item = html.escape(known.trial.item)
    return f'<div data-service="{known.id}" data-embed="{item}"></div>' if known.embed else ""


def declaration(known: Collection[Known], languages: tuple[str, ...] = ("en",)) -> str:
    """Return a declaration of the services *known*, each with an account."""
    return starter.starter([starter.Use(one.id, settings(one)) for one in known], languages)


def build(
    folder: Path,
    known: Collection[Known] = tuple(catalogue.services().values()),
    languages: tuple[str, ...] = ("en",),
) -> Path:
    """Build the site below *folder*, on MicroPython, with all services or *known*; return where it is."""
    pages = folder / "pages"
    pages.mkdir(parents=True)
    for one in known:
        (pages / f"{one.id}.html").write_text(_PAGE % (one.id, one.name, _place(one)), encoding="utf-8")
    together = _PAGE % (ALL, "all of them", "".join(map(_place, known)))
    (pages / f"{ALL}.html").write_text(together, encoding="utf-8")
    file = folder / "consent.toml"
    file.write_text('pages = "pages"\n' + declaration(known, languages), encoding="utf-8")
    pipeline.build(file, folder / "dist", "micropython")
    return folder / "dist"
