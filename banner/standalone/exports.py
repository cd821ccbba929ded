"""Exports of the log as files: written whole, and verified by anybody who has one."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import TYPE_CHECKING, TextIO

from banner.errors import ConfigError
from banner.server.exported import ExportError, examine
from banner.server.verification import Checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_OFTEN = 100_000  # lines after which somebody who waits is told


def write(lines: Iterable[str], file: Path | None, say: Callable[[str], None]) -> None:
    """Write *lines* into a new *file*, or to standard output; the file is whole or not there.

    Raises :class:`ConfigError` where it is there already, or cannot be written.
    """
    if file is None:
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return
    try:
        with open(file, "x", encoding="utf-8", opener=_private) as to:
            number = _fill(to, file, lines, say)
    except FileExistsError as error:
        raise ConfigError(f"{file}: this exists, and nothing is overwritten; name another file") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written: {error.strerror}; name another file") from error
    say(f"{file}: {number:,} lines")


def _fill(to: TextIO, file: Path, lines: Iterable[str], say: Callable[[str], None]) -> int:
    """Write *lines* into *file*, which is open as *to*; give their number, or leave no file."""
    number = 0
    try:
        for number, line in enumerate(lines, 1):
            to.write(line + "\n")
            if not number % _OFTEN:
                say(f"{number:,} lines")
        to.flush()
    except BaseException:
        file.unlink()
        raise
    return number


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def verify(file: Path | None, known: Path | None, say: Callable[[str], None]) -> int:
    """Tell whether the export in *file* is as it was written: 0 where it is, else 1, with what was changed.

    *known* is a file of checkpoints. Raises :class:`ConfigError` where either cannot be read.
    """
    name = file or "standard input"
    try:
        with _lines(file) as lines:
            verdict = examine(lines, _known(known) if known else ())
    except ExportError as error:
        remedy = "verify the export of a whole log, as log export has written it"
        raise ConfigError(f"{name}:{error.line}: {error.why}; {remedy}") from error
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "this is no text"
        raise ConfigError(f"{name}: cannot be read: {why}; name an export") from error
    if verdict.fault:
        sys.stdout.write(f"{name}: entry {verdict.fault.number}: {verdict.fault.reason}\n")
        return 1
    erased = f", {verdict.erased:,} erased" if verdict.erased else ""
    told = f"{verdict.entries:,} entries{erased}, as they came, and {verdict.notices:,} notices, as shown"
    sys.stdout.write(f"{name}: {told}\nlast entry: {verdict.last.number}, {verdict.last.hash}\n")
    if not known:
        say("no checkpoint from elsewhere was compared (--known FILE): all of it may have been written anew")
    return 0


def _known(file: Path) -> list[Checkpoint]:
    found = []
    try:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found.append(Checkpoint(**json.loads(line)))
            except (ValueError, TypeError) as error:
                remedy = "have one checkpoint in each line, as log checkpoint writes them"
                raise ConfigError(f"{file}:{number}: this is no checkpoint; {remedy}") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}; name another file") from error
    return found


@contextlib.contextmanager
def _lines(file: Path | None) -> Iterator[Iterable[str]]:
    if file is None:
        yield sys.stdin
        return
    with file.open(encoding="utf-8") as lines:
        yield lines
