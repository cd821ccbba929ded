"""Whoever follows a link in the documentation arrives."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.docs import markdown
from tests.unit.docs.markdown import DOCS, ROOT, pages

every_page = pytest.mark.parametrize("file", pages(), ids=lambda file: file.relative_to(ROOT).as_posix())


def broken(page: Path, target: str) -> bool:
    """Whether a relative *target* in *page* leads nowhere."""
    path, _, anchor = target.partition("#")
    file = (page.parent / path).resolve() if path else page
    if not file.exists() or not file.is_relative_to(ROOT):
        return True
    return bool(anchor) and (file.suffix != ".md" or anchor not in markdown.anchors(file))


@every_page
def test_every_relative_link_leads_to_a_file_and_a_heading_that_are_there(file: Path) -> None:
    targets = [target for target in markdown.links(file) if "://" not in target]

    assert [target for target in targets if broken(file, target)] == []


@every_page
def test_every_path_that_is_named_is_there(file: Path) -> None:
    places = ("banner/", "site/", "tests/")
    paths = [code for code in markdown.codes(file) if code.startswith(places) and " " not in code]
    names = [path for path in paths if not any(letter.isupper() for letter in path)]

    assert [name for name in names if not list(ROOT.glob(name.rstrip("/")))] == []


@every_page
def test_every_row_of_a_table_has_as_many_cells_as_its_heading(file: Path) -> None:
    assert [table for table in markdown.tables(file) if len(set(table)) > 1] == []


def test_every_page_of_the_documentation_is_in_its_contents() -> None:
    contents = DOCS / "index.md"
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in markdown.links(contents)}

    assert [page for page in DOCS.rglob("*.md") if page != contents and page not in linked] == []


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(page.parent / target).resolve() for page in pages() for target in markdown.links(page)}

    assert [file for file in (DOCS / "pictures").iterdir() if file not in shown] == []


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("## What stays behind", "what-stays-behind"),
        ("### `[[services.scripts]]`", "servicesscripts"),
        ("# A, b & c: d", "a-b--c-d"),
        ("## [A link](https://example.com/)", "a-link"),
    ],
)
def test_a_heading_is_linked_to_as_readers_of_markdown_do(tmp_path: Path, heading: str, anchor: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"{heading}\n\n{heading}\n\n```\n# no heading\n```\n", encoding="utf-8")

    assert markdown.anchors(page) == {anchor, f"{anchor}-1"}
    assert broken(page, "#elsewhere")
    assert broken(page, "nowhere.md")
