"""What can happen to a visitor's answer: the events that go into the state machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING


@dataclass(frozen=True)
class Answered:
    """The visitor chose, perhaps pages ago: *at* is the moment of the click, *now* that of the recording.

    *id* is random and made at the click, so that an answer is never taken for two. *services* are those the
    click was about, *revision* what was asked then; *texts* is the SHA-256 of what was shown, in *language*.
    """

    id: str
    action: str
    services: tuple[str, ...]
    at: int
    where: str
    revision: str
    texts: str
    language: str
    now: int


@dataclass(frozen=True)
class Arrived:
    """Python is there, or sees that another page has answered meanwhile.

    *records* are the texts of all consent cookies, *opened* the services that run.
    *copy* is the record that storage holds, for when the cookie has been lost. *items* are services of which
    the visitor opened single items. *account* is the opaque name of the logged-in account, or empty.
    *texts* and *language* tell what this page shows where it asks. *pending* are the clicks that the page
    side kept, oldest first.
    """

    records: tuple[str, ...]
    now: int
    gpc: bool
    opened: tuple[str, ...]
    items: tuple[str, ...] = ()
    copy: str = ""
    account: str = ""
    texts: str = ""
    language: str = ""
    pending: tuple[Answered, ...] = ()


@dataclass(frozen=True)
class ItemsOpened:
    """The visitor opened single items of *services*, which is no answer and not remembered."""

    services: tuple[str, ...]


if TYPE_CHECKING:
    Event = Arrived | Answered | ItemsOpened
