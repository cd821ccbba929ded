"""Export of the log: a file that proves consents by itself, and checkpoints to be kept somewhere else.

Each line of the file is JSON: an entry with the server's own time (``at``, milliseconds since 1970) and the
hash that it carries (``before``), what is left of one that was deleted for its age, or a ``checkpoint``. The
first line is the checkpoint from which all others can be verified, the last one that of the moment.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from banner.server.chain import Chain
from banner.server.locks import look
from banner.server.verification import PROVEN, Checkpoint, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy.engine import Connection, Engine

    from banner.server.tables import LogTables
    from banner.server.verification import Fault

_ERASED = ("number", "before", "digest")


class Export:
    """Export of the log in the *tables* of one database."""

    def __init__(self, engine: Engine, tables: LogTables) -> None:
        self._engine = engine
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
            yield _json({"checkpoint": self._chain.start(connection).plain()})
            for link in self._chain.links(connection):
                yield _json(_told(link))
                if link["number"] in closed:
                    yield _json({"checkpoint": closed[link["number"]].plain()})
            yield _json({"checkpoint": self._chain.head(connection).plain()})

    def _closed(self, connection: Connection) -> list[Checkpoint]:
        head = self._chain.head(connection)
        return [one for one in self._chain.checkpoints(connection) if one.number < head.number]


def fault(lines: Iterable[str], known: Iterable[Checkpoint] = ()) -> Fault | None:
    """Return what is wrong with the first entry in *lines* of an export that was changed, or ``None``.

    *known* are checkpoints that were kept somewhere else. Without one, whoever has changed the file may have
    written all of it anew.
    """
    start, *plain = [json.loads(line) for line in lines]
    entries = [one for one in plain if "checkpoint" not in one]
    told = [Checkpoint(**one["checkpoint"]) for one in plain if "checkpoint" in one]
    # What was kept elsewhere counts more than what the file says.
    return verify(entries, Checkpoint(**start["checkpoint"]), [*told, *known])


def _told(link: Mapping[str, Any]) -> dict[str, Any]:
    return {name: link[name] for name in (_ERASED if "digest" in link else (*PROVEN, "before"))}


def _json(plain: dict[str, Any]) -> str:
    return json.dumps(plain, separators=(",", ":"))
