"""What happens in a browser, in the order in which it began."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

# A connection that asks for nothing so long holds up nobody else.
_PATIENCE = 5  # seconds


@dataclass
class Place:
    """Where an event will stand that has begun; ``event`` is a name and a value, or none came of it."""

    since: float = field(default_factory=time.monotonic)
    known: bool = False
    event: tuple[str, Any] | None = None


class Timeline:
    """Connections are taken in the order in which a browser makes them, and understood in any."""

    def __init__(self) -> None:
        self._places: deque[Place] = deque()
        self._changed = threading.Condition()

    def begin(self) -> Place:
        """Take the next place."""
        with self._changed:
            place = Place()
            self._places.append(place)
            return place

    def know(self, place: Place, event: tuple[str, Any] | None) -> None:
        """Say what came of *place*; the first word holds."""
        with self._changed:
            if not place.known:
                place.known, place.event = True, event
                self._changed.notify_all()

    def tell(self, event: tuple[str, Any]) -> None:
        """Put *event* into the next place."""
        self.know(self.begin(), event)

    def next(self, seconds: float) -> tuple[str, Any] | None:
        """The next event, waited for as long as *seconds*."""
        end = time.monotonic() + seconds
        with self._changed:
            while True:
                place = self._first()
                if place and place.event:
                    return place.event
                left = end - time.monotonic()
                if not place and left <= 0:
                    return None
                if not place:
                    self._changed.wait(left)

    def _first(self) -> Place | None:
        """The first that is known, unless one before it may become known soon."""
        for place in self._places:
            if place.known:
                self._places.remove(place)
                return place
            if time.monotonic() - place.since < _PATIENCE:
                break
        return None
