"""Decides what a build changes in the owner's folder. It reads, and writes nothing."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from banner.build.folders import digest, raised, shown, told
from banner.build.journal import Change
from banner.build.manifest import Manifest, kept

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_NO_FILE = "no file"  # equals no SHA-256


@dataclass(frozen=True)
class Changes:
    """Changes *in_order*, the *manifest* that holds after them, and *words* about what stays."""

    in_order: list[Change]
    manifest: Manifest
    words: list[str]


def changes(
    files: Mapping[str, Path], out: Path, known: Manifest, now: float, yielding: Collection[str]
) -> Changes:
    """Return how *out*, in which builds wrote what is *known*, comes to have *files*, by their paths there.

    The rest is as :func:`banner.build.publish.publish` has it. Raises
    :class:`~banner.build.folders.FolderError` with a line for each file of the owner's that is in the way.
    """
    old, going, words = _left(files, out, known, int(now))
    fresh: dict[str, str] = {}
    added: list[Change] = []
    replaced: list[Change] = []
    refused: list[str] = []
    for path, source in files.items():
        there, mine = _state(out, path, going), known.digest(path)
        with told(source, "see that it can be read"):
            wanted = digest(source)
        if there is None:
            added.append(Change(path, source))
        elif there == mine != wanted:
            replaced.append(Change(path, source))
        elif there != wanted:
            (words if path in yielding else refused).append(_word(out / path, mine, path in yielding))
            continue
        elif mine is None:
            continue  # the owner's, and the same
        fresh[path] = wanted
    raised(refused)
    first = _in_the_way(going, [change.path for change in added])
    removed = [Change(path, None) for path in sorted(going, key=lambda path: (path not in first, path))]
    in_order = [*removed[: len(first)], *added, *replaced, *removed[len(first) :]]
    return Changes(in_order, Manifest(fresh, old), words)


def _left(
    files: Mapping[str, Path], out: Path, known: Manifest, now: int
) -> tuple[dict[str, tuple[str, int]], set[str], list[str]]:
    """Return what this build lacks of what others wrote: what is kept, what goes, words about what stays."""
    old, going, words = {}, set(), []
    before = {path: (sum_, now) for path, sum_ in known.files.items()}
    for path, (sum_, since) in {**known.old, **before}.items():
        # A clock may have been ahead.
        since = min(since, now)  # noqa: PLW2901
        if path in files or not os.path.lexists(out / path):
            continue
        if now - since < kept(path):
            old[path] = (sum_, since)
        elif _state(out, path, ()) == sum_:
            going.add(path)
        else:
            words.append(
                f"{shown(out / path)}: no build needs it any more, and it is not as one wrote it; it stays"
            )
    return old, going, words


def _state(out: Path, path: str, going: Collection[str]) -> str | None:
    """Return the SHA-256 of the file at *path*; ``None`` if nothing is there once what is *going* is gone."""
    parents = [str(one) for one in PurePosixPath(path).parents if one.name]
    if any((out / one).is_symlink() for one in parents):
        return _NO_FILE
    file = out / path
    if any(_same(file, out / one) for one in going if one.casefold() == path.casefold()):
        return None  # the file has changed the case of its name, which does not count here
    with told(file, "see that it can be read"):
        try:
            mode = file.lstat().st_mode
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            return None if set(parents) & set(going) else _NO_FILE
        if stat.S_ISDIR(mode):
            below = [one for one in file.rglob("*") if one.is_symlink() or not one.is_dir()]
            return None if {one.relative_to(out).as_posix() for one in below} <= set(going) else _NO_FILE
        return digest(file) if stat.S_ISREG(mode) else _NO_FILE


def _same(file: Path, other: Path) -> bool:
    """Return whether two names are those of one file."""
    try:
        return file.samefile(other)
    except OSError:
        return False


def _in_the_way(going: Collection[str], added: list[str]) -> set[str]:
    """Return what has to go before the *added* can come.

    It is a file where a folder will be, what is in a folder, or what has the same name in another case.
    """
    folders = {str(parent) for path in added for parent in PurePosixPath(path).parents}
    names = {path.casefold() for path in added}
    return {
        path
        for path in going
        if path in folders
        or path.casefold() in names
        or {str(parent) for parent in PurePosixPath(path).parents} & set(added)
    }


def _word(file: Path, mine: str | None, stays: bool) -> str:
    why = "no build has made what is here" if mine is None else "it has been changed since a build wrote it"
    if stays:
        return f"{shown(file)}: {why}, so it stays as it is, and the build's own is left out"
    remedy = (
        "move it away, or name another folder with --out"
        if mine is None
        else "make the change where the build reads the file from, and delete this one"
    )
    return f"{shown(file)}: {why}, and the build would write over it; {remedy}"
