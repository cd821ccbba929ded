"""A small site with services of its own, built and served."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from banner.build import pipeline
from banner.serve import local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_HEAD = """
pages = "pages"

[links]
cookie-policy = "policy.html"
privacy-policy = "policy.html"

[[vendors]]
id = "them"
name = "Them"
policy = "policy.html"
"""


@contextlib.contextmanager
def served(folder: Path, purposes: tuple[str, ...], services: str, pages: Mapping[str, str]) -> Iterator[str]:
    """Build a site in *folder*, on MicroPython, and give the address where it is served.

    *services* is the rest of its declaration, with a vendor ``them``; *pages* are its files by name.
    """
    (folder / "pages").mkdir()
    for name, content in pages.items():
        (folder / "pages" / name).write_text(content, encoding="utf-8")
    headings = "".join(f'\n[[purposes]]\nid = "{one}"\n' for one in purposes)
    (folder / "consent.toml").write_text(_HEAD + headings + services, encoding="utf-8")
    pipeline.build(folder / "consent.toml", folder / "dist", "micropython")
    with local.running(local.static(folder / "dist")) as base:
        yield base
