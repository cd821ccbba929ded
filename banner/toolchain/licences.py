"""Gathers what the licences of others ask to travel with their work, in the words that they ask for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from banner.toolchain.environment import package

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXTS = Path(__file__).with_suffix("")
_RULE = "\n\n" + "=" * 78 + "\n\n"
_HEAD = """\
What this folder has of other people's work, and under which licence. Its own are consent.js, python.js,
extras.js, blocking.js, banner.py and banner.json.

PyScript (@pyscript/core and polyscript), Pyodide and MicroPython have been changed, to be guests of a page
that is not theirs: without what looks at the page, answers to its elements or leaves names and events in it,
and without addresses of public hosts. banner/toolchain/bundle.mjs and changes.mjs, beside it, do all of that.
Of Pyodide there are two programs: one as it comes, and one from which banner/toolchain/pruning has taken the
functions that are never called. MicroPython's program brings along what Python of PyScript and of ours it
runs, compiled.
"""
# Those that come without their licence's text: a name, where the source is, and the file of the text.
WITHOUT = {
    "pyodide": (
        ("pyodide", "https://github.com/pyodide/pyodide", "MPL-2.0"),
        ("CPython, its standard library included", "https://github.com/python/cpython", "PSF-2.0"),
    ),
    "micropython": (("MicroPython", "https://github.com/micropython/micropython", "MIT"),),
}


def texts(runtime: str) -> str:
    """Return the text for everything that a build with the *runtime* deploys."""
    bare = [
        f"{name}\nlicence: {licence}\nsource: {source}\n\n" + text(licence).strip()
        for name, source, licence in WITHOUT[runtime]
    ]
    folders = sorted(set(needed(package("@pyscript/core"))), key=lambda folder: folder.as_posix())
    return _RULE.join([_HEAD.strip(), *bare, *map(_told, folders)]) + "\n"


def text(licence: str) -> str:
    """Return the text of a *licence* of those that come without, by its name of SPDX."""
    return (_TEXTS / f"{licence}.txt").read_text("utf-8")


def needed(folder: Path) -> Iterator[Path]:
    """Give the npm package in *folder*, and all that it needs in the end, found as Node does."""
    yield folder
    for name in json.loads((folder / "package.json").read_text("utf-8")).get("dependencies", {}):
        own = folder / "node_modules" / name
        yield from needed(own if own.exists() else package(name))


def _told(folder: Path) -> str:
    """Return what an npm package says of itself, its licence in full where it brings that."""
    told = json.loads((folder / "package.json").read_text("utf-8"))
    author = told.get("author", "")
    texts = [file.read_text("utf-8").strip() for file in sorted(folder.glob("LICEN[CS]E*"))]
    who = author if isinstance(author, str) else author.get("name", "")
    head = f"{told['name']} {told['version']}\nlicence: {told.get('license', 'see below')}\nauthor: {who}"
    return "\n\n".join([head, *texts])
