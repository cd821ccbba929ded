"""Parts of a known service: what it is, says and sets only where the owner has given a certain setting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Container

    from banner.config.known import Known, Script
    from banner.core.declaration import Cookie

_One = TypeVar("_One")


@dataclass(frozen=True)
class Part:
    """Part of a service that holds *when* the setting of that name is given, beside what it is anyway.

    *purpose* is where the whole service then stands, if not where it stands anyway. *name* is that of the
    service where this is its only part, *kind* as :class:`banner.config.known.Known` has it. *signals* are
    the vendor's own names of what a consent allows.
    """

    when: str
    name: str
    purpose: str
    kind: str
    signals: tuple[str, ...]
    scripts: tuple[Script, ...]
    cookies: tuple[Cookie, ...]
    hosts: tuple[str, ...]


def composed(known: Known, given: Container[str]) -> Known:
    """Return *known* as it is where the settings called *given* are: with those parts, and no other.

    Of two parts with a purpose the later one decides, so what asks for more stands further down in the file.
    """
    parts = tuple(part for part in known.parts if part.when in given)
    purposes = [part.purpose for part in parts if part.purpose]
    return replace(
        known,
        name=parts[0].name or known.name if len(parts) == 1 else known.name,
        purpose=purposes[-1] if purposes else known.purpose,
        signals=_all(known.signals, *(part.signals for part in parts)),
        scripts=(*known.scripts, *(script for part in parts for script in part.scripts)),
        cookies=_all(known.cookies, *(part.cookies for part in parts)),
        hosts=_all(known.hosts, *(part.hosts for part in parts)),
        parts=parts,
    )


def says(known: Known) -> tuple[str, ...]:
    """Return the keys of the texts that say what a composed service does, each once, one after the other."""
    own = f"service.{known.id}"
    return _all((_text(own, known.kind), *(_text(f"{own}.{part.when}", part.kind) for part in known.parts)))


def _text(own: str, kind: str) -> str:
    """Return the key of the sentence for services of a *kind*, or of the *own* one where that is empty."""
    return f"kind.{kind}.text" if kind else f"{own}.text"


def _all(*groups: tuple[_One, ...]) -> tuple[_One, ...]:
    """Return everything in the *groups*, each once, in order."""
    return tuple(dict.fromkeys(one for group in groups for one in group))
