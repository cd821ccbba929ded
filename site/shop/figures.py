"""Figures: counts of decisions as the owner's page draws them."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from banner.server.counts import Count

_MOST_COLUMNS = 60  # above it, one of each week
_WEEK = 7


@dataclass(frozen=True)
class Sum:
    """Decisions of the days from *first* to *last*, and how often was asked."""

    first: dt.date
    last: dt.date
    shown: int = 0
    accepted: int = 0
    partly: int = 0
    denied: int = 0

    @property
    def total(self) -> int:
        """Return how many decisions there were."""
        return self.accepted + self.partly + self.denied

    @property
    def yes(self) -> float | None:
        """Return the share, from 0 to 1, that accepted all; ``None`` where nobody has decided."""
        return self.accepted / self.total if self.total else None

    @property
    def some(self) -> float | None:
        """Return the share that accepted all or a part."""
        return (self.accepted + self.partly) / self.total if self.total else None


@dataclass(frozen=True)
class Series:
    """What is said of one *name*, a service or a language: in all, and by day or week."""

    name: str
    all: Sum
    sums: tuple[Sum, ...]


@dataclass(frozen=True)
class Figures:
    """All decisions, those about each service, the most wanted first, and those in each language."""

    whole: Series
    services: tuple[Series, ...]
    languages: tuple[Series, ...]

    @property
    def top(self) -> int:
        """Return the number at the upper end of the axis: a round one, whose half is a whole one."""
        most = max(one.total for one in self.whole.sums)
        tops = (lead * int(10**zeros) for zeros in itertools.count() for lead in (2, 3, 4, 5, 6, 8, 10))
        return next(top for top in tops if top >= most and not top % 2)

    @property
    def weekly(self) -> bool:
        """Return whether each sum is of a week."""
        return any(one.last > one.first for one in self.whole.sums)


def figures(counts: list[Count], since: dt.date, until: dt.date) -> Figures:
    """Return what *counts* say of the days from *since* to *until*, by day, or by week if it is long."""
    days = (until - since).days + 1
    step = _WEEK if days > _MOST_COLUMNS else 1
    # What is no whole week belongs to the first one.
    lasts = [until - dt.timedelta(days=back) for back in range(0, days - step + 1, step)][::-1]
    firsts = [since, *(last + dt.timedelta(days=1) for last in lasts[:-1])]
    empty = tuple(map(Sum, firsts, lasts))
    of_all = [one for one in counts if not one.service]
    decided = [one for one in of_all if one.accepted + one.partly + one.denied]
    services = _by(lambda one: one.service, (one for one in counts if one.service), empty)
    languages = _by(lambda one: one.language, decided, empty)
    return Figures(
        _series("", of_all, empty),
        tuple(sorted(services, key=lambda one: (-(one.all.yes or 0), one.name))),
        tuple(sorted(languages, key=lambda one: (-one.all.total, one.name))),
    )


def lines(shares: Iterable[float | None]) -> list[str]:
    """Return the points of an SVG line for each run of *shares* that are known; 100 units high."""
    runs: list[list[str]] = [[]]
    for place, share in enumerate(shares):
        if share is None:
            runs.append([])
        else:
            runs[-1].append(f"{place + 0.5:g},{round(100 - 100 * share, 1):g}")
    # A single point is a line of no length, which a round end makes a dot.
    return [" ".join(run if len(run) > 1 else run * 2) for run in runs if run]


def _by(name: Callable[[Count], str], counts: Iterable[Count], empty: tuple[Sum, ...]) -> list[Series]:
    found: dict[str, list[Count]] = {}
    for one in counts:
        found.setdefault(name(one), []).append(one)
    return [_series(key, those, empty) for key, those in found.items()]


def _series(name: str, counts: list[Count], empty: tuple[Sum, ...]) -> Series:
    whole = Sum(empty[0].first, empty[-1].last)
    sums = list(empty)
    step = (empty[-1].last - empty[-1].first).days + 1
    for one in counts:
        place = max(0, len(sums) - 1 - (empty[-1].last - one.day).days // step)
        sums[place] = _with(sums[place], one)
        whole = _with(whole, one)
    return Series(name, whole, tuple(sums))


def _with(before: Sum, one: Count) -> Sum:
    return replace(
        before,
        shown=before.shown + one.shown,
        accepted=before.accepted + one.accepted,
        partly=before.partly + one.partly,
        denied=before.denied + one.denied,
    )
