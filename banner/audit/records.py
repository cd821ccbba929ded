"""What the consent cookie has to say after a decision, and how long it has to live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.core.declaration import SECONDS_A_DAY
from banner.core.record import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from banner.config.site_config import SiteConfig
    from banner.core.consent import Consent

_SLACK_DAYS = 1.0


@dataclass(frozen=True)
class Jar:
    """Cookie as the browser's jar has it; *expires* is in seconds since 1970, -1 for a session."""

    name: str
    value: str
    domain: str
    path: str
    expires: float
    secure: bool
    http_only: bool
    same_site: str


def wrong(
    site: SiteConfig, granted: tuple[str, ...], jar: Iterable[Jar], now: float, secure: bool
) -> Iterator[str]:
    """Give what is wrong with the record in *jar* after a decision that grants the services *granted*.

    *now* is in seconds since 1970, *secure* whether the page came by https.
    """
    names = site.cookies.consent_names(secure)
    ours = [one for one in jar if one.name.startswith(names[0]) and decode(one.value)]
    if not ours:
        yield f"no cookie {names[0]} holds a record"
        return
    for cookie in ours:
        consent = decode(cookie.value)
        if consent:
            yield from _consent(site, granted, consent)
        yield from _cookie(site, cookie, now, secure)


def _consent(site: SiteConfig, granted: tuple[str, ...], consent: Consent) -> Iterator[str]:
    declaration = site.declaration
    if consent.revision != declaration.revision:
        yield f"revision {consent.revision}, this declaration has {declaration.revision}"
    if set(consent.on) != set(granted):
        yield f"granted {_list(consent.on)}, decided: {_list(granted)}"
    if set(consent.on) | set(consent.denied) != {one.id for one in declaration.optional()}:
        yield f"it speaks of {_list((*consent.on, *consent.denied))}, which is not what is asked"


def _cookie(site: SiteConfig, cookie: Jar, now: float, secure: bool) -> Iterator[str]:
    declared = site.declaration.lifetime_days
    lives = (cookie.expires - now) / SECONDS_A_DAY
    if not declared - _SLACK_DAYS <= lives <= declared + _SLACK_DAYS:
        yield f"cookie {cookie.name} lives {lives:.0f} days, lifetime_days = {declared}"
    if cookie.path != site.cookies.path:
        yield f"cookie {cookie.name} has the path {cookie.path}, declared: {site.cookies.path}"
    if cookie.same_site != "Lax":
        yield f"cookie {cookie.name} has SameSite={cookie.same_site}, not Lax"
    if cookie.http_only:
        yield f"cookie {cookie.name} is HttpOnly: the page cannot read it"
    if secure and not cookie.secure:
        yield f"cookie {cookie.name} is not Secure on https"
    domain = cookie.domain.removeprefix(".")
    if site.cookies.domain and domain != site.cookies.domain:
        yield f"cookie {cookie.name} is on {domain}, declared: {site.cookies.domain}"


def _list(ids: tuple[str, ...]) -> str:
    return ", ".join(ids) or "nothing"
