"""What is asked of a database meanwhile."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import sqlalchemy as sql

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def noted() -> Iterator[list[str]]:
    """Note each statement that goes to any database."""
    found: list[str] = []

    def note(*told: str) -> None:
        found.append(told[2])

    sql.event.listen(sql.Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sql.event.remove(sql.Engine, "before_cursor_execute", note)
