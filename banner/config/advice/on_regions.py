"""Rules of the law that the rules per region of a declaration may miss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config.countries import CONSENT_LAWS
from banner.core.declaration import ASKED, ON_UNLESS_DENIED, ON_WITH_NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.places import Place
    from banner.config.regions import Rules
    from banner.config.site_config import SiteConfig
    from banner.core.declaration import Service

    Told = Iterator[tuple[Place, object, str, str, str]]

_YEAR = 366  # days: the longest twelve months that a calendar has
_CALIFORNIA = "US-CA"
# Where a law lets some things be on with notice.
_NOTICE_LAWS = ("GB",)


def regions(site: SiteConfig) -> Told:
    """Give what there is to tell of the regions of *site*."""
    for at, region in enumerate(site.regions):
        for number, code in enumerate(region.codes):
            place: Place = ("regions", at, "codes", number)
            yield from _unasked(site, place, code, region.rules)
            yield from _too_soon(site, place, code, region.rules)


def _unasked(site: SiteConfig, place: Place, code: str, rules: Rules) -> Told:
    """Tell of a country where the law wants consent, and something is on before."""
    country = code[:2]
    law = CONSENT_LAWS.get(country)
    if rules.mode == ASKED or not law:
        return
    if rules.mode == ON_WITH_NOTICE and country in _NOTICE_LAWS:
        handed = [one.id for one in site.declaration.among(rules.noticed) if one.sale or _is_shared(one)]
        if not handed:
            return
        rule = f"only what is passed on to nobody may be on with notice there, which {', '.join(handed)} is"
    else:
        rule = "what is not strictly necessary needs consent there, before it is on"
    yield place, code, rule, law, "leave it out of this region, so that it is asked"


def _is_shared(service: Service) -> bool:
    return any(cookie.domain for cookie in service.cookies)


def _too_soon(site: SiteConfig, place: Place, code: str, rules: Rules) -> Told:
    """Tell of an opt-out that ends before the twelve months in which nobody may be asked to take it back."""
    days = site.declaration.lifetime_days
    california = code in (_CALIFORNIA, _CALIFORNIA[:2])
    if rules.mode == ON_UNLESS_DENIED and california and days < _YEAR:
        yield (
            place,
            code,
            f"who has opted out is left in peace for twelve months, and a decision holds for {days} days",
            "Civil Code 1798.135(c)(4)",
            f"write lifetime_days = {_YEAR}",
        )
