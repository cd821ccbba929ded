"""Where one page stands between two events."""

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
    """Where one page stands. *phase* goes from ``"new"`` to ``"asking"`` or ``"answered"``, and to and fro.

    On a page that names an account it is ``"joining"`` before, until the server has said what that holds.

    *consent* is the last readable answer, also where it no longer holds. *opened* are the services that run
    in this page, *items* those of which single items do. *seen* are the records in the jar, and the copy in
    storage, as they were last looked at; *written* is the record that this page has written, *restored* that
    which it has put back into the jar.

    *accounts* tells whether the site keeps consents of accounts, *began* when the page was asked for,
    *login* what storage says of one, and *known* whether it is known what the account holds. *merged* waits
    for storage to take the login.
    """

    declaration: Declaration
    ground: Ground
    phase: str = "new"
    consent: Consent | None = None
    opened: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    seen: tuple[tuple[str, ...], str] | None = None
    written: str = ""
    restored: str = ""
    accounts: bool = False
    began: int = 0
    login: Login | None = None
    known: bool = True
    merged: Merged | None = None
