"""The functions of each interpreter that are called; ``python -m tests.profiling`` writes which.

Those of Pyodide's program are known by their places in its code, those in Python by module and name. Of
MicroPython, which has no memory that has to fit, it is the parts of functions that run (``parts.py``). Beside
them stands where in Pyodide's memory the tables of codecs are that nobody uses.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from banner.toolchain.environment import SetUpError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

FILES = {name: Path(__file__).with_name(f"{name}.json") for name in ("micropython", "pyodide")}


def read(program: bytes, file: Path) -> frozenset[int]:
    """Return the numbers of the functions of *program* that are called, or of their parts.

    Raises :class:`banner.toolchain.environment.SetUpError` where the profile is of another program.
    """
    known = json.loads(file.read_text("utf-8"))
    if known["sha256"] != _digest(program):
        again = f"run python -m tests.profiling {file.stem} and commit what it writes"
        raise SetUpError(f"{file}: sha256: this profile is of another version; {again}")
    return frozenset(place for first, last in known["called"] for place in range(first, last + 1))


def python(file: Path) -> list[str]:
    """Return the names of the functions in Python that are called."""
    return list(json.loads(file.read_text("utf-8"))["python"])


def tables(file: Path) -> list[range]:
    """Return where in memory the tables of codecs are."""
    return [range(first, last + 1) for first, last in json.loads(file.read_text("utf-8"))["tables"]]


def write(
    program: bytes, called: Collection[int], named: Collection[str], found: Collection[range], file: Path
) -> None:
    """Write down that of *program* those at the places *called* are called, and in Python those *named*.

    The tables of codecs are *found* in its memory.
    """
    lists: dict[str, Sequence[object]] = {
        "called": _ranges(called),
        "python": sorted(named),
        "tables": [(one.start, one.stop - 1) for one in found],
    }
    parts = [f'"sha256": {json.dumps(_digest(program))}']
    for name, items in lists.items():
        lines = ",\n".join(json.dumps(one) for one in items)
        parts.append(f'"{name}": [\n{lines}\n]')
    file.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8", newline="\n")


def _ranges(places: Collection[int]) -> list[tuple[int, int]]:
    """Return the first and the last of those that follow each other, in order."""
    found: list[tuple[int, int]] = []
    for place in sorted(places):
        if found and place == found[-1][1] + 1:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _digest(program: bytes) -> str:
    return hashlib.sha256(program).hexdigest()
