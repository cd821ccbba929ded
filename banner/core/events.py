"""What can happen to a visitor's answer: the events that go into the state machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING


@dataclass(frozen=True)
class Answered:
    """The visitor chose, perhaps pages ago: *at* is the moment of the click, *now* that of the recording.

    *id* is random and made at the click, so that an answer is never taken for two. *services* are those the
    click was about, *revision* what was asked then.
    """

    id: str
    action: str
    services: tuple[str, ...]
    at: int
    where: str
    revision: str
    now: int


@dataclass(frozen=True)
class Arrived:
    """Python is there. *records* are the texts of all consent cookies, *opened* what a plan opened.

    *pending* are the clicks that the page side kept, oldest first.
    """

    records: tuple[str, ...]
    now: int
    gpc: bool
    opened: tuple[str, ...]
    pending: tuple[Answered, ...] = ()


if TYPE_CHECKING:
    Event = Arrived | Answered
