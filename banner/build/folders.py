"""Tells an owner where a folder or file of theirs cannot be read or written."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST = 10  # lines or names; more say no more


class FolderError(ConfigError):
    """A folder that the owner named cannot be used; a line each has the file, the cause and the remedy."""


@contextlib.contextmanager
def told(path: Path, remedy: str) -> Iterator[None]:
    """Raise an error of the system as :class:`FolderError` about *path*, with the *remedy*."""
    try:
        yield
    except OSError as error:
        raise FolderError(f"{shown(path)}: {error.strerror or error}; {remedy}") from error


def raised(lines: list[str]) -> None:
    """Raise :class:`FolderError` with the *lines*, where there are any."""
    if lines:
        more = len(lines) - _MOST
        raise FolderError("\n".join([*lines[:_MOST], *([f"and {more} more"] if more > 0 else [])]))


def named(paths: Iterable[object]) -> str:
    """Return the first of the *paths* as a list in words."""
    names = [shown(path) for path in paths]
    more = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {more} more" if more > 0 else "")


def shown(path: object) -> str:
    """Return *path* as it can be printed: a name need not be valid text."""
    return os.fsencode(str(path)).decode(errors="replace")


def inside(path: object) -> bool:
    """Return whether *path* is that of a file below the folder that it is seen from."""
    if not isinstance(path, str) or not path or "\0" in path:
        return False
    return not Path(path).anchor and ".." not in Path(path).parts and Path(path) != Path()


def digest(file: Path) -> str:
    """Return the SHA-256 of *file*, in hexadecimal digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
