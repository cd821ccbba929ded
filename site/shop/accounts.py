"""Accounts: registered with an e-mail and a password, logged in for thirty days."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sql
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from banner.server.accounts import Account, forget
from shop import cookies
from shop.store import LOG, accounts, logins

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine
    from starlette.types import Scope

    from shop.passwords import Passwords

COOKIE = "account"
LOGIN = 30 * 86_400  # seconds
_MOST_LOGINS = 50  # of one account; the oldest end


@dataclass(frozen=True)
class User(Account):
    """Who is logged in, with the e-mail that the shop alone knows."""

    email: str


class Accounts:
    """All accounts of one database. Addresses are those of :func:`shop.emails.normal`.

    What works on a password raises :class:`shop.passwords.BusyError`.
    """

    def __init__(self, engine: Engine, passwords: Passwords) -> None:
        self._engine = engine
        self._passwords = passwords

    async def register(self, email: str, password: str) -> None:
        """Make an account, unless there is one with that address; nobody is told which it was."""
        hashed = await self._passwords.hash(password)
        await run_in_threadpool(self._insert, email, hashed)

    async def log_in(self, email: str, password: str) -> str | None:
        """Return a new token for whoever knows the password."""
        number, hashed = await run_in_threadpool(self._kept, accounts.c.email == email)
        if not await self._passwords.matches(hashed, password) or hashed is None:
            return None
        if self._passwords.outdated(hashed):
            new = await self._passwords.hash(password)
            return await run_in_threadpool(self._rehash, number, hashed, new)
        return await run_in_threadpool(self._open, number, hashed)

    async def change_password(self, user: User, password: str, new: str) -> str | None:
        """Let *new* be the password of *user*, and return a new token; all others open nothing any more.

        Return ``None`` where *password* is not the present one.
        """
        number, hashed = await run_in_threadpool(self._kept, accounts.c.id == user.id)
        if not await self._passwords.matches(hashed, password) or hashed is None:
            return None
        return await run_in_threadpool(self._change, number, hashed, await self._passwords.hash(new))

    async def delete(self, user: User, password: str) -> bool:
        """Delete the account of *user*, who knows its password; what proves decisions stays without it."""
        number, hashed = await run_in_threadpool(self._kept, accounts.c.id == user.id)
        if not await self._passwords.matches(hashed, password) or hashed is None:
            return False
        return await run_in_threadpool(self._delete, number, hashed)

    async def log_out(self, token: str) -> None:
        """End the login; nobody can use its token any more."""
        if token:
            await run_in_threadpool(self._close, token)

    async def logged_in(self, scope: Scope) -> User | None:
        """Return whoever has sent the request of that *scope*, by the token in its cookie."""
        token = cookies.read(HTTPConnection(scope), COOKIE)
        return await run_in_threadpool(self._of, token) if token else None

    def record(self, connection: Connection, id: int | str) -> str:
        """Return the consent record of the account with that number, or nothing."""
        found = connection.execute(sql.select(accounts.c.record).where(accounts.c.id == id)).scalar()
        return str(found or "")

    def keep(self, connection: Connection, id: int | str, record: str) -> None:
        """Let *record* be the consent record of the account with that number."""
        connection.execute(accounts.update().where(accounts.c.id == id).values(record=record))

    def _insert(self, email: str, hashed: str) -> None:
        values = {"key": secrets.token_hex(6), "email": email, "password": hashed, "record": ""}
        taken = sql.exists().where(accounts.c.email == email)
        # A database writes what it refuses into its own log, so it is asked before.
        new = sql.select(*map(sql.literal, values.values())).where(~taken)
        # Another one may register it at this very moment.
        with contextlib.suppress(sql.exc.IntegrityError), self._engine.begin() as connection:
            connection.execute(accounts.insert().from_select(list(values), new))

    def _kept(self, which: sql.ColumnElement[bool]) -> tuple[int, str | None]:
        """Return number and password of the account, as they are kept; or 0, and nothing."""
        with self._engine.connect() as connection:
            row = connection.execute(sql.select(accounts.c.id, accounts.c.password).where(which)).first()
        return (row.id, row.password) if row else (0, None)

    def _rehash(self, number: int, hashed: str, new: str) -> str | None:
        with self._engine.begin() as connection:
            return _log_in(connection, number, new) if _replace(connection, number, hashed, new) else None

    def _change(self, number: int, hashed: str, new: str) -> str | None:
        with self._engine.begin() as connection:
            if not _replace(connection, number, hashed, new):
                return None
            connection.execute(logins.delete().where(logins.c.account == number))
            return _log_in(connection, number, new)

    def _open(self, number: int, hashed: str) -> str | None:
        with self._engine.begin() as connection:
            connection.execute(logins.delete().where(logins.c.until < time.time()))
            return _log_in(connection, number, hashed)

    def _delete(self, number: int, hashed: str) -> bool:
        with self._engine.begin() as connection:
            # Another name first: a database locks a row of such a change, and no entry comes in between.
            gone = accounts.update().where(_unchanged(number, hashed)).values(key=secrets.token_hex(6))
            if not connection.execute(gone).rowcount:
                return False
            forget(connection, LOG, number)
            connection.execute(logins.delete().where(logins.c.account == number))
            connection.execute(accounts.delete().where(accounts.c.id == number))
        return True

    def _close(self, token: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(logins.delete().where(logins.c.token == _digest(token)))

    def _of(self, token: str) -> User | None:
        with self._engine.connect() as connection:
            row = connection.execute(
                sql.select(accounts.c.id, accounts.c.key, accounts.c.email, accounts.c.record)
                .join(logins, logins.c.account == accounts.c.id)
                .where(logins.c.token == _digest(token), logins.c.until > time.time())
            ).first()
        return User(row.id, row.key, row.record, row.email) if row else None


def _unchanged(number: int, hashed: str) -> sql.ColumnElement[bool]:
    """Return the account whose password is still the one that has been compared."""
    return (accounts.c.id == number) & (accounts.c.password == hashed)


def _replace(connection: Connection, number: int, hashed: str, new: str) -> bool:
    change = accounts.update().where(_unchanged(number, hashed)).values(password=new)
    return bool(connection.execute(change).rowcount)


def _log_in(connection: Connection, number: int, hashed: str) -> str | None:
    """Keep a new token and return it, unless the password has changed since *hashed* was compared.

    Otherwise a login that was under way would outlive a change that ends all logins.
    """
    token = secrets.token_urlsafe(32)
    digest = _digest(token)
    until = int(time.time()) + LOGIN
    same = (
        sql.select(sql.literal(digest), accounts.c.id, sql.literal(until))
        .where(_unchanged(number, hashed))
        .with_for_update()
    )
    made = logins.insert().from_select(["token", "account", "until"], same)
    counted = connection.execute(made.execution_options(preserve_rowcount=True))
    its = (logins.c.account == number) & (logins.c.token != digest)
    latest = sql.select(logins.c.token).where(its).order_by(logins.c.until.desc()).limit(_MOST_LOGINS - 1)
    connection.execute(logins.delete().where(its, logins.c.token.not_in(latest)))
    return token if counted.rowcount == 1 else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
