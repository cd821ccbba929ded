"""Export of the log: a file that proves consents by itself, and checkpoints to be kept somewhere else.

Each line of the file is JSON: an entry with the server's own time (``at``, milliseconds since 1970) and the
hash that it carries (``before``), what is left of one that was deleted, a ``notice`` that was shown, a
``declaration`` that was asked about, or a ``checkpoint``. The first line is the checkpoint from which all
others can be verified, the last one that of the moment.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

from banner.server.chain import Chain
from banner.server.locks import look
from banner.server.parts import parts
from banner.server.verification import PROVEN, Checkpoint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy.engine import Connection, Engine

    from banner.server.tables import LogTables

_ERASED = ("number", "before", "digest")


class Export:
    """Export of the log in the *tables* of one database."""

    def __init__(self, engine: Engine, tables: LogTables) -> None:
        self._engine = engine
        self._tables = tables
        self._chain = Chain(tables)

    def checkpoints(self) -> list[Checkpoint]:
        """Return a checkpoint for each day that is over and had entries, and that of the moment."""
        with self._engine.begin() as connection:
            look(connection)
            return [*self._closed(connection), self._chain.head(connection)]

    def lines(self) -> Iterator[str]:
        """Give the lines of the file, as the log is now, without an end of line."""
        with self._engine.begin() as connection:
            look(connection)
            closed = {checkpoint.number: checkpoint for checkpoint in self._closed(connection)}
            texts = _Texts(self._tables)
            yield _json({"checkpoint": self._chain.start(connection).plain()})
            for link in self._chain.links(connection):
                yield _json(_told(link))
                texts.note(link)
                if link["number"] in closed:
                    yield _json({"checkpoint": closed[link["number"]].plain()})
            yield from map(_json, texts.lines(connection))
            yield _json({"checkpoint": self._chain.head(connection).plain()})

    def some(self, numbers: Collection[int]) -> Iterator[str]:
        """Give the lines of the entries with those *numbers*, and what was shown and asked then.

        It is what one person gets (GDPR art. 15 and 20); it proves nothing by itself, as the whole log does.
        """
        entries = self._tables.entries
        with self._engine.begin() as connection:
            look(connection)
            texts = _Texts(self._tables)
            for some in parts(sorted(numbers)):
                wanted = sql.select(entries).where(entries.c.number.in_(some)).order_by(entries.c.number)
                for row in connection.execute(wanted).mappings():
                    yield _json(_told(dict(row)))
                    texts.note(dict(row))
            yield from map(_json, texts.lines(connection))

    def _closed(self, connection: Connection) -> list[Checkpoint]:
        head = self._chain.head(connection)
        return [one for one in self._chain.checkpoints(connection) if one.number < head.number]


class _Texts:
    """What was shown and asked, of those entries that are noted."""

    def __init__(self, tables: LogTables) -> None:
        self._tables = tables
        self._hashes: set[str] = set()
        self._revisions: set[str] = set()

    def note(self, entry: Mapping[str, Any]) -> None:
        """Have the texts of *entry* be among the lines; one that was deleted has none."""
        if "digest" not in entry:
            self._hashes.add(entry["notice_hash"])
            self._revisions.add(entry["revision"])

    def lines(self, connection: Connection) -> Iterator[dict[str, Any]]:
        """Give each notice and each declaration once."""
        notices, declarations = self._tables.notices, self._tables.declarations
        for some in parts(sorted(self._hashes)):
            for row in connection.execute(sql.select(notices).where(notices.c.hash.in_(some))).mappings():
                yield {"notice": dict(row)}
        for some in parts(sorted(self._revisions)):
            asked = sql.select(declarations).where(declarations.c.revision.in_(some))
            for row in connection.execute(asked).mappings():
                yield {"declaration": dict(row)}


def _told(link: Mapping[str, Any]) -> dict[str, Any]:
    return {name: link[name] for name in (_ERASED if "digest" in link else (*PROVEN, "before"))}


def _json(plain: dict[str, Any]) -> str:
    return json.dumps(plain, separators=(",", ":"))
