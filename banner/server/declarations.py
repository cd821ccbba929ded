"""Declarations: what the site asks now and has ever asked, since consents to all of it are kept."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner.server import clock

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection, Engine

    from banner.core.declaration import Declaration


class Declarations:
    """Declarations of one site, of which *present* holds now; no revision ever leaves the *table*."""

    def __init__(self, engine: Engine, table: sql.Table, present: Declaration) -> None:
        self._engine = engine
        self._table = table
        self._asked: dict[str, frozenset[str]] = {}
        self.declare(present)

    def declare(self, present: Declaration) -> None:
        """From now on the site asks what *present* says; what it asked before stays known."""
        # Another process of the same site may be faster; what it writes is the same.
        with contextlib.suppress(sql.exc.IntegrityError), self._engine.begin() as connection:
            self.learn(connection, [present.revision])
            if self.asked(present.revision) is None:
                services = [service.id for service in present.optional()]
                connection.execute(
                    self._table.insert().values(
                        revision=present.revision, services=services, since=clock.now()
                    )
                )
        self.present = present

    def learn(self, connection: Connection, revisions: Iterable[str]) -> None:
        """Look up those of *revisions* that are not known yet, in one query.

        Another process may get to know a revision first, so what is not known is looked up each time.
        """
        unknown = {revision for revision in revisions if revision not in self._asked}
        if unknown:
            columns = self._table.c
            wanted = sql.select(columns.revision, columns.services).where(columns.revision.in_(unknown))
            for revision, services in connection.execute(wanted):
                self._asked[revision] = frozenset(services)

    def asked(self, revision: str) -> frozenset[str] | None:
        """Return the ids of the services that were asked about under *revision*, if that is known."""
        return self._asked.get(revision)
