"""State of one page between two events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.core.consent import Consent
    from banner.core.declaration import Declaration
    from banner.core.effects import Effect
    from banner.core.login import Login
    from banner.core.merge import Merged
    from banner.core.plan import Ground

    Step = tuple["State", tuple[Effect, ...]]


@dataclass(frozen=True)
class State:
    """State of one page. *phase* goes from ``"new"`` to ``"asking"`` or ``"decided"``, and to and fro.

    On a page that names an account it is ``"joining"`` before, until the server has said what that holds.

    *consent* is the last readable one, also where it no longer holds. *active* are the services that are
    active in this page, *active_items* those of which single items are. *seen* are the records in the cookies
    and the copy in storage as they were last read; *written* is the record that this page has written,
    *restored* the one that it has put back.

    *accounts* tells whether the site keeps consents of accounts, *time_origin* when the page was asked for,
    *login* what storage says of one, and *known* whether it is known what the account holds. *merged* waits
    for storage to take the login.
    """

    declaration: Declaration
    ground: Ground
    phase: str = "new"
    consent: Consent | None = None
    active: tuple[str, ...] = ()
    active_items: tuple[str, ...] = ()
    seen: tuple[tuple[str, ...], str] | None = None
    written: str = ""
    restored: str = ""
    accounts: bool = False
    time_origin: int = 0
    login: Login | None = None
    known: bool = True
    merged: Merged | None = None
