"""Work in the background of a server: it runs once, however often and wherever it is asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine


class Background:
    """*work* that takes part in the loop that runs, and ends with it."""

    def __init__(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._work = work
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in the loop that runs, unless it has begun there; a process that was forked begins anew."""
        running = self._running
        if running is None or running.done() or running.get_loop() is not asyncio.get_running_loop():
            self._running = asyncio.create_task(self._work())
