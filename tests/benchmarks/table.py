"""The figures as Markdown, as the report shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.benchmarks.contestants import ALONE, END, NAMES, OURS, PEERS
from tests.benchmarks.figures import Spread, spread
from tests.benchmarks.goals import goals
from tests.benchmarks.starts import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.figures import Figures, Samples
    from tests.benchmarks.goals import Goal

# What stands in the tables: the metric, its words, its divisor, and whether the page's own cost is taken off.
ROWS = (
    ("first.paint", "banner painted, ms", 1, False),
    ("first.fcp", "the page's first contentful paint, ms", 1, False),
    ("first.relative", "banner ÷ that", 1, False),
    ("first.frames", "frames from that to the banner", 1, False),
    ("first.bytes", "over the wire before a click, kB", 1000, True),
    ("first.requests", "requests before a click", 1, True),
    ("first.script", "script time before a click, ms", 1, False),
    ("first.long", "long tasks before a click, ms", 1, False),
    ("first.shift", "layout shift", 1, False),
    ("cold.painted", "click → next paint, ms", 1, False),
    ("cold.gone", "click → banner gone, ms", 1, False),
    ("cold.cookie", "click → cookie, nothing in the cache, ms", 1, False),
    ("warm.cookie", "click → cookie, files in the cache, ms", 1, False),
    ("up.cookie", "click → cookie, after a move towards the banner, ms", 1, False),
    ("cold.tags", "click → last tag, nothing in the cache, ms", 1, False),
    ("warm.tags", "click → last tag, files in the cache, ms", 1, False),
    ("up.tags", "click → last tag, after a move towards the banner, ms", 1, False),
    ("later.tag", "return visit: first tag requested, ms", 1, False),
    ("later.tags", "return visit: last tag requested, ms", 1, False),
    ("later.bytes", "return visit: over the wire, kB", 1000, True),
    ("later.requests", "return visit: requests", 1, True),
    ("later.script", "return visit: script time, ms", 1, False),
    ("later.changes", "return visit: of a core, while the page changes 10,000 times a second, %", 1, True),
)
_AXES = (
    "script bytes",
    "first paint",
    "script time",
    "click to cookie",
    "click to all run",
    "later script time",
)


def markdown(figures: Figures) -> str:
    """Everything, under headings of the second level."""
    compared = "\n\n".join(_compared(figures, profile) for profile in figures.journeys)
    return "\n\n".join(
        [
            _conditions(figures),
            "![This banner and its peers, measured](../pictures/benchmark.svg)",
            "## Goals",
            _goals(figures),
            "## Which runtime, and why",
            _runtimes(figures),
            "## Beside its peers",
            compared,
            "## How cost grows",
            _growth(figures),
        ]
    )


def number(value: float) -> str:
    """Three digits that matter, and no more than two after the point."""
    value = 0 if abs(value) < 0.005 else value
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}".removesuffix(".0") if abs(value) >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")


def _conditions(figures: Figures) -> str:
    where = figures.where
    fast, slow = (
        f"{figures.count(profile, 'first.fcp')} first pages, {figures.count(profile, 'cold.cookie')} "
        f"decisions and {figures.count(profile, 'later.tag')} return visits"
        for profile in ("fast", "slow")
    )
    return (
        f"Printed by `python3 build.py bench --write`: {where['browser']} on {where['cores']} cores that "
        f"other work shares (load {where['load']}). Medians of {fast} at full speed on loopback (fast) and "
        f"of {slow} with 150 ms, 1.6 Mbit/s and CPU ÷ 4 (slow), the contestants taking turns; in small "
        "figures the quartiles. All stand in the same page with the same three tags and words, set up as "
        "their own documentation says and compressed with gzip; what peers load may be kept for ever, save "
        "a configuration, which is kept as long as `consent.js`. Bytes and requests are those beyond the "
        "page's own. Script time is what a trace tells: how long the page's main thread has the processor "
        "to compile scripts, and to run them and what their promises call; the browser's own counter would "
        "leave out promises, and what modules compile."
    )


def _goals(figures: Figures) -> str:
    reached = goals(figures)
    count = sum(goal.met for goal in reached)
    lines = [_line(goal) for goal in reached]
    table = "\n".join(["| | measured | goal | |", "|---|---|---|---|", *lines])
    missed = [line for line, goal in zip(lines, reached, strict=True) if not goal.met]
    short = "\n".join(["| | measured | goal | |", "|---|---|---|---|", *missed])
    told = f"{count} of {len(reached)} goals are met."
    if missed:
        told += f" Not met:\n\n{short}"
    return f"{told}\n\n{_folded(f'All {len(reached)} goals', table)}"


def _line(goal: Goal) -> str:
    measured, limit = (f"{number(value)} {goal.unit}".strip() for value in (goal.measured, goal.limit))
    against = f" ({goal.against})" if goal.against else ""
    return f"| {goal.what} | {measured} | ≤ {limit}{against} | {'met' if goal.met else '**not met**'} |"


def _runtimes(figures: Figures) -> str:
    fast, slow = figures.starts["fast"], figures.starts.get("slow", {})

    def started(profile: dict[str, Samples], metric: str, scale: float = 1) -> list[str]:
        return [
            _cell(_scaled(spread(profile[one][metric]), scale)) if metric in profile.get(one, {}) else "–"
            for one in (*OURS, SHIPPED)
        ]

    def journey(metric: str, profile: str) -> list[str]:
        return [_cell(figures.of(profile, one, metric)) for one in OURS] + ["–"]

    rows = [
        ("over the wire, everything up to where Python listens, kB", started(fast, "cold.bytes", 1000)),
        ("click → cookie, nothing in the cache, fast, ms", journey("cold.cookie", "fast")),
        ("the same, slow", journey("cold.cookie", "slow")),
        ("click → cookie, files in the cache, fast, ms", journey("warm.cookie", "fast")),
        ("the same, slow", journey("warm.cookie", "slow")),
        ("click → cookie, Python up, fast, ms", journey("up.cookie", "fast")),
        ("the same, slow", journey("up.cookie", "slow")),
        ("start of Python, cold, fast, ms", started(fast, "cold.start")),
        ("start of Python, warm, fast, ms", started(fast, "warm.start")),
        ("the same, slow", started(slow, "warm.start")),
        ("longest block of the page meanwhile, fast, ms", started(fast, "warm.longest")),
        ("the same, slow", started(slow, "warm.longest")),
        ("memory of the page with Python, MB", started(fast, "memory", 1e6)),
    ]
    head = "| | Pyodide | MicroPython | PyScript + Pyodide as shipped |"
    lines = [f"| {words} | {' | '.join(cells)} |" for words, cells in rows]
    return (
        "Before the first move and on return visits both cost the same, for neither is there; they "
        "differ on the one page on which a visitor decides. **MicroPython** loads little and records a "
        "click soon, on phones and slow lines too: choose it unless you need CPython. **Pyodide** is the "
        "whole CPython; on a slow line the click is kept, and recorded when it has come, on a later page "
        "if need be.\n\n" + "\n".join([head, "|---|---|---|---|", *lines])
    )


def _compared(figures: Figures, profile: str) -> str:
    shown = (*OURS, END, *PEERS)
    measured = figures.journeys[profile]
    head = (
        "| "
        + " | ".join(["", *(NAMES[one] for one in shown), "each of ours ÷ the best peer", "the page alone"])
        + " |"
    )
    lines = []
    for metric, words, scale, less in ROWS:
        take: Callable[[str, str, str], Spread] = figures.beyond if less else figures.of
        spreads = {one: _scaled(take(profile, one, metric), scale) for one in shown}
        alone = spread(measured[ALONE][metric]).median / scale if metric in measured[ALONE] else None
        cells = [_cell(spreads[one]) for one in shown]
        lines.append(
            "| "
            + " | ".join([words, *cells, _ratio(spreads), "–" if alone is None else number(alone)])
            + " |"
        )
    table = "\n".join([head, "|" + "---|" * (len(shown) + 3), *lines])
    return _folded(f"{profile.title()}: everything measured, with quartiles", table)


def _growth(figures: Figures) -> str:
    parts = []
    for axis, by_runtime in sorted(figures.growth.items()):
        head = f"| {axis} | runtime | {' | '.join(f'{one}, {_unit(one)}' for one in _AXES)} |"
        lines = [
            f"| {int(size):,} | {runtime} | "
            + " | ".join(_cell(_scaled(spread(samples[one]), 1000 if "bytes" in one else 1)) for one in _AXES)
            + " |"
            for runtime, by_size in sorted(by_runtime.items())
            for size, samples in sorted(by_size.items(), key=lambda pair: int(pair[0]))
        ]
        parts.append("\n".join([head, "|" + "---|" * (len(_AXES) + 2), *lines]))
    return _folded("Services, blocked elements and cookies, at full speed", "\n\n".join(parts))


def _unit(metric: str) -> str:
    return "kB" if "bytes" in metric else "ms"


def _ratio(spreads: dict[str, Spread]) -> str:
    """Each of ours by the best peer, which must have something to divide by."""
    least = min(spreads[one].median for one in PEERS)
    return " · ".join(number(spreads[one].median / least) if least > 0 else "–" for one in OURS)


def _scaled(figure: Spread, scale: float) -> Spread:
    return Spread(figure.median / scale, figure.low / scale, figure.high / scale)


def _cell(figure: Spread) -> str:
    low, high = number(figure.low), number(figure.high)
    return number(figure.median) + ("" if low == high else f" <sub>{low}–{high}</sub>")


def _folded(title: str, text: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{text}\n\n</details>"
