"""Passwords: hashed and compared a few at a time, in threads of their own.

A hash costs memory and a processor on purpose (64 MiB of argon2id, RFC 9106). In the threads that everything
shares, a crowd of logins would take all memory, and no page would be sent meanwhile.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

import argon2

if TYPE_CHECKING:
    from collections.abc import Callable

_AT_ONCE = 2
_WAITING = 20

Result = TypeVar("Result")


class BusyError(Exception):
    """So many passwords wait already that one more would wait for too long."""


class Passwords:
    """A pool that works on *at_once* passwords, while *waiting* others wait their turn."""

    def __init__(self, at_once: int = _AT_ONCE, waiting: int = _WAITING) -> None:
        self._hasher = argon2.PasswordHasher()
        # What is compared where there is no account: that must cost as much.
        self._nobody = self._hasher.hash(secrets.token_hex())
        self._pool = ThreadPoolExecutor(at_once, "passwords")
        self._places = threading.BoundedSemaphore(at_once + waiting)

    async def hash(self, password: str) -> str:
        """Return what to keep of *password*; raises :class:`BusyError`."""
        return await self._run(self._hasher.hash, _normal(password))

    async def matches(self, kept: str | None, password: str) -> bool:
        """Return whether *kept* is of that *password*, in the same time where nothing is kept.

        Raises :class:`BusyError`.
        """
        return await self._run(self._verify, kept or self._nobody, _normal(password)) and kept is not None

    def outdated(self, kept: str) -> bool:
        """Return whether *kept* was made at another cost than hashes are made now."""
        return self._hasher.check_needs_rehash(kept)

    def close(self) -> None:
        """Let go of what waits, and of the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False

    async def _run(self, work: Callable[..., Result], *values: str) -> Result:
        if not self._places.acquire(blocking=False):
            raise BusyError
        try:
            done = self._pool.submit(work, *values)
        except RuntimeError as error:  # the server is ending
            self._places.release()
            raise BusyError from error
        # Also where the client has gone, a place is free once the work is done, and not before.
        done.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(done)


def _normal(password: str) -> str:
    """Return *password* as it is whatever keyboard has written it (RFC 8265, 4.2)."""
    return unicodedata.normalize("NFC", password)
