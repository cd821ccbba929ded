"""The way to the database: never on the event loop, never too many at once, and nobody waits for ever."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")
_THREADS = 8  # as many as connections are at hand, so that a page's threads are never those that wait
_MOST = 200  # jobs that are not done: each holds a body of 64 kB at most
_PATIENCE = 10.0  # seconds; the page gives up after as many


class BusyError(Exception):
    """Database that does not answer in time, or of which too much is asked already."""


class Gate:
    """Gate through which all jobs for a database go.

    *threads* work on them; *most* may be unfinished at a time, and whoever has sent one waits for *patience*
    seconds. A job that is given up goes on by itself, and counts until it ends: a database that hangs holds
    these threads and no others.
    """

    def __init__(self, threads: int = _THREADS, most: int = _MOST, patience: float = _PATIENCE) -> None:
        self._threads = ThreadPoolExecutor(threads, "consent-database")
        self._most = most
        self._patience = patience
        self.unfinished = 0

    async def call(self, function: Callable[..., T], *arguments: Any, patience: float | None = None) -> T:
        """Return what *function* returns, called in a thread.

        Raises :class:`BusyError` where that takes too long, or too much waits already.
        """
        self._check()
        loop = asyncio.get_running_loop()
        return await self._done(loop.run_in_executor(self._threads, function, *arguments), patience)

    async def wait(self, job: Coroutine[Any, Any, T]) -> T:
        """Return what *job* returns, which finds its thread itself; as :meth:`call` does."""
        try:
            self._check()
        except BusyError:
            job.close()
            raise
        return await self._done(asyncio.ensure_future(job), None)

    def _check(self) -> None:
        if self.unfinished >= self._most:
            raise BusyError("too much is asked of the database")

    async def _done(self, job: asyncio.Future[T], patience: float | None) -> T:
        self.unfinished += 1
        job.add_done_callback(self._ended)
        try:
            # It is shielded, since a job that was given up is not done yet.
            return await asyncio.wait_for(asyncio.shield(job), patience or self._patience)
        except TimeoutError:
            raise BusyError("the database does not answer in time") from None

    def _ended(self, job: asyncio.Future[Any]) -> None:
        self.unfinished -= 1
        if not job.cancelled():
            job.exception()  # nobody may be there any more who asks for it
