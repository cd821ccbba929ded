"""Chain of the log: each entry is appended with the hash of all before it, and each day leaves a checkpoint.

Whoever calls these holds the log (:func:`banner.server.locks.hold`), so that the chain has no forks.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

from banner.server.verification import START, Checkpoint, digest, hash_after

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.engine import Connection

    from banner.server.tables import LogTables

_DAY = 86_400_000  # milliseconds
# What a database says of a row, and not of itself.
_OF_A_ROW = (sql.exc.IntegrityError, sql.exc.DataError)
_AT_ONCE = 500  # entries in memory, where all are read


class Chain:
    """Chain of hashes over the entries of *tables*."""

    def __init__(self, tables: LogTables) -> None:
        self._tables = tables

    def append(self, connection: Connection, rows: list[dict[str, Any]]) -> dict[str, Exception]:
        """Append *rows*, all that entries have but their numbers and hashes.

        Return why the database has refused some of them, by the ids of those; it costs the others nothing.
        """
        if not rows:
            return {}
        try:
            with connection.begin_nested():
                self._insert(connection, rows)
        except _OF_A_ROW as error:
            if len(rows) == 1:
                return {rows[0]["id"]: error}
        else:
            return {}
        refused: dict[str, Exception] = {}
        for row in rows:
            refused |= self.append(connection, [row])
        return refused

    def head(self, connection: Connection) -> Checkpoint:
        """Return the hash of the whole log up to now."""
        columns = self._tables.head.c
        row = connection.execute(sql.select(columns.number, columns.hash, columns.at)).first()
        return Checkpoint(*row) if row else START

    def close_day(self, connection: Connection, now: int) -> None:
        """Leave the checkpoint of the last day with entries, if that is over at *now* (milliseconds)."""
        head = self.head(connection)
        if head.number and head.at // _DAY < now // _DAY:
            self._keep(connection, head)

    def checkpoints(self, connection: Connection) -> list[Checkpoint]:
        """Return the checkpoints of all days that are over, the oldest first."""
        table = self._tables.checkpoints
        wanted = sql.select(table.c.number, table.c.hash, table.c.at).order_by(table.c.number)
        return [Checkpoint(*row) for row in connection.execute(wanted)]

    def start(self, connection: Connection) -> Checkpoint:
        """Return the checkpoint from which all that is kept can be verified."""
        oldest = min(_oldest(connection, table) for table in (self._tables.entries, self._tables.erased))
        return self._before(connection, oldest)

    def links(self, connection: Connection) -> Iterator[Mapping[str, Any]]:
        """Give all entries in their order, and in the place of each that was erased what it has left."""
        number = 0
        while found := self._some(connection, number):
            yield from found
            number = found[-1]["number"]

    def erase(self, connection: Connection, numbers: list[int]) -> None:
        """Delete the entries with those *numbers*; each leaves its digest, and the chain stays whole."""
        if not numbers:
            return
        entries = self._tables.entries
        gone = sql.select(entries).where(entries.c.number.in_(numbers))
        left = [
            {"number": row["number"], "before": row["before"], "digest": digest(dict(row))}
            for row in connection.execute(gone).mappings()
        ]
        connection.execute(self._tables.erased.insert(), left)
        connection.execute(entries.delete().where(entries.c.number.in_(numbers)))

    def forget_erased(self, connection: Connection) -> None:
        """Drop what erased entries have left, up to the last checkpoint before all that is kept."""
        start = self._before(connection, _oldest(connection, self._tables.entries))
        erased = self._tables.erased
        connection.execute(erased.delete().where(erased.c.number <= start.number))

    def _insert(self, connection: Connection, rows: list[dict[str, Any]]) -> None:
        head = self._adopted(connection, self.head(connection))
        linked, closed = [], []
        for row in rows:
            if head.number and head.at // _DAY < row["at"] // _DAY:
                closed.append(head)
            entry = {**row, "number": head.number + 1, "before": head.hash}
            linked.append(entry)
            head = Checkpoint(entry["number"], hash_after(head.hash, entry), entry["at"])
        connection.execute(self._tables.entries.insert(), linked)
        for checkpoint in closed:
            self._keep(connection, checkpoint)
        self._move(connection, head)

    def _adopted(self, connection: Connection, head: Checkpoint) -> Checkpoint:
        """Chain what a process of an earlier version, which knows of no chain, has appended behind *head*."""
        entries = self._tables.entries
        strays = sql.select(entries).where(entries.c.number > head.number).order_by(entries.c.number)
        for row in connection.execute(strays).mappings().all():
            same = entries.c.number == row["number"]
            connection.execute(entries.update().where(same).values(before=head.hash))
            head = Checkpoint(row["number"], hash_after(head.hash, dict(row)), row["at"])
        return head

    def _keep(self, connection: Connection, checkpoint: Checkpoint) -> None:
        """Keep *checkpoint*, unless it is kept."""
        table = self._tables.checkpoints
        known = sql.select(table.c.number).where(table.c.number == checkpoint.number)
        if connection.execute(known).first() is None:
            connection.execute(table.insert(), [checkpoint.plain()])

    def _before(self, connection: Connection, number: float) -> Checkpoint:
        """Return the last checkpoint before the entry with that *number*."""
        table = self._tables.checkpoints
        wanted = sql.select(table.c.number, table.c.hash, table.c.at).order_by(table.c.number.desc()).limit(1)
        if number < math.inf:
            wanted = wanted.where(table.c.number < number)
        row = connection.execute(wanted).first()
        return Checkpoint(*row) if row else START

    def _move(self, connection: Connection, head: Checkpoint) -> None:
        table = self._tables.head
        if not connection.execute(table.update().values(head.plain())).rowcount:
            connection.execute(table.insert().values(id=1, **head.plain()))

    def _some(self, connection: Connection, number: int) -> list[Mapping[str, Any]]:
        """Return the next links behind that *number*."""
        found: list[Mapping[str, Any]] = []
        for table in (self._tables.entries, self._tables.erased):
            wanted = sql.select(table).where(table.c.number > number).order_by(table.c.number)
            found += [dict(row) for row in connection.execute(wanted.limit(_AT_ONCE)).mappings()]
        return sorted(found, key=lambda link: int(link["number"]))[:_AT_ONCE]


def _oldest(connection: Connection, table: sql.Table) -> float:
    """Return the lowest number in *table*; where it is empty, one above all others."""
    found = connection.execute(sql.select(sql.func.min(table.c.number))).scalar()
    return math.inf if found is None else int(found)
