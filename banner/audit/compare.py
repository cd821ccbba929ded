"""Compares what was seen with what is declared: pure, so that it can be tried without a browser."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from banner.audit.findings import Finding
from banner.config import third_parties
from banner.config.durations import days
from banner.config.site_config import LONGEST_LIFETIME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from banner.audit.expected import Expected
    from banner.audit.seen import Contact, Kept
    from banner.core.declaration import Cookie

# What a clock and a rounded month may be off: a day, and a hundredth of the whole.
_SLACK_DAYS = 1.0
_SLACK = 1.02
_HALF = 0.5


@dataclass(frozen=True)
class Moment:
    """Time at a *page* while the services *granted* (their ids) are on; *withdrawn* is after a refusal.

    *ahead* is whether the clock of the page is: how long something lives is not known then.
    *capped* are the days after which the engine ends what scripts keep: a shorter life is no finding then.
    """

    page: str
    engine: str
    phase: str
    granted: tuple[str, ...]
    withdrawn: bool = False
    ahead: bool = False
    capped: float = LONGEST_LIFETIME


def compare(
    expected: Expected, moment: Moment, contacts: Iterable[Contact], kept: Iterable[Kept]
) -> tuple[Finding, ...]:
    """Return what of *contacts* and *kept* the declaration does not allow at this *moment*."""
    found = [
        *(finding for one in contacts for finding in _contact(expected, moment, one)),
        *(finding for one in kept for finding in _kept(expected, moment, one)),
    ]
    placed = [replace(one, page=moment.page, engine=moment.engine, phase=moment.phase) for one in found]
    return tuple(dict.fromkeys(placed))


def _contact(expected: Expected, moment: Moment, contact: Contact) -> Iterator[Finding]:
    allowed = (*expected.always, *moment.granted)
    host = contact.host
    if not host:
        return
    what = f"{contact.kind} {_short(contact.url)}"
    real = expected.behind(contact)
    if real:
        owners = (*expected.owners(host), *expected.owners(real))
        if not set(owners) & set(allowed):
            of = _or(owners) or third_parties.named(real).name
            told = f"{what}: {host} is another name of {real}, of {of}"
            yield Finding("cloaked-host", told, service=(*owners, "")[0], caused_by=contact.cause)
        return
    owners = expected.asks(contact)
    if owners and not set(owners) & set(allowed):
        told = f"{what}, of {_or(owners)}"
        yield Finding("early-contact", told, service=owners[0], caused_by=contact.cause)
    elif not owners and not expected.is_own(host):
        party = third_parties.named(host).name
        yield Finding("undeclared-host", f"{what}, of {party}", caused_by=contact.cause)


def _kept(expected: Expected, moment: Moment, kept: Kept) -> Iterator[Finding]:
    if expected.is_banners(kept):
        return
    what = f"{_KINDS[kept.kind]} {kept.name} of {kept.domain}" + (", erased since" if kept.gone else "")
    named = expected.declared(kept)
    fitting = [(service, cookie) for service, cookie in named if expected.fits(kept, cookie)]
    if not fitting:
        yield from _foreign(what, kept, named)
        return
    allowed = (*expected.always, *moment.granted)
    fine = [(service, cookie) for service, cookie in fitting if service in allowed]
    if not fine:
        owners = tuple(dict.fromkeys(service for service, _ in fitting))
        rule = "kept-after-withdrawal" if moment.withdrawn else "early-storage"
        yield Finding(rule, f"{what}, of {_or(owners)}", service=owners[0], caused_by=kept.cause)
    elif not moment.ahead and not kept.gone:
        service, cookie = max(fine, key=lambda one: days(one[1].duration))
        yield from _lifetime(what, kept, service, days(cookie.duration), cookie.duration, moment.capped)


def _foreign(what: str, kept: Kept, named: tuple[tuple[str, Cookie], ...]) -> Iterator[Finding]:
    """Give what is wrong with what nobody declares there.

    Who writes a cookie and takes it away again may only have asked whether the browser takes any.
    """
    if kept.gone:
        return
    if not named:
        yield Finding("undeclared-storage", what, caused_by=kept.cause)
        return
    service, cookie = named[0]
    told = f"{what}: declared for {cookie.domain or 'your own domain'}, of {service}"
    yield Finding("party", told, service=service, caused_by=kept.cause)


def _lifetime(  # noqa: PLR0913, PLR0917 - what was kept, and what was declared
    what: str, kept: Kept, service: str, declared: float, words: str, capped: float
) -> Iterator[Finding]:
    if kept.kind != "cookie":
        return  # other things have no end that a browser tells
    if kept.days is not None and kept.days > declared * _SLACK + (_SLACK_DAYS if declared >= 1 else 0.01):
        told = f"{what} lives {_days(kept.days)}, declared: {words}, of {service}"
        yield Finding("lifetime", told, service=service, caused_by=kept.cause)
    elif (kept.days or 0.0) < min(declared, LONGEST_LIFETIME, capped) * _HALF:
        told = f"{what} lives {_days(kept.days)}, declared: {words}, of {service}"
        yield Finding("shorter-lifetime", told, service=service, caused_by=kept.cause)


_KINDS = {
    "cookie": "cookie",
    "local": "localStorage",
    "session": "sessionStorage",
    "indexeddb": "IndexedDB",
    "cache": "Cache storage",
}
_LONGEST = 110


def _days(number: float | None) -> str:
    if number is None:
        return "as long as the browser runs"
    if number >= 1:
        return f"{number:.0f} day{'s' if number >= 1.5 else ''}"  # noqa: PLR2004 - rounded to 2
    return f"{number * 24:.1f} hours"


def _or(ids: Iterable[str]) -> str:
    return " or ".join(dict.fromkeys(ids))


def _short(url: str) -> str:
    """Return *url* as it fits a line; what comes behind "?" may be long, and tells of a visitor."""
    url = url.partition("#")[0]
    return url if len(url) <= _LONGEST else url[: _LONGEST - 1] + "…"
