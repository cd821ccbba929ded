"""Reads settings from options, the environment and a file, and tells all that is wrong at once."""

from __future__ import annotations

import contextlib
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.config import toml_file
from banner.config.problems import shown
from banner.config.reader import unknown
from banner.errors import ConfigError
from banner.server import built
from banner.standalone import databases
from banner.standalone.settings import FILE, KEYS, Key, Settings
from banner.standalone.wrong import WrongError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from banner.errors import Told

_NAMES = {key.name: key for key in KEYS}
_VARIABLES = {key.variable: key for key in KEYS}
_PREFIX = "CONSENT_SERVER_"


def read(
    options: Mapping[str, str | None], environment: Mapping[str, str], file: Path | None, folder: Path | None
) -> Settings:
    """Return the settings: *options* count before the *environment*, and that before the *file*.

    *options* are by the name of the setting. *folder* is the build's, if any, which no database may lie in.
    Raises :class:`ConfigError` with all that is wrong in any of the three, also where another counts.
    """
    told: list[str] = []
    problems: list[Told] = []
    file = file or (Path(environment[FILE]) if environment.get(FILE) else None)
    values = _from_file(file, told, problems) if file else {}
    values |= _from_texts(environment, told)
    for name, text in options.items():
        if text is not None:
            _keep(values, _NAMES[name], text, _tell(told, _NAMES[name].option, _NAMES[name], text))
    told += _astray(values, folder) if folder else []
    if told:
        raise ConfigError("\n".join(told), tuple(problems))
    return Settings(**values)


def served(folder: Path) -> tuple[Path, built.Built]:
    """Return the folder ``consent/`` of the build in *folder*, and what it tells."""
    consent = built.found(folder)
    return consent, built.read(consent)


def _from_file(file: Path, told: list[str], problems: list[Told]) -> dict[str, Any]:
    if not file.is_file():
        told.append(f"{file}: there is no such file; name another with --settings, or leave it out")
        return {}
    with contextlib.suppress(OSError):
        if not file.read_bytes().strip():
            return {}
    errors = toml_file.read(file)
    values: dict[str, Any] = {}
    for name, value in errors.values.items():
        if name not in _NAMES:
            errors.add((name,), value, f"there is no such setting; {unknown(name, _NAMES)}")
            continue
        told_value = databases.shown(value) if name == "database" else value
        _keep(values, _NAMES[name], value, functools.partial(errors.add, (name,), told_value))
    in_order = sorted(errors.problems, key=lambda one: one.line or 0)
    told += map(str, in_order)
    problems += in_order
    return values


def _from_texts(environment: Mapping[str, str], told: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in sorted(environment.items()):
        if name in _VARIABLES:
            _keep(values, _VARIABLES[name], text, _tell(told, name, _VARIABLES[name], text))
        elif name.startswith(_PREFIX) and name != FILE:
            told.append(f"{name}: there is no such setting; {unknown(name, [*_VARIABLES, FILE])}")
    return values


def _keep(values: dict[str, Any], key: Key, value: Any, tell: Callable[[str], None]) -> None:
    try:
        values[key.name] = key.read(value)
    except WrongError as error:
        tell(str(error))


def _tell(told: list[str], where: str, key: Key, text: str) -> Callable[[str], None]:
    value = databases.shown(text) if key.name == "database" else text
    return lambda remedy: told.append(f"{where} = {shown(value)}: {remedy}")


def _astray(values: dict[str, Any], folder: Path) -> list[str]:
    """Return why what is right by itself cannot be together."""
    database = values.get("database", Settings.database)
    if not database.startswith("sqlite"):
        return []
    file = Path(database.partition(":///")[2]).absolute()
    if file.resolve().is_relative_to(folder.resolve()):
        remedy = f"everybody could download it; name a file outside of {folder}, which is deployed"
        return [f"database = {shown(databases.shown(database))}: {remedy}"]
    return []
