"""What the tests read in a page of the documentation: headings, tables, links and code spans."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "site/docs"
REFERENCE = DOCS / "reference"
_FENCED = re.compile(r"^(```+|~~~+).*?^\1[ ]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)


def pages() -> list[Path]:
    """Return every page that a reader may come to."""
    return [*(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG")), *DOCS.rglob("*.md")]


def prose(page: Path) -> str:
    """Return the text of *page* without its blocks of code."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> list[str]:
    """Return the targets of all links and pictures."""
    return _LINK.findall(_CODE.sub("", prose(page)))


def codes(page: Path) -> list[str]:
    """Return all code spans."""
    return _CODE.findall(prose(page))


def tables(page: Path) -> list[list[int]]:
    """Return how many cells each row of each table has."""
    rows = [
        len(re.findall(r"(?<!\\)\|", line)) - 1 if line.startswith("|") else 0
        for line in prose(page).splitlines()
    ]
    return [list(group) for is_table, group in itertools.groupby(rows, bool) if is_table]


def anchors(page: Path) -> set[str]:
    """Return what a link may have behind the ``#``, by the rule of GitHub and most site generators."""
    found: set[str] = set()
    for _, heading in _HEADING.findall(prose(page)):
        base = re.sub(r"[^\w\- ]", "", _LINK.sub("]", heading).lower()).replace(" ", "-")
        number = 0
        while (anchor := f"{base}-{number}" if number else base) in found:
            number += 1
        found.add(anchor)
    return found


def rows(name: str) -> Iterator[tuple[str, str]]:
    """Give the heading above each row of a table in the page *name*, and the first code span of the row."""
    heading = ""
    for line in prose(REFERENCE / name).splitlines():
        if found := _HEADING.match(line):
            heading = found[2]
        elif cell := re.match(r"\| *`([^`]+)`", line):
            yield heading, cell[1]


def documented(name: str, start: str = "") -> set[str]:
    """Return the first code spans of all rows in the page *name* that have that *start*."""
    return {cell for _, cell in rows(name) if cell.startswith(start)}


def headings(name: str) -> list[str]:
    """Return the headings of the page *name* of the reference."""
    return [heading for _, heading in _HEADING.findall(prose(REFERENCE / name))]
