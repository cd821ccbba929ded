"""Reads the ids of a declaration's tables, each of which is one of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.ids import is_id

if TYPE_CHECKING:
    from collections.abc import Container

    from banner.config.reader import Table


def read_id(table: Table, taken: Container[str]) -> str:
    """Read the id of a table, which no other of its kind may have."""
    one = table.text("id", check=id_format)
    if one and one in taken:
        first = _line_of_first(table, one)
        table.wrong(
            "id", f"this id is taken{f' in line {first}' if first else ''}; ids are unique: write another"
        )
    return one


def _line_of_first(table: Table, one: str) -> int | None:
    """Return the line where the id of *table* stands first in its list, if that is known."""
    kind = str(table.place[0])
    for number, other in enumerate(table.errors.values[kind]):
        if isinstance(other, dict) and one in (other.get("id"), other.get("use")):
            return table.errors.lines.of((kind, number, "id" if "id" in other else "use"))
    return None


def id_format(value: str) -> str:
    """Return the remedy for the id *value*; nothing for a good one."""
    return "" if is_id(value) else "write lower-case letters, digits and hyphens"
