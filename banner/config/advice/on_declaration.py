"""Rules of the law that a declaration may miss. Each tells place, value, rule, source and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from banner.config import catalogue, durations
from banner.config.advice.hosts import hosts_of
from banner.config.advice.on_colours import faint
from banner.config.advice.on_regions import regions
from banner.config.pages import covers
from banner.config.parts import composed
from banner.config.purposes import PURPOSES
from banner.config.wording import wording

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

    from banner.config.places import Place
    from banner.config.site_config import SiteConfig

    Told = Iterator[tuple[Place, object, str, str, str]]

SIX_MONTHS = 184  # days: the longest six months that a calendar has
THIRTEEN_MONTHS = 396
_ROUNDING = 3  # days that "6 months" may be off
_TOLD = "Court of Justice, C-673/17, 81; GDPR art. 13"


def told(site: SiteConfig, pages: Container[Path]) -> Told:
    """Give what there is to tell of the declaration of *site*, which has these *pages*."""
    for rule in (_lifetime, _kept, _on_by_default, _strangers, _advertising, _sale, _unprotected, _wording):
        yield from rule(site)
    yield from regions(site)
    if site.theme:
        yield from faint(site.theme)
    yield from _links(site, pages)


def _lifetime(site: SiteConfig) -> Told:
    days = site.declaration.lifetime_days
    if days < SIX_MONTHS:
        yield (
            ("lifetime_days",),
            days,
            "who has refused is not asked again before six months are over",
            "Garante, guidelines of 10 June 2021, no. 231",
            f"write {SIX_MONTHS}, the days that six months have at most",
        )
    if days > THIRTEEN_MONTHS:
        yield (
            ("lifetime_days",),
            days,
            "a consent is to be refreshed at appropriate intervals, six months being good practice",
            "EDPB guidelines 05/2020, 111; CNIL 2020-092, 39",
            f"write {SIX_MONTHS}, or at least no more than the {THIRTEEN_MONTHS} days of 13 months",
        )


def _kept(site: SiteConfig) -> Told:
    """Tell of the banner's own cookie in the list of cookies."""
    days = site.declaration.lifetime_days
    found = [
        (("services", at, "cookies", place, "duration"), cookie.duration)
        for at, service in enumerate(site.declaration.services)
        for place, cookie in enumerate(service.cookies)
        if cookie.name == site.cookies.consent and cookie.kind == "cookie" and not cookie.domain
    ]
    if not found:
        yield (
            ("services",),
            site.cookies.consent,
            "the list of cookies does not name the one that keeps the consent",
            _TOLD,
            f'declare it under a required service, with duration = "{days} days"',
        )
    for place, duration in found:
        if abs(durations.days(duration) - days) > _ROUNDING:
            yield (place, duration, f"the consent is kept for {days} days", _TOLD, f'write "{days} days"')


def _on_by_default(site: SiteConfig) -> Told:
    for at, purpose in enumerate(site.declaration.purposes):
        if purpose.required and purpose.id != "technical":
            yield (
                ("purposes", at, "required"),
                True,
                f'"{purpose.id}" is on from the start, which only what is strictly necessary may be',
                "Directive 2002/58/EC art. 5(3); Court of Justice, C-673/17",
                "leave required out, or put what is necessary under technical",
            )


def _strangers(site: SiteConfig) -> Told:
    """Tell of cookies of third parties that nobody is asked about."""
    optional = site.declaration.optional()
    for at, service in enumerate(site.declaration.services):
        for place, cookie in enumerate(service.cookies):
            if cookie.domain and service not in optional:
                yield (
                    ("services", at, "cookies", place, "domain"),
                    cookie.domain,
                    f'"{service.id}" keeps a cookie of a third party, and nobody is asked',
                    "Directive 2002/58/EC art. 5(3)",
                    "put the service under a purpose that is asked, if the visitor did not ask for it",
                )


def _advertising(site: SiteConfig) -> Told:
    """Tell of services that advertise, under a purpose that says nothing of advertising."""
    for at, service in enumerate(site.declaration.services):
        code = site.code.get(service.id)
        if (
            code
            and code.usual == "marketing"
            and service.purpose in PURPOSES
            and service.purpose != code.usual
        ):
            yield (
                ("services", at, "purpose"),
                service.purpose,
                f'"{service.id}" does advertising, and whoever allows {service.purpose} is not told so',
                "GDPR art. 4(11) and 6(1)(a); EDPB guidelines 05/2020, 42 and 55",
                'write purpose = "marketing", or leave it out',
            )


def _sale(site: SiteConfig) -> Told:
    """Tell of the owner's own services that look like sale or sharing, and stay on under the signal."""
    known = [composed(one, one.settings) for one in catalogue.services().values()]
    selling = [host for one in known if one.sale for host in one.hosts]
    for at, service in enumerate(site.declaration.services):
        if service.sale or service.id not in site.code or site.code[service.id].use:
            continue
        hosts = hosts_of(site, service)
        if any(covers(pattern, host) for pattern in selling for host in hosts) or (
            hosts and service.purpose == "marketing"
        ):
            yield (
                ("services", at, "sale"),
                False,
                f'"{service.id}" hands data to {", ".join(hosts)}, and stays on under Global Privacy Control',
                "11 CCR 7025(c)(1)",
                "write sale = true, unless they may use the data for nothing but your own ends",
            )


def _unprotected(site: SiteConfig) -> Told:
    """Tell of scripts that come over a line on which anybody can change them."""
    for at, service in enumerate(site.declaration.services):
        code = site.code.get(service.id)
        for place, script in enumerate(code.scripts if code else ()):
            if script.address.startswith("http://"):
                key = "style" if script.style else "pixel" if script.pixel else "src"
                yield (
                    ("services", at, "scripts", place, key),
                    script.address,
                    "a page on https does not load this, and elsewhere it can be changed on its way",
                    "GDPR art. 32; W3C Mixed Content",
                    f"write https://{script.address[7:]}",
                )


def _wording(site: SiteConfig) -> Told:
    declaration = site.declaration
    asked = {service.id for service in declaration.optional()}
    told_only = [f"purpose.{one.id}." for one in declaration.purposes if one.required]
    told_only += [f"service.{one.id}." for one in declaration.services if one.id not in asked]
    exempt = tuple(told_only)
    for language, texts in site.texts.items():
        words = wording(language)
        for key, text in texts.items():
            place = ("texts", language, key)
            if words.claim(text) and not key.startswith(exempt):
                yield (
                    place,
                    text,
                    "what needs consent cannot rest on a legitimate interest",
                    "Codice Privacy art. 122; EDPB cookie banner taskforce",
                    "name the purpose, and leave the claim out",
                )
            nudge = words.nudge(text)
            if nudge:
                yield (
                    place,
                    text,
                    f'"{nudge}" pushes towards a decision',
                    "EDPB guidelines 03/2022, emotional steering; 11 CCR 7004",
                    "say in plain words what the service does",
                )


def _links(site: SiteConfig, pages: Container[Path]) -> Told:
    for key, addresses in site.links.items():
        # Languages share an address that stands in the file once.
        first = {address: language for language, address in reversed(addresses.items())}
        for address, language in first.items():
            parts = urlsplit(address)
            if site.pages is None or parts.scheme or parts.netloc or not parts.path.endswith(".html"):
                continue
            if site.pages / parts.path in pages:
                continue
            yield (
                ("links", key) if len(first) == 1 else ("links", key, language),
                address,
                f"there is no such page below {site.pages}",
                "Garante, no. 231, list iii; GDPR art. 13",
                "write the page, or the address that it has",
            )
