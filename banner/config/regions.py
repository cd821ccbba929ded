"""Reads the ``[[regions]]`` of a declaration: where other rules hold than that everything is asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from banner.config.countries import COUNTRIES, OTHER_CODES
from banner.config.reader import unknown
from banner.core.declaration import ASKED, MODES, ON_WITH_NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from banner.config.reader import Table
    from banner.core.declaration import Purpose, Service

T = TypeVar("T")
# ISO 3166-1 alpha-2, and perhaps a subdivision as ISO 3166-2 has it.
CODE = "[A-Z]{2}(-[A-Z0-9]{1,3})?"


@dataclass(frozen=True)
class Rules:
    """Rules of a region: its *mode*, one of :data:`banner.core.declaration.MODES`.

    *noticed* are the ids of the services that are on with notice.
    """

    mode: str = ASKED
    noticed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Region:
    """Countries, or parts of them, that have the same *rules*, by their *codes*."""

    codes: tuple[str, ...]
    rules: Rules


def regions(top: Table, purposes: tuple[Purpose, ...], services: tuple[Service, ...]) -> tuple[Region, ...]:
    """Return the regions in declared order."""
    found: list[Region] = []
    for table in top.tables("regions"):
        codes = _codes(table, by_code(found))
        mode = table.choice("mode", MODES)
        noticed = _noticed(table, mode, purposes, services)
        table.done()
        found.append(Region(codes, Rules(mode, noticed)))
    return tuple(found)


def by_code(regions: Iterable[Region]) -> dict[str, Rules]:
    """Return the rules of *regions* by their codes, of which none stands twice."""
    return {code: region.rules for region in regions for code in region.codes}


def rules_in(regions: Iterable[Region], code: str) -> Rules:
    """Return the rules where *code* is, as a page or a server tells it: those of the closest region.

    Where it is no code, or none that is declared, everything is asked.
    """
    return closest(by_code(regions), code) or Rules()


def closest(known: Mapping[str, T], code: str) -> T | None:
    """Return what is *known* of *code*, or of its country; ``None`` where it is no code, or of neither.

    The page side does the same (``client/region.js``).
    """
    plain = code.strip().upper()
    if not re.fullmatch(CODE, plain, re.ASCII):
        return None
    return known.get(plain) or known.get(plain[:2])


def _codes(table: Table, before: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for number, code in enumerate(table.strings("codes")):
        remedy = misread(code) or _twice(code, [*before, *found])
        if remedy:
            table.errors.add(table.at("codes", number), code, remedy)
        else:
            found.append(code)
    if not table.values.get("codes"):
        table.missing("codes", 'is missing; write the codes of countries or of their parts: ["US-CA", "CA"]')
    return tuple(found)


def misread(code: str) -> str:
    """Return the remedy for what is no *code* of a region; nothing where it is one."""
    plain = code.strip().upper()
    country, dash, part = plain.partition("-")
    known = OTHER_CODES.get(country, country)
    if known not in COUNTRIES:
        return 'there is no such country; write its two letters as ISO 3166-1 has them, such as "US"'
    meant = known + dash + part
    if not re.fullmatch(CODE, meant, re.ASCII):
        return 'there is no such region; write a country, or a part of one as ISO 3166-2 has it: "US-CA"'
    return f'write "{meant}"' if meant != code else ""


def _twice(code: str, before: list[str]) -> str:
    return "this code stands twice; leave one of them out" if code in before else ""


def _noticed(
    table: Table, mode: str, purposes: tuple[Purpose, ...], services: tuple[Service, ...]
) -> tuple[str, ...]:
    """Return the ids of the services that a region's ``on`` names, by themselves or by their purposes."""
    names = table.strings("on")
    if mode != ON_WITH_NOTICE:
        if names and mode in MODES:
            table.wrong("on", 'only a region with mode = "notice" has this; leave it out')
        return ()
    if not names:
        table.missing("on", 'is missing; write what is on with notice there: ["analytics"]')
    required = [purpose.id for purpose in purposes if purpose.required]
    asked = [one for one in services if one.purpose not in required]
    known = [purpose.id for purpose in purposes if not purpose.required] + [one.id for one in asked]
    always = [*required, *(one.id for one in services if one.purpose in required)]
    for number, name in enumerate(names):
        remedy = "this is always on; leave it out" if name in always else unknown(name, known)
        if remedy:
            table.errors.add(table.at("on", number), name, remedy)
    return tuple(one.id for one in asked if one.id in names or one.purpose in names)
