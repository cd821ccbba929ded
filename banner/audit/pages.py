"""The pages that an audit visits: those of a folder, or those that a site's own pages lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag

from banner.observe.crawl import acts, may_be_page
from banner.observe.kinds import origin_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ENDINGS = (".html", ".htm")
_INDEX = "index.html"


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
    """Return which of *links* lead to pages of the same origin that are not *known*, up to *most* in all.

    A link that looks as if it logged somebody out, or bought something, is not followed.
    """
    seen = list(known)
    origin = origin_of(seen[0])
    found: list[str] = []
    for link in links:
        address = urldefrag(link).url
        fits = origin_of(address) == origin and may_be_page(address) and not acts(address)
        if fits and _same(address) not in [_same(one) for one in (*seen, *found)]:
            found.append(address)
    return found[: max(0, most - len(seen))]


def _same(address: str) -> str:
    """Return *address* without what leads to the same page in another way."""
    return address.removesuffix(_INDEX)
