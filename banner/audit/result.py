"""Result of an audit: its findings, and all that a reader has to know to judge them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banner.audit.findings import grouped

if TYPE_CHECKING:
    from banner.audit.findings import Finding, Group


@dataclass(frozen=True)
class Engine:
    """Engine that the audit ran on, its *version*, and what it cannot tell: *limits*, a sentence each."""

    name: str
    version: str
    limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Visit:
    """Page that was visited in a phase, on an engine."""

    page: str
    engine: str
    phase: str


@dataclass(frozen=True)
class Picture:
    """Picture of a page (a JPEG), as it was in a phase."""

    page: str
    engine: str
    phase: str
    image: bytes


@dataclass(frozen=True)
class Data:
    """Data that the audit judged by: its *name*, *version* and the day it is of (YYYY-MM-DD, or empty)."""

    name: str
    version: str
    date: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.version}" + (f" of {self.date}" if self.date else "")


@dataclass(frozen=True)
class Result:
    """Result of one audit of *address*.

    *declaration* is the file, *revision* what it asks. *phases* are their titles by id. *began* is in seconds
    since 1970, *seconds* is how long it took. *words* are what else a reader should know. *region* is the
    code that pages told, if they told any.
    """

    address: str
    declaration: str
    revision: str
    engines: tuple[Engine, ...]
    pages: tuple[str, ...]
    phases: dict[str, str]
    visits: tuple[Visit, ...]
    findings: tuple[Finding, ...]
    data: tuple[Data, ...]
    began: float
    seconds: float
    pictures: tuple[Picture, ...] = ()
    words: tuple[str, ...] = ()
    region: str = ""

    @property
    def clean(self) -> bool:
        """Return whether nothing was found that makes an audit fail."""
        return not any(one.fails for one in self.findings)

    @property
    def loaded(self) -> bool:
        """Return whether any page could be loaded at all."""
        broken = {(one.page, one.engine) for one in self.findings if one.rule == "broken-page"}
        return any((one.page, one.engine) not in broken for one in self.visits)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return the findings as people read them: once each, with all their places."""
        return grouped(self.findings)

    def count(self, level: str) -> int:
        """Return how many different findings there are of a *level*."""
        return sum(one.first.level == level for one in self.groups)

    def moment(self, after: float = 0.0) -> str:
        """Return when the audit began, or a time *after* that, in UTC."""
        when = dt.datetime.fromtimestamp(self.began + after, dt.UTC)
        return when.isoformat(timespec="seconds").replace("+00:00", "Z")

    def sentence(self) -> str:
        """Return in a sentence what came of it: never a mark, since one run proves no more than itself."""
        counts = [
            f"{number} {level}{'s' * (number != 1)}"
            for level in ("error", "warning", "note")
            if (number := self.count(level))
        ]
        return ", ".join(counts) if counts else "nothing was found"

    def scope(self) -> str:
        """Return what the findings hold for: pages, engines and time."""
        engines = ", ".join(f"{one.name} {one.version}" for one in self.engines)
        pages = f"{len(self.pages)} page{'s' * (len(self.pages) != 1)}"
        there = [f"in the region {self.region}"] if self.region else []
        phases = f"{len(self.phases)} phase{'s' * (len(self.phases) != 1)}"
        parts = [pages, *there, phases, engines, f"{self.seconds:.0f} s", self.moment()]
        return ", ".join(parts)

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it, without the pictures."""
        return {
            "address": self.address,
            "clean": self.clean,
            "declaration": self.declaration,
            "revision": self.revision,
            "region": self.region,
            "began": self.moment(),
            "seconds": round(self.seconds, 1),
            "engines": [
                {"name": one.name, "version": one.version, "limits": list(one.limits)} for one in self.engines
            ],
            "pages": list(self.pages),
            "phases": self.phases,
            "data": [{"name": one.name, "version": one.version, "date": one.date} for one in self.data],
            "words": list(self.words),
            "findings": [one.plain() for one in self.findings],
        }
