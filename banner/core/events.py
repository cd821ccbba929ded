"""Events: what can happen in a page, told to the state machine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.core.login import Login


@dataclass(frozen=True)
class Decided:
    """Decision of the visitor, perhaps pages ago: made at *at*, and to be recorded *now*.

    *id* is random and made with the decision, so that one is never taken for two. *services* are those that
    it is about, *revision* what was asked then; *notice_hash* is the SHA-256 of what was shown, in
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
    """Python has started in the page, or has been told to look at it again.

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
    """Response of the site's server about the account; it can be anything, and ``None`` where it failed."""

    page: Arrived
    response: object


@dataclass(frozen=True)
class Performed:
    """All effects of the step before have been performed; *page* is the page after that.

    Whether cookies and storage take what is written there is seen only afterwards.
    """

    page: Arrived


if TYPE_CHECKING:
    Event = Arrived | Decided | Started | AccountRead | Performed
