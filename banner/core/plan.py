"""What a page may open for one record, and until when: the decision that later pages replay."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from banner.core.consent import Consent
    from banner.core.declaration import Declaration


@dataclass(frozen=True)
class Plan:
    """A decision, valid only for exactly this *record* text, *build* and *gpc* signal.

    *start* and *end* bound it in milliseconds since 1970. *services* are opened in this order. *ticked* are
    the switches that the preferences show as on. *answer* is what page scripts are told. A plan names
    services and never an address or a line of code: whoever tampers with storage can open only what the
    site has declared.
    """

    build: str
    record: str
    gpc: bool
    start: int
    end: int
    services: tuple[str, ...]
    ticked: tuple[str, ...]
    answer: dict[str, Any]

    def encode(self, note: str) -> str:
        """The plan as the JSON text that the page side keeps, with the sentence about the answer."""
        return json.dumps(
            {
                "build": self.build,
                "record": self.record,
                "gpc": self.gpc,
                "start": self.start,
                "end": self.end,
                "services": list(self.services),
                "ticked": list(self.ticked),
                "answer": self.answer,
                "note": note,
            }
        )


def replay(declaration: Declaration, consent: Consent, build: str, record: str, gpc: bool) -> Plan:
    """The plan of an answer that holds: open what it granted until it lapses."""
    return Plan(
        build=build,
        record=record,
        gpc=gpc,
        start=consent.at,
        end=consent.expires(declaration),
        services=consent.granted,
        ticked=consent.granted,
        answer=consent.plain(),
    )


def ask(declaration: Declaration, consent: Consent, build: str, record: str, gpc: bool) -> Plan:
    """The plan of an answer to an older revision: open nothing, ask again, show what was chosen then."""
    return Plan(
        build=build,
        record=record,
        gpc=gpc,
        start=consent.at,
        end=consent.expires(declaration),
        services=(),
        ticked=still_asked(declaration, consent),
        answer=undecided(),
    )


def still_asked(declaration: Declaration, consent: Consent) -> tuple[str, ...]:
    """What *consent* granted, less what is no longer asked; what is new is off."""
    return tuple(one.id for one in declaration.optional() if one.id in consent.granted)


def undecided() -> dict[str, Any]:
    """What page scripts are told while there is no answer."""
    return {"state": "undecided", "granted": [], "refused": []}
