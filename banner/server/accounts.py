"""Accounts of a site, as the consent log knows them: who is logged in, and the consent of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection
    from starlette.types import Scope

    from banner.server.tables import LogTables


@dataclass(frozen=True)
class Account:
    """Somebody who is logged in.

    *id* is what the log keeps of the account: its number, or text where the accounts are elsewhere. *key* is
    the opaque name that pages may know, *record* the account's consent as text, or empty.
    """

    id: int | str
    key: str
    record: str


class Accounts(Protocol):
    """Accounts of a site. The records are read and kept in transactions of the log's database."""

    async def logged_in(self, scope: Scope) -> Account | None:
        """Return whoever has sent the request of that ASGI *scope*, if somebody is logged in."""

    def record(self, connection: Connection, id: int | str) -> str:
        """Return the record of the account called *id*, or an empty text."""

    def keep(self, connection: Connection, id: int | str, record: str) -> None:
        """Let *record* be that of the account called *id*."""


def forget(connection: Connection, tables: LogTables, id: int | str) -> None:
    """Take the account called *id* out of the log, in the transaction that deletes it.

    Its entries stay as proofs (GDPR art. 7(1), 17(3)(b) and (e)) until they are too old, and tell of no
    account any more.
    """
    account = tables.entries.c.account
    connection.execute(tables.entries.update().where(account == id).values(account=None))


class NoAccounts:
    """Accounts of a site on which nobody can log in."""

    async def logged_in(self, _: Scope) -> Account | None:
        """Return nobody."""
        return None

    def record(self, _: Connection, __: int | str) -> str:
        """Return an empty text."""
        return ""

    def keep(self, _: Connection, __: int | str, ___: str) -> None:
        """Keep nothing."""
