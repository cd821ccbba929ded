"""Limits of each client; addresses are held in memory for a while and written nowhere."""

from __future__ import annotations

import time


class Bucket:
    """Bucket of tokens for each client: *burst* at first, and *rate* more each second."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate = rate
        self._burst = burst
        self._level: dict[str, tuple[float, float]] = {}

    def take(self, client: str) -> bool:
        """Take one token of *client*'s; whether there was one."""
        now = time.monotonic()
        level, since = self._level.get(client, (float(self._burst), now))
        level = min(self._burst, level + (now - since) * self._rate)
        if len(self._level) > 10_000:  # noqa: PLR2004 - some hundred kilobytes
            self._level.clear()
        self._level[client] = (level - 1 if level >= 1 else level, now)
        return level >= 1
