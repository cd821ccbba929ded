"""Judge of entries: kept, kept already, refused for now, or for ever, each by itself and with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sql

from banner.core.consent import RESTING, SIGNAL
from banner.core.log_entry import LogEntry
from banner.core.record import decode
from banner.server.agreement import contradiction, contradiction_with, too_long
from banner.server.history import COLUMNS

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from banner.core.consent import Consent
    from banner.server.declarations import Declarations
    from banner.server.notices import Notices


class ConflictError(Exception):
    """Entry whose id another one has already."""


class NotYetError(Exception):
    """Entry of a build that this server has not heard of, or not yet: another day it may have."""


class UndeclaredError(Exception):
    """Entry about a service that was not asked about under its revision."""


class ContradictionError(Exception):
    """Entry of which not all can be true."""


@dataclass(frozen=True)
class Known:
    """Entry that the log has, or that comes before in the same batch, and the account that it is of."""

    entry: LogEntry
    account: int | str | None


@dataclass(frozen=True)
class Fresh:
    """Entry to be kept, sent by whoever was logged in as *session*.

    It is *foreign* where it follows a decision of another account: that one's, sent after a logout.
    """

    entry: LogEntry
    session: int | str | None
    foreign: bool

    @property
    def account(self) -> int | str | None:
        """Return the account that the entry is of."""
        return None if self.foreign else self.session

    def row(self, now: int) -> dict[str, Any]:
        """Return the row that the entry has, which came *now* (milliseconds)."""
        consent = consent_of(self.entry)
        return {
            **self.entry.plain(),
            "at": now,
            "granted": list(consent.granted),
            "denied": list(consent.denied),
            "source": consent.source,
            "revision": consent.revision,
            "account": self.account,
        }


@dataclass(frozen=True)
class Batch:
    """What is *known* by its id, and what is *fresh*, in the order in which it came."""

    known: dict[str, Known]
    fresh: list[Fresh] = field(default_factory=list)


class Judge:
    """Judge of entries for the *table*, about *declarations* and after *notices*."""

    def __init__(self, table: sql.Table, declarations: Declarations, notices: Notices) -> None:
        self._table = table
        self._declarations = declarations
        self._notices = notices

    def look_up(self, connection: Connection, entries: list[LogEntry]) -> Batch:
        """Look up what is known of *entries* and of those before them: as many queries for one as for all."""
        consents = [consent_of(entry) for entry in entries]
        self._declarations.learn(connection, consents)
        pairs = [(entry.notice_hash, one.revision) for entry, one in zip(entries, consents, strict=True)]
        self._notices.take(connection, pairs)
        columns = self._table.c
        ids = {name for entry in entries for name in (entry.id, entry.previous)}
        wanted = sql.select(*(columns[name] for name in COLUMNS), columns.account).where(columns.id.in_(ids))
        return Batch({row.id: Known(LogEntry(*row[:-1]), row.account) for row in connection.execute(wanted)})

    def judge(self, batch: Batch, entry: LogEntry, session: int | str | None, now: int) -> Exception | None:
        """Return why *entry* cannot be kept at *now* (milliseconds); one that can, and is new, is *fresh*."""
        there = batch.known.get(entry.id)
        if there:
            return None if _same(entry, there.entry) else ConflictError(entry.id)
        consent = consent_of(entry)
        before = batch.known.get(entry.previous)
        fresh = Fresh(entry, session, _is_foreign(entry, session, before))
        fault = (
            too_long(fresh.row(now), self._table)
            or contradiction(entry, consent, now)
            or (contradiction_with(entry, consent, before.entry, consent_of(before.entry)) if before else "")
        )
        error = ContradictionError(fault) if fault else self._strange(entry, consent)
        if error is None:
            batch.fresh.append(fresh)
            batch.known[entry.id] = Known(entry, fresh.account)
        return error

    def _strange(self, entry: LogEntry, consent: Consent) -> Exception | None:
        """Return why *entry* is about nothing that was ever asked and shown here, if so."""
        asked = self._declarations.asked(consent.revision)
        if asked is None:
            return NotYetError(f"nobody was asked under the revision {consent.revision}")
        # An action about single services leaves on what was granted before, maybe under a later revision.
        strange = [one for one in consent.granted if one not in asked and consent.action not in RESTING]
        if strange:
            return UndeclaredError(strange[0])
        if not self._declarations.whole(consent):
            return NotYetError("nobody was asked about just these services")
        return self._unseen(entry, consent)

    def _unseen(self, entry: LogEntry, consent: Consent) -> Exception | None:
        """Return why nobody can have seen what *entry* says that was shown, if so."""
        language = self._notices.language(entry.notice_hash)
        if language is None:
            return NotYetError(f"nobody was shown a notice with the hash {entry.notice_hash}")
        if language not in ("", entry.language):
            return ContradictionError(f"language: that notice was shown in {language}")
        # A page of today tells what has expired, and shows what is asked today.
        if entry.event != "expired" and not self._notices.shown(entry.notice_hash, consent.revision):
            return NotYetError(f"nobody was shown that notice under the revision {consent.revision}")
        return None


@lru_cache(maxsize=2048)
def consent_of(entry: LogEntry) -> Consent:
    """Return the consent in the record of *entry*, which is asked for at each step that the entry takes."""
    consent = decode(entry.record)
    if consent is None:
        raise ValueError(entry.record)  # only what has been read as an entry comes this far
    return consent


def _same(entry: LogEntry, there: LogEntry) -> bool:
    """Return whether both prove the same.

    That a consent has expired, or what the signal left of it, each device of an account tells, after what it
    shows itself: one is enough.
    """
    told_by_each = entry.event == "expired" or consent_of(entry).action == SIGNAL
    if told_by_each:
        return (entry.event, entry.record, entry.previous) == (there.event, there.record, there.previous)
    return entry == there


def _is_foreign(entry: LogEntry, session: int | str | None, before: Known | None) -> bool:
    """Return whether *entry*, sent by *session*, follows a decision of another account."""
    if session is None or before is None or before.account is None:
        return False
    return entry.scope == before.entry.scope == "account" and before.account != session
