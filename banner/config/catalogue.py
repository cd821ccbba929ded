"""The known services and vendors: the files of ``banner/catalogue/``, read as strictly as an owner's file."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from banner.config import facts, formats, toml_file
from banner.config.entries import calls, cookies, embed, hosts, scripts
from banner.config.known import KINDS, Known, Setting
from banner.config.parts import Part
from banner.config.reader import Table, closest
from banner.core.declaration import Vendor

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from banner.config.problems import Errors

FOLDER = Path(__file__).parent.parent / "catalogue"
# What the settings of a service cannot be called, beside which they stand.
TAKEN = ("use", "id", "name", "text", "purpose", "signals", "exempt", "container", "service")
_MOST = 5  # services that are proposed at once
_REMEDY = "name one that the command services lists, or write an id, for one of your own"
_SHORTEST = 3  # so few letters stand in many names by chance


class CatalogueError(Exception):
    """A file of the catalogue has errors; the message lists them all."""


@cache  # a process reads some hundred files once, which never change
def services(folder: Path = FOLDER / "services") -> Mapping[str, Known]:
    """Return the known services by id. Raises :class:`CatalogueError`."""
    return MappingProxyType({file.stem: _service(file) for file in sorted(folder.glob("*.toml"))})


def proposed(use: str, known: Mapping[str, Known]) -> str:
    """Return the remedy for the id *use* of a service that is not among the *known*; nothing where it is.

    Owners know services by the names of their hosts, too: ``google-analytics`` is a part of ``google``.
    """
    if use in known:
        return ""
    plain = _letters(use)
    found = [one.id for one in known.values() if any(plain in _letters(word) for word in _names(one))]
    if len(plain) > _SHORTEST and found:
        return f"did you mean {' or '.join(found[:_MOST])}?"
    close = closest(use, known)
    return f"did you mean {close}?" if close else _REMEDY


def _names(known: Known) -> list[str]:
    parts = [(known.name, known.hosts), *((part.name, part.hosts) for part in known.parts)]
    return [word for name, hosts in parts for word in (name, *hosts)] + [known.id]


def _letters(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text.lower())


@cache
def vendors(folder: Path = FOLDER) -> Mapping[str, Vendor]:
    """Return the known vendors by id. Raises :class:`CatalogueError`."""
    errors = toml_file.read(folder / "vendors.toml")
    _raise(errors)
    top = Table(errors.values, (), errors)
    found = {}
    for key in top.values:
        table = top.table(key)
        found[key] = Vendor(
            key, table.text("name"), table.text("policy", check=formats.address), table.flag("usa")
        )
        table.done()
    _raise(errors)
    return MappingProxyType(found)


def _service(file: Path) -> Known:
    errors = toml_file.read(file)
    _raise(errors)
    table = Table(errors.values, (), errors)
    settings = table.table("settings")
    for key in settings.values:
        if key in TAKEN:
            settings.wrong(key, "every service has something of this name; write another")
    withdraw = table.table("withdraw")
    known = Known(
        id=file.stem,
        name=table.text("name"),
        vendor=table.text("vendor"),
        purpose=table.text("purpose"),
        kind=table.choice("kind", KINDS, ""),
        settings={key: _setting(settings.table(key)) for key in settings.values},
        one_of=table.strings("one_of"),
        scripts=scripts(table),
        withdraw=withdraw.javascript("code", ""),
        cookies=cookies(table),
        hosts=hosts(table, settings.values),
        sale=table.flag("sale"),
        signals=table.strings("signals"),
        calls=calls(table),
        command=table.text("command", ""),
        parts=tuple(_part(one, settings.values) for one in table.tables("parts")),
        embed=embed(table),
        exemptions=facts.exemptions(table),
        facts=facts.facts(table),
        trial=facts.trial(table.table("test")),
    )
    withdraw.done()
    table.done()
    _raise(errors)
    return known


def _part(table: Table, settings: Collection[str]) -> Part:
    part = Part(
        when=table.choice("when", settings),
        name=table.text("name", ""),
        purpose=table.text("purpose", ""),
        kind=table.choice("kind", KINDS, ""),
        signals=table.strings("signals"),
        scripts=scripts(table),
        cookies=cookies(table),
        hosts=hosts(table, settings),
    )
    table.done()
    return part


def _setting(table: Table) -> Setting:
    setting = Setting(
        pattern=table.text("pattern"),
        example=table.text("example"),
        help=table.text("help"),
        required=table.flag("required"),
    )
    table.done()
    return setting


def _raise(errors: Errors) -> None:
    if errors.problems:
        raise CatalogueError("\n".join(map(str, errors.problems)))
