"""Latest consent of an account: the same in whatever order decisions arrive, and however many write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.record import decode
from banner.server.judge import consent_of

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from banner.core.consent import Consent
    from banner.server.accounts import Accounts
    from banner.server.judge import Fresh


def is_later(consent: Consent, kept: Consent | None) -> bool:
    """Return whether *consent* came after *kept*, of two different ones always the same.

    What the privacy signal or a merge has narrowed keeps the time of the wider one, so of two with one time
    the one that leaves less on is the later one.
    """
    return kept is None or _order(consent) > _order(kept)


def keep_latest(connection: Connection, accounts: Accounts, account: int | str, decided: list[Fresh]) -> None:
    """Give the latest of what was *decided* to *account*, unless that has a later consent.

    Whoever calls holds the log, so that nobody writes between what is read here and what is written. What is
    foreign, decided before somebody else has logged in, can take from the account, and give nothing to it.
    """
    latest = decode(accounts.record(connection, account))
    record = ""
    for fresh in decided:
        consent = consent_of(fresh.entry)
        less = latest is not None and set(consent.on) <= set(latest.on)
        if is_later(consent, latest) and (less or not fresh.foreign):
            latest, record = consent, fresh.entry.record
    if record:
        accounts.keep(connection, account, record)


def _order(consent: Consent) -> tuple[int, int, str]:
    return consent.at, -len(consent.on), consent.id
