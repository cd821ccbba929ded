"""Declarations: what the site asks now and has ever asked, since consents to all of it are kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

from banner.server import clock
from banner.server.locks import hold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection, Engine

    from banner.core.consent import Consent
    from banner.core.declaration import Declaration


class Declarations:
    """Declarations of one site, of which *present* holds now; no revision ever leaves the *table*."""

    def __init__(self, engine: Engine, table: sql.Table, present: Declaration) -> None:
        self._engine = engine
        self._table = table
        self._asked: dict[str, frozenset[str]] = {}
        self._together: set[frozenset[str]] = set()
        self.declare(present)

    def declare(self, present: Declaration) -> None:
        """From now on the site asks what *present* says; what it asked before stays known."""
        columns = self._table.c
        content = asdict(present)
        with self._engine.begin() as connection:
            hold(connection)
            self._learn_all(connection)
            if self.asked(present.revision) is None:
                services = [service.id for service in present.optional()]
                row = {"revision": present.revision, "services": services, "since": clock.now()}
                connection.execute(self._table.insert().values(content=content, **row))
                self._learn(present.revision, services)
            else:
                # An earlier version has kept the services alone.
                same = (columns.revision == present.revision) & columns.content.is_(sql.null())
                connection.execute(self._table.update().where(same).values(content=content))
        self.present = present

    def learn(self, connection: Connection, consents: Iterable[Consent]) -> None:
        """Look up what *consents* were asked about, in one query, where that is not known yet.

        Another process may get to know a revision first, so what is not known is looked up each time.
        """
        if not all(one.revision in self._asked and _named(one) in self._together for one in consents):
            self._learn_all(connection)

    def asked(self, revision: str) -> frozenset[str] | None:
        """Return the ids of the services that were asked about under *revision*, if that is known."""
        return self._asked.get(revision)

    def whole(self, consent: Consent) -> bool:
        """Return whether *consent* is about just what some revision asked.

        It need not be its own: what was decided before a deploy is recorded by a page after it, which denies
        what was not asked yet.
        """
        return _named(consent) in self._together

    def content(self, revision: str) -> dict[str, Any] | None:
        """Return all that is kept of *revision*.

        That is the ids of the ``services`` that were asked, ``since`` when (milliseconds since 1970), and as
        ``declaration`` all that was declared, or ``None`` where an earlier version has kept the ids alone.
        """
        columns = self._table.c
        wanted = sql.select(
            columns.revision, columns.since, columns.services, columns.content.label("declaration")
        ).where(columns.revision == revision)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).mappings().first()
        return dict(row) if row else None

    def _learn_all(self, connection: Connection) -> None:
        columns = self._table.c
        for revision, services in connection.execute(sql.select(columns.revision, columns.services)):
            self._learn(revision, services)

    def _learn(self, revision: str, services: list[str]) -> None:
        self._asked[revision] = frozenset(services)
        self._together.add(frozenset(services))


def _named(consent: Consent) -> frozenset[str]:
    return frozenset(consent.on + consent.denied)
