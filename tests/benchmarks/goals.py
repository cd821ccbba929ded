"""The goals, and whether the figures meet them. A goal is met by the median, without any allowance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.contestants import BLOCKED, END, NAMES, OURS, PEERS
from tests.benchmarks.figures import spread
from tests.benchmarks.starts import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.figures import Figures

# The peer that activates soonest what waits in the page.
_BLOCKING = "vanilla-cookieconsent"
_WORDS = {"pyodide": "Pyodide", "micropython": "MicroPython", END: "tag at the end of the body"}


@dataclass(frozen=True)
class Goal:
    """What was to be reached: *measured* is at most *limit*, both in *unit*; *against* says whose that is."""

    what: str
    measured: float
    limit: float
    unit: str
    against: str = ""

    @property
    def met(self) -> bool:
        """Whether it was reached."""
        return self.measured <= self.limit


def goals(figures: Figures) -> list[Goal]:
    """All goals, in the order in which a visitor comes to them."""
    return [
        *_before_a_click(figures),
        *_clicks(figures),
        *_later(figures),
        *_starts(figures),
    ]


def best(figures: Figures, profile: str, metric: str) -> tuple[float, str]:
    """The least median of any peer, and whose it is."""
    return min((figures.of(profile, peer, metric).median, NAMES[peer]) for peer in PEERS)


def _before_a_click(figures: Figures) -> Iterator[Goal]:
    for profile in figures.journeys:
        for one, where in (("micropython", "tag in the head"), (END, _WORDS[END])):
            frames = figures.of(profile, one, "first.frames").median
            yield Goal(
                f"{profile}: frames from the page's first paint to the banner's, {where}", frames, 1, ""
            )
    for profile in figures.journeys:
        for one in OURS:
            word = _WORDS[one]
            shift = max(figures.journeys[profile][one]["first.shift"])
            yield Goal(f"{profile}: layout shift, {word}", shift, 0, "")
            block = figures.beyond(profile, one, "first.long").median
            most = {"fast": 0, "slow": 50}[profile]
            yield Goal(
                f"{profile}: long tasks before the first move, beyond the page's own, {word}",
                block,
                most,
                "ms",
            )
    alone = figures.of("fast", "alone", "first.bytes").median
    requests = figures.of("fast", "alone", "first.requests").median
    for one in OURS:
        size, who = best(figures, "fast", "first.bytes")
        measured = figures.beyond("fast", one, "first.bytes").median
        yield Goal(
            f"over the wire before a click, {_WORDS[one]}", measured / 1000, (size - alone) / 1000, "kB", who
        )
        count, who = best(figures, "fast", "first.requests")
        measured = figures.beyond("fast", one, "first.requests").median
        yield Goal(f"requests before a click, {_WORDS[one]}", measured, count - requests, "", who)


def _clicks(figures: Figures) -> Iterator[Goal]:
    paint = {"fast": 30, "slow": 60}
    cold = {"fast": 400, "slow": 3000}
    up = {"fast": 20, "slow": 60}
    for profile in figures.journeys:
        for one in OURS:
            for state in ("cold", "warm", "up"):
                painted = figures.of(profile, one, f"{state}.painted").median
                what = f"{profile}: click to next paint, {state}, {_WORDS[one]}"
                yield Goal(what, painted, paint[profile], "ms")
    size = figures.beyond("fast", "micropython", "decision.bytes").median
    yield Goal("a first decision, all that it loads, MicroPython", size / 1000, 300, "kB")
    for profile in figures.journeys:
        cookie = figures.of(profile, "micropython", "cold.cookie").median
        yield Goal(
            f"{profile}: click to cookie, nothing in the cache, MicroPython", cookie, cold[profile], "ms"
        )
        for one in OURS:
            cookie = figures.of(profile, one, "up.cookie").median
            yield Goal(f"{profile}: click to cookie, Python up, {_WORDS[one]}", cookie, up[profile], "ms")


def _later(figures: Figures) -> Iterator[Goal]:
    for profile in figures.journeys:
        for one in (*OURS, END):
            for metric, what, unit in (
                ("later.tag", "first tag requested", "ms"),
                ("later.tags", "last tag requested", "ms"),
                ("later.script", "script time", "ms"),
            ):
                limit, who = best(figures, profile, metric)
                measured = figures.of(profile, one, metric).median
                yield Goal(f"{profile}: return visit, {what}, {_WORDS[one]}", measured, limit, unit, who)
        for metric, what in (("later.tag", "first"), ("later.tags", "last")):
            yield Goal(
                f"{profile}: return visit, {what} tag requested, scripts blocked in the page",
                figures.of(profile, BLOCKED, metric).median,
                figures.of(profile, _BLOCKING, metric).median,
                "ms",
                NAMES[_BLOCKING],
            )
    for one in (*OURS, END):
        size = figures.beyond("fast", one, "later.bytes").median
        yield Goal(f"return visit, over the wire, {_WORDS[one]}", size / 1000, 1, "kB")
        requests = figures.beyond("fast", one, "later.requests").median
        yield Goal(f"return visit, requests, {_WORDS[one]}", requests, 1, "")
        whole = requests - figures.of("fast", one, "later.conditional").median
        yield Goal(f"return visit, requests that are not answered by 304, {_WORDS[one]}", whole, 0, "")
        share = figures.beyond("fast", one, "later.changes").median
        yield Goal(f"return visit, of a core at 10,000 changes a second, {_WORDS[one]}", share, 5, "%")


def _starts(figures: Figures) -> Iterator[Goal]:
    for profile, measured in figures.starts.items():
        for metric, what, limit in (
            ("warm.start", "warm start of Python", 0.3),
            ("warm.longest", "longest block of the page meanwhile", 0.1),
            ("cold.bytes", "over the wire", 1.2),
        ):
            if metric in measured["pyodide"]:
                ours, theirs = (spread(measured[one][metric]).median for one in ("pyodide", SHIPPED))
                yield Goal(
                    f"{profile}: Pyodide from the snapshot, {what}", ours / theirs, limit, "×", "as shipped"
                )
