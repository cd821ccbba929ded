"""Writes a build into the owner's folder: everything or nothing, and over nothing of the owner's."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from banner.build import journal, manifest
from banner.build.changes import changes
from banner.build.folders import FolderError, shown, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from banner.build.changes import Changes

_ANOTHER = "name another folder with --out"


def publish(
    files: Mapping[str, Path], out: Path, now: float, yielding: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Write *files*, by their paths there, into *out*, and remove what only builds before this one wrote.

    What open pages may still ask for stays for its time, by the clock *now* in seconds since 1970. Where a
    file of the owner's has the path of one of the *yielding*, the owner's stays. Gives a line for each that
    stays so. Raises :class:`~banner.build.folders.FolderError`, and then nothing is changed, where another
    file of the owner's would have to be replaced, or something cannot be written.
    """
    with told(out, f"see that you can write there, or {_ANOTHER}"), _there(out), alone(out):
        journal.undo(out)
        known = manifest.read(out)
        if known == manifest.EMPTY and any(not one.name.startswith(".") for one in out.iterdir()):
            raise FolderError(f"{shown(out)}: this folder has files that no build has made; {_ANOTHER}")
        wanted = changes(files, out, known, now, yielding)
        if wanted.in_order or wanted.manifest.text() != known.text():
            journal.carry_out(wanted.in_order, out, (manifest.NAME, lambda copied: _text(wanted, copied)))
    return tuple(wanted.words)


def _text(wanted: Changes, copied: dict[str, str]) -> str:
    """Return the manifest as it is written: a source may have changed in between."""
    return replace(wanted.manifest, files={**wanted.manifest.files, **copied}).text()


@contextlib.contextmanager
def _there(out: Path) -> Iterator[None]:
    """Make the folder *out*; where the work in it fails, what was made of its parents goes again."""
    missing = [folder for folder in (out, *out.parents) if not folder.exists()]
    nearest = missing[-1].parent if missing else out
    if not nearest.is_dir():
        raise FolderError(f"{shown(nearest)}: this is a file, and no folder; {_ANOTHER}")
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for folder in missing:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


@contextlib.contextmanager
def alone(out: Path) -> Iterator[None]:
    """Let one command at a time write into *out*; another waits, where the system knows locks."""
    if sys.platform == "win32":
        yield  # a folder cannot be locked there
        return
    import fcntl

    handle = os.open(out, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
