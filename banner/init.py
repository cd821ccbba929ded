"""``init``: writes a first declaration, and asks a person for what is missing."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, TypeVar

from banner.config import catalogue, listing, locales, starter
from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from banner.config.starter import Use

_Read = TypeVar("_Read")
NAME = "consent.toml"


def write(folder: Path, named: Sequence[str], language: str | None) -> Path:
    """Write a declaration into *folder* with the services *named* (``ID:KEY=VALUE``), and return the file.

    Raises :class:`ConfigError` where something is missing and nobody can be asked, and where there is a file.
    """
    file = folder / NAME
    if file.exists() or file.is_symlink():
        raise ConfigError(
            f"{file}: is there already, and stays as it is; name another folder, or move it away"
        )
    asks = sys.stdin.isatty()
    uses = (
        _uses(named)
        if named or not asks
        else _asked("the services, separated by commas", _listed(), _uses_of)
    )
    if not uses:
        raise ConfigError(
            "--use: name the services of your site, such as --use youtube; the command services lists them"
        )
    if asks:
        uses = [_completed(one) for one in uses]
    starter.complete(uses)
    if language is None and asks and not named:
        codes = _asked(
            f"the languages ({', '.join(locales.languages())}), the default first", "", starter.languages
        )
    else:
        codes = starter.languages("en" if language is None else language)
    _write(file, starter.starter(uses, codes, way_back=True))
    return file


def _uses(named: Sequence[str]) -> list[Use]:
    """Read all that are *named*; the errors of all come at once."""
    found, lines = [], []
    for one in named:
        try:
            found.append(starter.use(one))
        except ConfigError as error:
            lines.append(str(error))
    if lines:
        raise ConfigError("\n".join(lines))
    return found


def _uses_of(line: str) -> list[Use]:
    return _uses([one for one in line.split(",") if one.strip()])


def _listed() -> str:
    return "".join(f"{line}\n" for line in listing.lines(catalogue.services().values()))


def _completed(one: Use) -> Use:
    """Return *one* with what it lacks, which is asked for."""
    known = catalogue.services()[one.id]
    settings = dict(one.settings)
    for key in starter.missing(one):
        setting = known.settings[key]

        def read(value: str, key: str = key) -> str:
            remedy = starter.wrong(known, key, value)
            if remedy:
                raise ConfigError(remedy)
            return value

        settings[key] = _asked(f"{one.id}: {key}, {setting.help}, such as {setting.example}", "", read)
    return starter.Use(one.id, settings)


def _asked(question: str, more: str, read: Callable[[str], _Read]) -> _Read:
    """Ask until the answer can be read."""
    while True:
        sys.stderr.write(f"{more}{question}: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise ConfigError("nothing was written, since the input has ended")
        try:
            return read(line.strip())
        except ConfigError as error:
            sys.stderr.write(f"{error}\n")


def _write(file: Path, text: str) -> None:
    """Write all of *text* into a *file* that is new, or leave none behind."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(exist_ok=False)
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except BaseException:
        # Only now that it is closed: Windows removes no file that is open.
        with contextlib.suppress(OSError):
            file.unlink()
        raise
