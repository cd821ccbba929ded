"""Changes files of a folder, all of them or none, while others read them.

What is new is copied beside first, and what will go is kept. Then a journal is written, each file moved to
its place in one step, and the journal deleted: from that moment on the changes hold. Who finds a journal
finds a run that was cut off before, and undoes it.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banner.build.folders import FolderError, digest, inside, shown, told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WORK = ".consent-build"
_JOURNAL = "journal.json"
_REMEDY = "see that it can be written, that no program holds it open, and that there is room"


@dataclass(frozen=True)
class Change:
    """Change of a folder: the file at *path* becomes a copy of *source*, or goes where that is ``None``."""

    path: str
    source: Path | None


def carry_out(
    changes: list[Change], folder: Path, last: tuple[str, Callable[[dict[str, str]], str]] | None = None
) -> None:
    """Make the *changes* in *folder*, in their order, and then write the file of the *last* path, if any.

    The text of the last is made from the SHA-256 of each file that was copied. Where something cannot be
    done, the folder is as it was, and :class:`~banner.build.folders.FolderError` is raised.
    """
    work = folder / WORK
    try:
        steps = _prepared(changes, folder, last)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    try:
        for number, step in enumerate(steps):
            with told(folder / step["path"], _REMEDY):
                _take(number, step, folder)
        with told(work / _JOURNAL, _REMEDY):
            (work / _JOURNAL).unlink()
    except BaseException as error:
        try:
            undo(folder)
        except FolderError as worse:
            raise FolderError(f"{error}\n{worse}") from error
        raise
    # What cannot be swept up now is by the next build.
    shutil.rmtree(work, ignore_errors=True)


def undo(folder: Path) -> None:
    """Undo what a run that was cut off has done to *folder*, if there was one.

    What somebody has changed since stays as it is. Raises :class:`~banner.build.folders.FolderError`.
    """
    work = folder / WORK
    with told(work, "a build was cut off here and cannot be undone yet; remove the cause, and build again"):
        if (work / _JOURNAL).exists():
            steps, made = _noted(work / _JOURNAL)
            for number, step in reversed([*enumerate(steps)]):
                _take_back(number, step, folder)
                # A folder where a file was has to go before the file can come back.
                for parent in (folder / step["path"]).parents:
                    if parent in made:
                        with contextlib.suppress(OSError):
                            parent.rmdir()
            (work / _JOURNAL).unlink()
        if work.exists():
            shutil.rmtree(work)


def _noted(journal: Path) -> tuple[list[dict[str, Any]], set[Path]]:
    """Return the steps of the *journal*, and the folders that they made."""
    folder = journal.parent.parent
    try:
        note = json.loads(journal.read_text(encoding="utf-8"))
        steps, made = note["steps"], note["folders"]
        sound = all(map(inside, [*made, *(step["path"] for step in steps)]))
    except (ValueError, TypeError, KeyError):
        sound = False
    if not sound:
        raise FolderError(
            f"{shown(journal)}: a build was cut off here, and what it noted cannot be read; what it replaced "
            f"is in {shown(journal.parent / 'old')}: take what you need, delete {WORK}, and build again"
        )
    return steps, {folder / name for name in made}


def _prepared(
    changes: list[Change], folder: Path, last: tuple[str, Callable[[dict[str, str]], str]] | None
) -> list[dict[str, Any]]:
    """Copy what is new and keep what will go, below the folder of work, and note the steps in the journal."""
    work = folder / WORK
    with told(work, _REMEDY):
        for name in ("new", "old"):
            (work / name).mkdir(parents=True)
    steps: list[dict[str, Any]] = []
    for number, change in enumerate(changes):
        fresh = None
        if change.source:
            with told(folder / change.path, _REMEDY):
                _copy(change.source, work / f"new/{number}")
                fresh = digest(work / f"new/{number}")
        steps.append({"path": change.path, "new": fresh, "old": _keep(number, change.path, folder)})
    if last:
        path, text = last
        with told(folder / path, _REMEDY):
            file = work / f"new/{len(changes)}"
            whole = text({step["path"]: step["new"] for step in steps if step["new"]})
            file.write_text(whole, encoding="utf-8", newline="\n")
            steps.append({"path": path, "new": digest(file), "old": _keep(len(changes), path, folder)})
    folders = {parent for step in steps for parent in _missing(folder / step["path"], folder)}
    note = {"steps": steps, "folders": sorted(one.relative_to(folder).as_posix() for one in folders)}
    with told(work / _JOURNAL, _REMEDY):
        (work / "journal").write_text(json.dumps(note), encoding="utf-8", newline="\n")
        (work / "journal").rename(work / _JOURNAL)
    return steps


def _keep(number: int, path: str, folder: Path) -> bool:
    """Keep what is at *path*, so that it can be put back, and tell whether there is anything."""
    file, kept = folder / path, folder / WORK / f"old/{number}"
    with told(file, _REMEDY):
        if not file.is_file():
            return False
        try:
            os.link(file, kept)
        except OSError:
            _copy(file, kept)  # not every file system knows a second name for a file
        return True


def _copy(source: Path, target: Path) -> None:
    """Copy a file, with its times and rights where the file system has them."""
    shutil.copyfile(source, target)
    with contextlib.suppress(OSError):
        shutil.copystat(source, target)
        if sys.platform == "win32":
            # There a file that can only be read can neither be replaced nor removed, by no later build.
            target.chmod(stat.S_IREAD | stat.S_IWRITE)


def _missing(file: Path, folder: Path) -> list[Path]:
    """Return the folders between *folder* and *file* that are not there."""
    return [parent for parent in file.parents if folder in parent.parents and not parent.is_dir()]


def _take(number: int, step: dict[str, Any], folder: Path) -> None:
    file = folder / step["path"]
    if step["new"]:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            file.rmdir()  # the files that were in it have gone before
        (folder / WORK / f"new/{number}").replace(file)
        return
    file.unlink()
    # Folders that this leaves empty go, up to the first that is not.
    with contextlib.suppress(OSError):
        for parent in file.parents:
            if parent == folder:
                break
            parent.rmdir()


def _take_back(number: int, step: dict[str, Any], folder: Path) -> None:
    """Undo a step, which may not have been taken, or have been undone before."""
    file, kept = folder / step["path"], folder / WORK / f"old/{number}"
    if step["new"]:
        moved = not (folder / WORK / f"new/{number}").exists()
        if not moved or not file.is_file() or digest(file) != step["new"]:
            return
    elif os.path.lexists(file):
        return
    if kept.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        kept.replace(file)
    elif not step["old"]:
        file.unlink()
