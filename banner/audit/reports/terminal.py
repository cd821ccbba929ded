"""The report for a terminal: a table of phases and engines, then each finding once."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.audit.findings import Group
    from banner.audit.result import Result

_WIDTH = 110
_MOST_PLACES = 4


def text(result: Result) -> str:
    """Return the report; its lines fit a wide terminal."""
    lines = [*_table(result), ""]
    for group in result.groups:
        lines += [*_finding(group), ""]
    lines += [f"{result.address}: {result.sentence()}", result.scope()]
    lines += ["data: " + ", ".join(str(one) for one in result.data)] if result.data else []
    lines += [f"{one.name}: {limit}" for one in result.engines for limit in one.limits]
    return "\n".join([*lines, *result.words]) + "\n"


def _table(result: Result) -> Iterator[str]:
    """Give a row for each phase, with a cell for each engine."""
    engines = [one.name for one in result.engines]
    elsewhere = {one.phase for one in result.findings} - set(result.phases)
    rows = [*result.phases.items(), *(("", "the whole of it") for _ in range(bool(elsewhere)))]
    cells = [[title, *(cell(result, phase, engine) for engine in engines)] for phase, title in rows]
    table = [["phase", *engines], *cells]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for number, row in enumerate(table):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        if not number:
            yield "  ".join("─" * width for width in widths)


def cell(result: Result, phase: str, engine: str) -> str:
    """Return in words what came of a *phase* on an *engine*; no phase stands for the audit as a whole."""
    if phase and not any((one.phase, one.engine) == (phase, engine) for one in result.visits):
        return "not run"
    found = [one for one in result.groups if any((at.phase, at.engine) == (phase, engine) for at in one.all)]
    counts = [
        f"{number} {level}{'s' * (number != 1)}"
        for level in ("error", "warning", "note")
        if (number := sum(one.first.level == level for one in found))
    ]
    return ", ".join(counts) or "clean"


def _finding(group: Group) -> Iterator[str]:
    one = group.first
    yield from _wrapped(f"{one.level}: ", f"{one.what} [{one.rule}]")
    if cause := str(one.caused_by):
        yield from _wrapped("  caused by: ", cause)
    for part in ("page", "phase", "engine"):
        places = group.places(part)
        if places:
            more = f" and {len(places) - _MOST_PLACES} more" if len(places) > _MOST_PLACES else ""
            yield from _wrapped(f"  {part}s: " if len(places) > 1 else f"  {part}: ", _few(places) + more)
    yield from _wrapped("  remedy: ", one.remedy)


def _few(places: list[str]) -> str:
    return ", ".join(places[:_MOST_PLACES])


def _wrapped(before: str, words: str) -> list[str]:
    return textwrap.wrap(
        words,
        _WIDTH,
        initial_indent=before,
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
