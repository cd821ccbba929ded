"""Tells the Python that is content of a site from the Python of its server.

What a page offers to be downloaded, or a page with PyScript runs, is named by the site itself. What nothing
names is taken for the server's, and is not shown to the world.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PACKAGES = "Python packages with no page in them, taken for the server's"
FILES = "Python that no page names, taken for the server's"

_NAMING = (".htm", ".html", ".xhtml", ".js", ".mjs", ".json", ".toml")
_NAME = re.compile(r"""["'(=]\s*([^"'()<>\s][^"'()<>]*?\.pyw?)(?=\s*["')?#>\s])""", re.IGNORECASE)


def is_python(path: str) -> bool:
    """Return whether *path* is that of a source file of Python."""
    return path.lower().endswith((".py", ".pyw", ".wsgi"))


def servers(files: Mapping[str, Path], packages: Iterable[str]) -> dict[str, str]:
    """Return which of the *files*, and of the *packages* among their folders, are the server's, with why.

    Raises :class:`OSError` where a file cannot be read.
    """
    if not any(map(is_python, files)):
        return {}
    outer = [
        one
        for one in packages
        if not any(f"{one}/".startswith(f"{other}/") for other in packages if other != one)
    ]
    texts = {
        path: file.read_text(encoding="utf-8", errors="replace")
        for path, file in files.items()
        if path.endswith(_NAMING) and not _below(path, outer)
    }
    named = _named(texts, [path for path in files if is_python(path)])
    found = {one: PACKAGES for one in outer if not any(_below(path, [one]) for path in named)}
    return found | {
        path: FILES for path in files if is_python(path) and path not in named and not _below(path, found)
    }


def _below(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)


def _named(texts: Mapping[str, str], python: list[str]) -> set[str]:
    """Return the paths of *python* that an address in one of the *texts* leads to."""
    found = set()
    for path, text in texts.items():
        for match in _NAME.finditer(text):
            address = unquote(urlsplit(match.group(1)).path)
            if address.startswith("/"):
                # The site may lie in a folder of its host.
                found |= {one for one in python if address.endswith(f"/{one}")}
            else:
                found.add(posixpath.normpath(posixpath.join(posixpath.dirname(path), address)))
    return found & set(python)
