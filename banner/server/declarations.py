"""What the site asks now, and what it has ever asked: an answer to last year's question is an answer."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner.server.store import declarations

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

    from banner.core.declaration import Declaration


class Declarations:
    """The declarations of one site, of which *present* holds now; no revision ever leaves the database."""

    def __init__(self, engine: Engine, present: Declaration) -> None:
        self._engine = engine
        self._asked: dict[str, frozenset[str]] = {}
        self.declare(present)

    def declare(self, present: Declaration) -> None:
        """From now on the site asks what *present* says; what it asked before stays known."""
        # Another process of the same site may be faster; what it writes is the same.
        with contextlib.suppress(sql.exc.IntegrityError), self._engine.begin() as connection:
            if self.asked(connection, present.revision) is None:
                services = [service.id for service in present.optional()]
                connection.execute(
                    declarations.insert().values(
                        revision=present.revision, services=services, since=int(time.time() * 1000)
                    )
                )
        self.present = present

    def asked(self, connection: Connection, revision: str) -> frozenset[str] | None:
        """The ids of the services that were asked about under *revision*; ``None`` where nobody knows it yet.

        Another process may get to know a revision first, so what is not known is looked up each time.
        """
        if revision not in self._asked:
            wanted = sql.select(declarations.c.services).where(declarations.c.revision == revision)
            services = connection.execute(wanted).scalar()
            if services is None:
                return None
            self._asked[revision] = frozenset(services)
        return self._asked[revision]
