"""Plan: what a page may activate for one record, and until when; later pages replay it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banner.core.clock import to_iso
from banner.core.consent import answers, by_default, without_sale
from banner.core.unwanted import LISTED, READ, unwanted

if TYPE_CHECKING:
    from banner.core.consent import Consent
    from banner.core.declaration import Declaration
    from banner.core.unwanted import Unwanted

# Safari ends a cookie that a script wrote after seven days (https://webkit.org/tracking-prevention/).
# One that is gone earlier was deleted by the visitor, who is then asked again.
SCRIPT_COOKIE = 7 * 86_400_000


@dataclass(frozen=True)
class Ground:
    """Ground of a plan, besides the record: the *build*, the *gpc* signal, and the page's *account*.

    *account* is the opaque name that the site gives a logged-in visitor, or empty.
    """

    build: str
    gpc: bool = False
    account: str = ""


@dataclass(frozen=True)
class Plan:
    """Plan of the consent *id*, valid only for exactly this *record* text on this *ground*.

    *start* and *end* bound it in milliseconds since 1970. *services* are activated in this order. *ticked*
    are the switches that the preferences show as on. *consent* is what page scripts are told. A plan names
    services and never an address or a line of code: whoever tampers with storage can activate only what
    the site has declared. *unwanted* is what later pages look for, and have Python erase.
    """

    ground: Ground
    id: str
    record: str
    start: int
    end: int
    services: tuple[str, ...]
    ticked: tuple[str, ...]
    consent: dict[str, Any]
    unwanted: Unwanted

    def encode(self) -> str:
        """Return the plan as the JSON text that the page side keeps.

        *ground* is what has to be true of a page for the plan to be valid; of the account, what the site
        will say on the next page, with this consent. *lost* is the time from which a missing cookie was not
        deleted by the visitor.
        """
        ground = self.ground
        listed = self.unwanted.patterns(LISTED)
        account = f"{ground.account}.{self.id}" if ground.account and self.id else ground.account
        return json.dumps(
            {
                "ground": ",".join((ground.build, self.record, account, "true" if ground.gpc else "false")),
                "record": self.record,
                "start": self.start,
                "end": self.end,
                "lost": self.start + SCRIPT_COOKIE,
                "services": list(self.services),
                "ticked": list(self.ticked),
                "consent": self.consent,
                "unwanted": self.unwanted.patterns(READ),
                "listed": listed if any(listed) else None,
            }
        )


def replay(declaration: Declaration, consent: Consent, ground: Ground, record: str) -> Plan:
    """Return the plan of a consent that holds: activate what it grants until it expires."""
    return Plan(
        ground=ground,
        id=consent.id,
        record=record,
        start=consent.at,
        end=consent.expires(declaration),
        services=consent.on,
        ticked=consent.on,
        consent=consent.plain(),
        unwanted=unwanted(declaration, consent.on),
    )


def ask(declaration: Declaration, consent: Consent, ground: Ground, record: str) -> Plan:
    """Return the plan of a consent under an older revision: activate what is exempt, and ask again."""
    on = by_default(declaration, consent, ground.gpc)
    return Plan(
        ground=ground,
        id=consent.id,
        record=record,
        start=consent.at,
        end=consent.expires(declaration),
        services=on,
        ticked=still_asked(declaration, consent, ground),
        consent=undecided(outdated(declaration, consent), on),
        unwanted=unwanted(declaration, on),
    )


def notice(declaration: Declaration, ground: Ground, on: tuple[str, ...], now: int) -> Plan:
    """Return the plan where nothing is decided at *now* (milliseconds): activate what is *on*, and ask."""
    return Plan(
        ground=ground,
        id="",
        record="",
        start=now,
        end=now + declaration.lifetime * 1000,
        services=on,
        ticked=on,
        consent=undecided(None, on),
        unwanted=unwanted(declaration, on),
    )


def outdated(declaration: Declaration, consent: Consent | None) -> Consent | None:
    """Return *consent* if it is about another question: the visitor is told why there is one again.

    A consent that was made in a region with other rules may not count here, and nothing has changed since.
    """
    return consent if consent and not answers(consent, declaration) else None


def still_asked(declaration: Declaration, consent: Consent, ground: Ground) -> tuple[str, ...]:
    """Return what *consent* granted, without what is no longer asked and what the signal denies.

    What is exempt has its switch on, unless the visitor has objected to it.
    """
    wanted = consent.granted + by_default(declaration, consent, ground.gpc)
    granted = tuple(service.id for service in declaration.optional() if service.id in wanted)
    return without_sale(declaration, granted) if ground.gpc else granted


def in_force(consent: Consent, running: tuple[str, ...]) -> dict[str, Any]:
    """Return what page scripts are told of *consent* where *running* are services that it denies.

    Until that page has been left, its state is ``"pending"``: it must not say of itself that they are off.
    """
    plain = consent.plain()
    if running:
        plain["state"] = "pending"
    return plain


def undecided(before: Consent | None, on: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return what page scripts are told while nothing is decided; of the consent *before* only its time.

    *on* are the services that are on without having been asked.
    """
    plain: dict[str, Any] = {"state": "undecided", "granted": [], "denied": []}
    if on:
        plain["exempt"] = list(on)
    if before:
        plain["before"] = to_iso(before.at)
    return plain
