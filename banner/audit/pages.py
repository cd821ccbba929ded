"""The pages that an audit visits: those of a folder, or those that a site's own pages lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ENDINGS = (".html", ".htm")
_INDEX = "index.html"
# What a link may lead to that is no page.
_FILES = tuple(
    "." + one for one in ("pdf", "zip", "jpg", "jpeg", "png", "gif", "svg", "webp", "mp3", "mp4", "xml")
)


def of_folder(folder: Path, most: int) -> list[str]:
    """Return the paths of the pages in *folder*, the first one first, those near it before those below.

    What the build has put beside them is no page. No more than *most* are returned.
    """
    files = [
        file.relative_to(folder)
        for file in folder.rglob("*")
        if file.suffix.lower() in _ENDINGS and file.is_file()
    ]
    pages = [file for file in files if "consent" not in file.parts[:-1]]
    pages.sort(key=lambda file: (len(file.parts), file.name != _INDEX, file.as_posix()))
    return [quote(_short(file.as_posix())) for file in pages[:most]]


def _short(path: str) -> str:
    """Return *path* as pages name it: a folder for the index in it."""
    return path.removesuffix(_INDEX) if path == _INDEX or path.endswith("/" + _INDEX) else path


def further(known: Iterable[str], links: Iterable[str], most: int) -> list[str]:
    """Return which of *links* lead to pages of the same origin that are not *known*, up to *most* in all."""
    seen = list(known)
    origin = _origin(seen[0])
    found: list[str] = []
    for link in links:
        address = urldefrag(link).url
        path = urlsplit(address).path
        fits = _origin(address) == origin and not path.lower().endswith(_FILES)
        if fits and _same(address) not in [_same(one) for one in (*seen, *found)]:
            found.append(address)
    return found[: max(0, most - len(seen))]


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _same(address: str) -> str:
    """Return *address* without what leads to the same page in another way."""
    return address.removesuffix(_INDEX)
