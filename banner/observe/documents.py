"""Reads the documents of a page: what they keep, and what is written into them."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.observe.kinds import Frame, Hint, Stored, Worker, origin_of
from banner.observe.markup import HINTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Page

    from banner.observe.markup import Markups

# The file is a statement, and Playwright wants an expression.
_READ = (Path(__file__).parent / "read.js").read_text(encoding="utf-8").rstrip().removesuffix(";")
AREAS = ("local", "session", "indexeddb", "cache")


def read(page: Page) -> list[dict[str, Any]]:
    """Return what is in each document of *page*; one that is gone or does not answer has nothing."""
    from playwright.sync_api import Error

    found = []
    for frame in page.frames:
        depth, above = 0, frame.parent_frame
        while above:
            depth, above = depth + 1, above.parent_frame
        with contextlib.suppress(Error):  # it has gone, or has no document
            found.append({**frame.evaluate(_READ), "depth": depth})
    return found


def written(
    documents: Iterable[dict[str, Any]], markups: Markups, page: str, when: float
) -> Iterator[Frame | Hint | Worker]:
    """Give the frames, the links that contact hosts ahead, and the service workers that are there."""
    for one in documents:
        where = one["frame"]
        at: dict[str, Any] = {"page": page, "frame": where, "when": when}
        for url in one["service"]:
            yield Worker(kind="service", url=url, **at)
        for rel, url, text in one["hints"]:
            for kind in sorted(HINTS & set(rel.lower().split())):
                yield Hint(rel=kind, url=url, initiator=markups.element(where, url, text), **at)
        for url, text in filter(lambda one: one[0], one["frames"]):
            by = markups.element(where, url, text)
            yield Frame(url=url, depth=one["depth"] + 1, initiator=by, **at)


def stored(documents: Iterable[dict[str, Any]], page: str, when: float) -> Iterator[Stored]:
    """Give all that the documents keep in their storage, once for each origin."""
    seen = set()
    for one in documents:
        origin = origin_of(one["frame"])
        for area in AREAS:
            for name in one[area]:
                if (area, origin, name) not in seen:
                    seen.add((area, origin, name))
                    yield Stored(
                        page=page, frame=one["frame"], when=when, area=area, name=name, origin=origin
                    )
