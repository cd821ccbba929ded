"""Persons: the entries of one of them, by an account or by a decision that a browser keeps; their erasure.

Whoever asks for what is kept of them (GDPR art. 15) or has it erased (art. 17) names the account, or the id
in the cookie of the browser. An owner may have to keep proofs all the same (art. 17(3)(b) and (e)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

from banner.core.ids import derived
from banner.server.chain import Chain
from banner.server.locks import hold, look
from banner.server.parts import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection, Engine

    from banner.server.tables import LogTables


class Persons:
    """Persons in the log of the *tables* of one database."""

    def __init__(self, engine: Engine, tables: LogTables) -> None:
        self._engine = engine
        self._entries = tables.entries
        self._chain = Chain(tables)

    def of_account(self, account: str) -> list[int]:
        """Return the numbers of the entries of the account with that id, which may be a number there."""
        columns = self._entries.c
        wanted = sql.select(columns.number).where(sql.cast(columns.account, sql.String) == account)
        with self._engine.begin() as connection:
            look(connection)
            return sorted(connection.execute(wanted).scalars())

    def of_decision(self, id: str) -> list[int]:
        """Return the numbers of the entry called *id*, and of all that came before and after it there."""
        found: dict[str, int] = {}
        ids = {id}
        with self._engine.begin() as connection:
            look(connection)
            while ids:
                rows = list(self._next_to(connection, ids))
                ids = {one for row in rows if row.id not in found for one in (row.id, row.previous) if one}
                ids -= found.keys()
                found |= {row.id: row.number for row in rows}
        return sorted(found.values())

    def erase(self, numbers: list[int]) -> None:
        """Delete the entries with those *numbers*. Each leaves a digest, so that all others stay proven."""
        with self._engine.begin() as connection:
            hold(connection)
            for some in parts(numbers):
                self._chain.erase(connection, some)

    def _next_to(self, connection: Connection, ids: set[str]) -> Iterator[Any]:
        """Give the entries called by one of *ids*, and those that came right after one."""
        columns = self._entries.c
        for some in parts(sorted(ids)):
            before = [*some, *(derived(one, "merged") for one in some)]
            yield from connection.execute(
                sql.select(columns.number, columns.id, columns.previous).where(
                    columns.id.in_(some) | columns.previous.in_(before)
                )
            )
