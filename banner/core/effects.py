"""Effects: what the state machine wants done, to be performed in its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.core.consent import Consent
    from banner.core.login import Login
    from banner.core.merge import Merged
    from banner.core.plan import Plan
    from banner.core.unwanted import Unwanted


@dataclass(frozen=True)
class WriteRecord:
    """Keep *text* in the consent cookie for *max_age* seconds."""

    text: str
    max_age: int


@dataclass(frozen=True)
class EraseRecord:
    """Erase the consent cookie: it says nothing any more."""


@dataclass(frozen=True)
class AppendLogEntry:
    """Append to the log that *event* happened to *consent*, after the one called *previous*.

    *notice_hash* is that of what was shown before, in *language*. *scope* tells for whom it is: this
    ``"device"`` or, logged in, the ``"account"``.
    """

    event: str
    consent: Consent
    previous: str
    notice_hash: str
    language: str
    scope: str = "device"


@dataclass(frozen=True)
class LeavePlan:
    """Keep *plan* for later pages."""

    plan: Plan


@dataclass(frozen=True)
class ForgetPlan:
    """Let later pages ask Python again; *record* stays as the copy, where one holds."""

    record: str = ""


@dataclass(frozen=True)
class FetchAccount:
    """Ask the site's server for the account's consent; :class:`AccountRead` tells of the response.

    *record* is the device's own, which the server merges with it; ``None`` where nothing is to be merged.
    """

    record: str | None


@dataclass(frozen=True)
class KeepLogin:
    """Keep *login* in storage, or forget that there was one."""

    login: Login | None


@dataclass(frozen=True)
class TellAccount:
    """Tell the visitor what has come of the account's consent, and of the device's own."""

    merged: Merged


@dataclass(frozen=True)
class Listen:
    """Listen to what happens in the page from now on: the cookie is in line with who is logged in."""


@dataclass(frozen=True)
class Deactivate:
    """Tell the active *services* that their consent has ended."""

    services: tuple[str, ...]


@dataclass(frozen=True)
class EraseCookies:
    """Erase what denied services may have kept: cookies on every domain and path, and web storage."""

    unwanted: Unwanted


@dataclass(frozen=True)
class Activate:
    """Activate *services*, in this order."""

    services: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """Show the banner, with the switches of *ticked* on; *before* is a consent to another question.

    *on* are the services that are on without having been asked.
    """

    ticked: tuple[str, ...]
    before: Consent | None
    on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Settle:
    """Show no banner, and tell the page that *consent* holds.

    *running* are services that it denies and that stay active in this page until it is left.
    """

    consent: Consent
    running: tuple[str, ...] = ()


@dataclass(frozen=True)
class TellSignal:
    """Tell the visitor that the privacy signal keeps *services* off, which were allowed here."""

    services: tuple[str, ...]


@dataclass(frozen=True)
class ConfirmOptOut:
    """Have the page that follows confirm that the visitor has opted out, at the time *at* (milliseconds)."""

    at: int


@dataclass(frozen=True)
class TellStays:
    """Have the page that follows tell what withdrawn *services*, or some of them, have out of its reach."""

    services: tuple[str, ...]


@dataclass(frozen=True)
class Leave:
    """Leave the page for the same one anew: what ran in it is denied, and no script can be unloaded.

    Where that would cost the visitor something, such as a text that has been typed, the page asks before.
    """


if TYPE_CHECKING:
    Effect = (
        WriteRecord
        | EraseRecord
        | AppendLogEntry
        | LeavePlan
        | ForgetPlan
        | FetchAccount
        | KeepLogin
        | TellAccount
        | Listen
        | Deactivate
        | EraseCookies
        | Activate
        | Ask
        | Settle
        | TellSignal
        | ConfirmOptOut
        | TellStays
        | Leave
    )
