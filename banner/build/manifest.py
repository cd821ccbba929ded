"""Keeps what builds have written into a folder: while it is unchanged, this and nothing else is theirs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from banner.build import output
from banner.build.folders import FolderError, digest, inside, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = ".consent-build.json"
CONSENT = "consent"
_DAY = 86_400
# How long, in seconds, what an earlier build has written is kept. An old ``consent.js`` may come out of a
# cache for a day, and its page stay open for another. What a visitor was shown is to be found for as long as
# a consent can hold.
_KEPT = {f"{CONSENT}/{output.FILES}/": 2 * _DAY, f"{CONSENT}/notices/": 400 * _DAY}
_SHA256 = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Manifest:
    """SHA-256 of each file by its path in the folder.

    *files* are those of the last build. *old* are kept of builds before it, each with the moment, in seconds
    since 1970, when a build first did without.
    """

    files: Mapping[str, str]
    old: Mapping[str, tuple[str, int]]

    def digest(self, path: str) -> str | None:
        """Return the SHA-256 of what a build wrote to *path*, or ``None`` where none did."""
        return self.files.get(path) or self.old.get(path, (None,))[0]

    def text(self) -> str:
        """Return the manifest as it is written."""
        return json.dumps({"files": self.files, "old": self.old}, indent=1, sort_keys=True) + "\n"


EMPTY = Manifest({}, {})


def kept(path: str) -> int:
    """Return for how many seconds the file at *path* stays when no build needs it any more."""
    return next((seconds for folder, seconds in _KEPT.items() if path.startswith(folder)), 0)


def read(folder: Path) -> Manifest:
    """Return what builds have written into *folder*.

    Without a manifest, a banner that was copied here tells it by its sums. Raises
    :class:`~banner.build.folders.FolderError` where the manifest is damaged.
    """
    if not (folder / NAME).exists():
        copies = copied(folder / CONSENT)
        return replace(EMPTY, files={f"{CONSENT}/{path}": sum_ for path, sum_ in copies.items()})
    try:
        value = json.loads((folder / NAME).read_text(encoding="utf-8"))
        files = dict(value["files"])
        old = {path: (sum_, int(since)) for path, (sum_, since) in value["old"].items()}
        sound = all(
            _sound(path, sum_) for path, sum_ in [*files.items(), *((one, old[one][0]) for one in old)]
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        sound = False
    if not sound:
        raise FolderError(
            f"{shown(folder / NAME)}: this is no list of what builds have written any more; "
            "delete it with all that they wrote, and build again"
        )
    return Manifest(files, old)


def copied(consent: Path) -> dict[str, str]:
    """Return what the folder *consent* has of a build, by the sums that came with it and still hold."""
    try:
        listed = output.listed(consent)
        if "consent.js" not in listed:
            return {}
        return {
            path: sum_ for path, sum_ in listed.items() if _sound(path, sum_) and _holds(consent / path, sum_)
        }
    except (OSError, ValueError):
        return {}


def _holds(file: Path, sum_: str) -> bool:
    return file.is_file() and not file.is_symlink() and digest(file) == sum_


def _sound(path: object, sum_: object) -> bool:
    """Return whether *path* stays in its folder, and *sum_* is a SHA-256."""
    return inside(path) and isinstance(sum_, str) and bool(_SHA256.fullmatch(sum_))
