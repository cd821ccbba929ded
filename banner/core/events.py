"""What can happen to a visitor's answer: the events that go into the state machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.core.login import Login


@dataclass(frozen=True)
class Decided:
    """The visitor chose, perhaps pages ago: *at* is the moment of the click, *now* that of the recording.

    *id* is random and made at the click, so that an answer is never taken for two. *services* are those the
    click was about, *revision* what was asked then; *notice_hash* is the SHA-256 of what was shown, in
    *language*.
    """

    id: str
    action: str
    services: tuple[str, ...]
    at: int
    source: str
    revision: str
    notice_hash: str
    language: str
    now: int


@dataclass(frozen=True)
class Arrived:
    """Python is there, or sees that another page has answered meanwhile.

    *records* are the values of all consent cookies. *active* are the services that are active in the page,
    *active_items* those of which the visitor has activated single items. *copy* is the record that storage
    holds, for when the cookie has been lost, *login* what it says of one. *notice_hash* and *language* tell
    what this page shows where it asks. *pending* are the decisions that are not recorded yet, oldest first.
    """

    records: tuple[str, ...]
    now: int
    gpc: bool
    active: tuple[str, ...]
    active_items: tuple[str, ...] = ()
    copy: str = ""
    login: Login | None = None
    notice_hash: str = ""
    language: str = ""
    pending: tuple[Decided, ...] = ()


@dataclass(frozen=True)
class Started:
    """Python runs in a page that was asked for at *time_origin*, in milliseconds since 1970.

    *account* is what the page names: the opaque name of the account that is logged in, behind a dot the id of
    its consent, or nothing.
    """

    page: Arrived
    account: str
    time_origin: int


@dataclass(frozen=True)
class AccountRead:
    """The site's server has said what the account holds, or has failed: the *response* can be anything."""

    page: Arrived
    response: object


@dataclass(frozen=True)
class Performed:
    """All effects of the step before have been performed, and this is what the *page* is like now.

    Whether a cookie or storage takes what is written there, nobody knows before.
    """

    page: Arrived


if TYPE_CHECKING:
    Event = Arrived | Decided | Started | AccountRead | Performed
