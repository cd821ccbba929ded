"""Puts the pages of an owner and what a build makes beside each other, and the owner's come first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from banner.build import manifest
from banner.build.folders import raised, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

HEADERS = "_headers"
SUPPORT = ".well-known/gpc.json"
SCHEMA = "consent.schema.json"
# What a build has for convenience: where an owner has one, that stays.
YIELDING = frozenset((HEADERS, SUPPORT, SCHEMA))


def beside(pages: Mapping[str, Path], made: Mapping[str, Path]) -> tuple[dict[str, Path], tuple[str, ...]]:
    """Return the *pages* with what was *made*, each by its path, and words about what is the owner's in both.

    The headers of both are joined, in the file that was made. Raises
    :class:`~banner.build.folders.FolderError` where a page stands in the way.
    """
    # Where case does not count, on Windows and macOS, one would be written over the other.
    taken = {path.casefold() for path in made}
    folders = {path[:at] for path in taken for at, letter in enumerate(path) if letter == "/"}
    refused, words = [], []
    files = {**pages, **made}
    for path, file in pages.items():
        if path == HEADERS:
            words += _join(file, made[path]) if path in made else []
        elif path in YIELDING and path in made:
            files[path] = file
            if file.read_bytes() != made[path].read_bytes():
                words.append(f"{shown(file)}: it is yours and stays as it is; the build's own is left out")
        elif _in_the_way(path.casefold(), taken, folders):
            refused.append(
                f"{shown(file)}: the banner has to write what it needs here; give your file another name"
            )
    raised(refused)
    return files, tuple(words)


def _in_the_way(path: str, taken: Collection[str], folders: Collection[str]) -> bool:
    """Return whether a file at *path* stands where there are files, *taken*, and *folders*."""
    return path in taken or path in folders or any(path.startswith(f"{one}/") for one in taken)


def _join(owners: Path, made: Path) -> list[str]:
    """Put what the *owners* headers say before what was *made*, unless they speak of the banner's folder."""
    text = owners.read_bytes()
    if re.search(rb"^\S*/%s/" % manifest.CONSENT.encode(), text, re.MULTILINE):
        made.write_bytes(text)
        return [f"{shown(owners)}: it says what holds for {manifest.CONSENT}/ and stays as it is"]
    made.write_bytes(text + (b"" if not text or text.endswith(b"\n") else b"\n") + made.read_bytes())
    return []
