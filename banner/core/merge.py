"""Merge of two consents, when somebody logs in on a device that has one of its own.

The rules follow the recommendation of the CNIL on consent across devices (deliberation 2025-131 of 18
December 2025), and are stricter in one point: a decision made before the login is anonymous, so it can
withdraw what the account grants, and never grant what the account denies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.core.consent import Consent, holds
from banner.core.ids import derived

if TYPE_CHECKING:
    from banner.core.declaration import Declaration


@dataclass(frozen=True)
class Merged:
    """Outcome of a merge.

    *consent* holds on the device from now on. *save* says that the account is to take it over, too. *toast*
    is what the visitor is told: ``"account"`` (the account's consent holds here too), ``"saved"`` (the
    device's is now the account's), ``"differs"`` (they differed, and the account's holds), ``"contested"``
    (the device granted *contested*, which the account denies), or nothing.
    """

    consent: Consent | None
    save: bool = False
    toast: str = ""
    contested: tuple[str, ...] = ()


def merge(declaration: Declaration, device: Consent | None, account: Consent | None, now: int) -> Merged:
    """Merge the consents of *device* and *account* at *now* (milliseconds).

    One that no longer holds counts as none. The result expires no later than the consent that granted it.
    """
    own = device if device and holds(device, declaration, now) else None
    theirs = account if account and holds(account, declaration, now) else None
    if theirs is None:
        return Merged(own, save=own is not None, toast="saved" if own else "")
    if own is None:
        return Merged(theirs, toast="account")
    if sorted(own.on) == sorted(theirs.on):
        return Merged(theirs)
    if own.at <= theirs.at:
        return Merged(theirs, toast="differs")
    return _newer_here(own, theirs)


def _newer_here(own: Consent, theirs: Consent) -> Merged:
    """Merge with the device's as the later one: it may deny anything, and grant what the account grants."""
    contested = tuple(service for service in own.on if service not in theirs.on)
    if not contested:
        return Merged(own, save=True, toast="saved")
    both = _both(own, theirs)
    if both.on == theirs.on:
        return Merged(theirs, toast="contested", contested=contested)
    return Merged(both, save=True, toast="contested", contested=contested)


def _both(own: Consent, theirs: Consent) -> Consent:
    """Return the consent to what both grant, for as long as the older of the two lasts."""
    granted = tuple(service for service in theirs.granted if service in own.on)
    exempt = tuple(service for service in theirs.exempt if service in own.on)
    return Consent(
        id=derived(own.id, "merged"),
        at=min(own.at, theirs.at),
        action="accept-selected",
        source="account",
        revision=theirs.revision,
        granted=granted,
        denied=tuple(one for one in theirs.on + theirs.denied if one not in granted + exempt),
        exempt=exempt,
        mode=theirs.mode,
    )
