"""Vectors for readers of the consent cookie, in one file that programs of any language can read.

Those thought of by hand say what has to be found, and the core has to agree. Those that are made at random,
the same each time, have the core's own answers.
"""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from banner.core.consent import ACTIONS, without_sale
from banner.server.cookie import read_consent
from banner.server.deployed import from_plain
from tests.conformance.cases import BY_HAND, Case
from tests.conformance.written import ASKED, DAY, NOW, header, value
from tests.garble import garblings

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE = Path(__file__).with_name("reading.json")
_ABOUT = (
    "What a reader of the consent cookie has to find. Each case is a request: its Cookie header, a letter "
    "for each byte; whether it came by https; whether it had Sec-GPC: 1; the moment, in milliseconds since "
    "1970; and what the site asks, by its name. 'granted' are the services that are granted, in this order, "
    "or null where no consent holds."
)
_GARBLED, _INVENTED = 120, 80


@dataclass(frozen=True)
class Vector:
    """Case as the file has it."""

    name: str
    asked: str
    https: bool
    gpc: bool
    header: str
    now: int
    granted: list[str] | None


def answer(case: Case) -> tuple[str, ...] | None:
    """Return what the core finds in the request of *case*."""
    asked = from_plain(ASKED[case.asked])
    declaration = asked.declaration
    found = read_consent(case.header, declaration, asked.cookies, case.now, secure=case.https)
    if found is None:
        return None
    return without_sale(declaration, found.granted) if case.gpc else found.granted


def garbled() -> Iterator[Case]:
    """Give requests with a record that was damaged in one place or in several."""
    texts = [one for one in garblings(header(), 3 * _GARBLED, seed=5) if max(one, default="") <= "\xff"]
    for number, text in enumerate(texts[-_GARBLED:]):
        case = Case(f"garbled {number}", text, None)
        yield replace(case, granted=answer(case))


def invented() -> Iterator[Case]:
    """Give requests with two records, most of which hold under one of the declarations."""
    chance = random.Random(11)  # noqa: S311 - nothing secret
    for number in range(_INVENTED):
        https, asked = chance.random() < 0.5, chance.choice(("shop", "exempt", "opt-out"))
        names = ["consent", "__Host-consent", "consent-banner", "__Host-consent-banner"]
        sent = "; ".join(f"{chance.choice(names)}={_record(chance)}" for _ in range(2))
        now = NOW + chance.choice((0, 0, 0, 90 * DAY, -2 * DAY))
        case = Case(f"invented {number}", sent, None, asked, https, chance.random() < 0.3, now)
        yield replace(case, granted=answer(case))


def _record(chance: random.Random) -> str:
    lists: dict[str, list[str]] = {"granted": [], "denied": [], "exempt": []}
    for service in ASKED["shop"]["services"]:
        lists[chance.choice(("granted", "granted", "denied", "denied", "exempt"))].append(service)
    mode = chance.choice(("asked", "asked", "opt-out", "notice"))
    exempt = {"exempt": lists.pop("exempt")}
    more = {**exempt, "mode": mode} if mode != "asked" else exempt if exempt["exempt"] else {}
    version = 3 if "mode" in more else 2 if more else 1
    age = chance.randrange(-DAY, 170 * DAY)
    return value(v=version, age=age, action=chance.choice(ACTIONS), **lists, **more)


def cases() -> tuple[Case, ...]:
    """Return all cases."""
    return (*BY_HAND, *garbled(), *invented())


def vector(case: Case) -> Vector:
    """Return *case* as the file has it."""
    granted = None if case.granted is None else list(case.granted)
    return Vector(case.name, case.asked, case.https, case.gpc, case.header, case.now, granted)


def answered(name: str, header: str) -> Vector:
    """Return the request with that *header*, and what the core finds in it."""
    case = Case(name, header, None)
    return vector(replace(case, granted=answer(case)))


def content() -> str:
    """Return the file as it has to be."""
    vectors = [vector(case) for case in cases()]
    lines = ",\n".join(json.dumps(asdict(one)) for one in vectors)
    about, asked = json.dumps(_ABOUT), json.dumps(ASKED, indent=1)
    return f'{{"about": {about},\n"asked": {asked},\n"cases": [\n{lines}\n]}}\n'


def read() -> tuple[Vector, ...]:
    """Return the cases of the file."""
    return tuple(Vector(**one) for one in json.loads(FILE.read_text(encoding="utf-8"))["cases"])
