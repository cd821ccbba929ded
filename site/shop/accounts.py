"""Accounts: registered with an e-mail and a password, logged in for thirty days."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import argon2
import sqlalchemy as sql
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from banner.server.accounts import Account
from shop.store import accounts, logins

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine
    from starlette.types import Scope

LOGIN = 30 * 86_400  # seconds
SHORTEST = 10
_FAILURES = 5
_WINDOW = 15 * 60
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s]{2,}")


@dataclass(frozen=True)
class User(Account):
    """Who is logged in, with the e-mail that the shop alone knows."""

    email: str


class Accounts:
    """All accounts of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._hasher = argon2.PasswordHasher()
        # A wrong e-mail must take as long as a wrong password.
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._failures: dict[str, list[float]] = {}

    def register(self, email: str, password: str) -> dict[str, str]:
        """Make an account; gives the errors by the name of the field, none where it was made."""
        errors = {}
        if not _EMAIL.fullmatch(email) or len(email) > 254:  # noqa: PLR2004 - RFC 5321's longest address
            errors["email"] = "Write an e-mail address, such as anna@example.com."
        if not SHORTEST <= len(password) <= 1000:  # noqa: PLR2004 - hashing a novel would cost the server
            errors["password"] = f"Take a password of {SHORTEST} characters or more."
        if errors:
            return errors
        values = {
            "key": secrets.token_hex(6),
            "email": email.lower(),
            "password": self._hasher.hash(password),
            "record": "",
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(accounts.insert().values(**values))
        except sql.exc.IntegrityError:
            return {"email": "There is an account with this address already. Log in, or use another address."}
        return {}

    def blocked(self, email: str) -> int:
        """How many seconds a login has to wait after too many failures."""
        now = time.monotonic()
        recent = [one for one in self._failures.get(email.lower(), []) if now - one < _WINDOW]
        return int(_WINDOW - (now - recent[0])) + 1 if len(recent) >= _FAILURES else 0

    def log_in(self, email: str, password: str) -> str | None:
        """A new token for whoever knows the password."""
        with self._engine.connect() as connection:
            row = connection.execute(sql.select(accounts).where(accounts.c.email == email.lower())).first()
        try:
            self._hasher.verify(row.password if row else self._nobody, password)
        except argon2.exceptions.VerificationError:
            row = None
        if row is None:
            self._failures.setdefault(email.lower(), []).append(time.monotonic())
            return None
        self._failures.pop(email.lower(), None)
        token = secrets.token_urlsafe(32)
        with self._engine.begin() as connection:
            connection.execute(logins.delete().where(logins.c.until < time.time()))
            connection.execute(
                logins.insert().values(token=_digest(token), account=row.id, until=int(time.time()) + LOGIN)
            )
        return token

    def log_out(self, token: str) -> None:
        """End the login; nobody can use its token any more."""
        with self._engine.begin() as connection:
            connection.execute(logins.delete().where(logins.c.token == _digest(token)))

    def of(self, token: str) -> User | None:
        """Whoever is logged in with *token*."""
        if not token:
            return None
        with self._engine.connect() as connection:
            row = connection.execute(
                sql.select(accounts.c.id, accounts.c.key, accounts.c.email, accounts.c.record)
                .join(logins, logins.c.account == accounts.c.id)
                .where(logins.c.token == _digest(token), logins.c.until > time.time())
            ).first()
        return User(row.id, row.key, row.record, row.email) if row else None

    async def logged_in(self, scope: Scope) -> User | None:
        """Whoever has sent the request of that *scope*, by the token in its cookie."""
        token = HTTPConnection(scope).cookies.get("account", "")
        return await run_in_threadpool(self.of, token) if token else None

    def record(self, connection: Connection, id: int | str) -> str:
        """Return the consent record of the account with that number, or nothing."""
        found = connection.execute(sql.select(accounts.c.record).where(accounts.c.id == id)).scalar()
        return str(found or "")

    def keep(self, connection: Connection, id: int | str, record: str) -> None:
        """Let *record* be the consent record of the account with that number."""
        connection.execute(accounts.update().where(accounts.c.id == id).values(record=record))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
