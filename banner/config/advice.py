"""Advice of the build: what an owner may do, and a rule of the law would have otherwise. It stops nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from banner.config import catalogue
from banner.config.pages import Page, Spot, covers, unequal
from banner.config.parts import composed
from banner.config.places import written
from banner.config.problems import shown
from banner.config.site_config import PURPOSES
from banner.config.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from banner.config.places import Place
    from banner.config.site_config import Site
    from banner.core.declaration import Service

SIX_MONTHS = 184  # days: the longest six months that a calendar has
THIRTEEN_MONTHS = 396
_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "month": 30.4, "year": 365.0}
_ROUNDING = 3  # days that "6 months" may be off
_TOLD = "Court of Justice, C-673/17, 81; GDPR art. 13"


@dataclass(frozen=True)
class Advice:
    """One piece of advice: *value* in *file*, which the *rule* of a *source* wants otherwise.

    It stands at *line*, from 1, if that is known, and in a declaration at *place*.
    """

    file: Path
    line: int | None
    place: Place
    value: object
    rule: str
    source: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.finding}"

    @property
    def where(self) -> str:
        """Return the file, the line, the key and the value."""
        line = f":{self.line}" if self.line else ""
        key = f"{written(self.place)} = " if self.place else ""
        return f"{self.file}{line}: {key}{shown(self.value)}"

    @property
    def finding(self) -> str:
        """Return what is found: the rule, its source and the remedy."""
        return f"{self.rule} ({self.source}); {self.remedy}"

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {**vars(self), "file": str(self.file), "place": written(self.place)}


def grouped(found: Iterable[Advice]) -> list[str]:
    """Return lines for people: each finding once, and below it the places where it is found."""
    groups: dict[str, list[str]] = {}
    for one in found:
        groups.setdefault(one.finding, []).append(f"  {one.where}")
    return [line for finding, places in groups.items() for line in (f"advice: {finding}", *places)]


def advice(file: Path, site: Site, pages: dict[Path, str]) -> tuple[Advice, ...]:
    """All advice on the *site* that *file* declares, and on its *pages* and style sheets, which are texts."""
    rules = (_lifetime, _kept, _on_by_default, _strangers, _advertising, _sale, _wording)
    told = [one for rule in rules for one in rule(site)] + [*_links(site, pages)]
    found = [Advice(file, site.lines.of(one[0]), *one) for one in told]
    for path, text in pages.items():
        seen = _css(Spot(1, text)) if path.suffix == ".css" else _page(site, Page(text))
        found += [Advice(path, one[0], (), *one[1:]) for one in seen]
    return tuple(found)


if TYPE_CHECKING:
    Told = Iterator[tuple[Place, object, str, str, str]]
    Seen = Iterator[tuple[int | None, object, str, str, str]]


def _lifetime(site: Site) -> Told:
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


def _kept(site: Site) -> Told:
    """What the list of cookies tells of the banner's own cookie."""
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
            "the list of cookies does not name the one that keeps the answer",
            _TOLD,
            f'declare it under a required service, with duration = "{days} days"',
        )
    for place, duration in found:
        number, _, unit = duration.partition(" ")
        if abs(float(number if unit else 0) * _DAYS.get(unit.removesuffix("s"), 0) - days) > _ROUNDING:
            yield (place, duration, f"the answer is kept for {days} days", _TOLD, f'write "{days} days"')


def _on_by_default(site: Site) -> Told:
    for at, purpose in enumerate(site.declaration.purposes):
        if purpose.required and purpose.id != "technical":
            yield (
                ("purposes", at, "required"),
                True,
                f'"{purpose.id}" is on from the start, which only what is strictly necessary may be',
                "Directive 2002/58/EC art. 5(3); Court of Justice, C-673/17",
                "leave required out, or put what is necessary under technical",
            )


def _strangers(site: Site) -> Told:
    """Cookies of third parties that nobody is asked about."""
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


def _advertising(site: Site) -> Told:
    """Services that advertise, under a purpose that says nothing of advertising."""
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


def _sale(site: Site) -> Told:
    """Services of the owner's own that look like sale or sharing, and stay on under the signal."""
    known = [composed(one, one.settings) for one in catalogue.services().values()]
    selling = [host for one in known if one.sale for host in one.hosts]
    for at, service in enumerate(site.declaration.services):
        if service.sale or service.id not in site.code or site.code[service.id].use:
            continue
        hosts = _hosts_of(site, service)
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


def _hosts_of(site: Site, service: Service) -> list[str]:
    code = site.code[service.id]
    loaded = [urlsplit(tag.src).hostname or "" for tag in code.open]
    return [*dict.fromkeys(host for host in (*loaded, *code.hosts) if host)]


def _wording(site: Site) -> Told:
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
                    f'"{nudge}" pushes towards an answer',
                    "EDPB guidelines 03/2022, emotional steering; 11 CCR 7004",
                    "say in plain words what the service does",
                )


def _links(site: Site, pages: dict[Path, str]) -> Told:
    for key, address in site.links.items():
        parts = urlsplit(address)
        if site.pages is None or parts.scheme or parts.netloc or not parts.path.endswith(".html"):
            continue
        if site.pages / parts.path not in pages:
            yield (
                ("links", key),
                address,
                f"there is no such page below {site.pages}",
                "Garante, no. 231, list iii; GDPR art. 13",
                "write the page, or the address that it has",
            )


def _css(sheet: Spot) -> Seen:
    for rule in unequal(sheet.text):
        yield (
            sheet.line + rule.line - 1,
            rule.text,
            "this styles one answer, and not the others alike",
            "Garante, no. 231; CNIL 2020-092, 34; 11 CCR 7004",
            "style #consent-banner button, or the --consent-* properties on :root, which all have",
        )


def _page(site: Site, page: Page) -> Seen:
    for sheet in page.styles:
        yield from _css(sheet)
    for spot in page.contacts:
        service = _owner_of(site, spot.hosts)
        if service:
            way = (
                f"put the whole script into {_held(service)}"
                if spot.in_code
                else f'write it with data-service="{service}" and data-src'
            )
            yield (
                spot.line,
                spot.text,
                f'this contacts a host of "{service}" before any consent',
                "Directive 2002/58/EC art. 5(3); EDPB guidelines 2/2023",
                f"leave it to the banner, or {way}",
            )
    for script in page.inline:
        yield (
            script.line,
            script.text,
            "a router that makes scripts anew without their attributes, like instant navigation, runs this",
            "Directive 2002/58/EC art. 5(3)",
            f"write {_held(script.service, script.kind)}, which no router runs",
        )
    if page.asks and not page.leads_back:
        yield (
            None,
            "data-consent-open",
            "there is no way back to the preferences in this page",
            "GDPR art. 7(3); Garante, no. 231",
            "add a link with data-consent-open to its foot",
        )


def _held(service: str, kind: str = "") -> str:
    """Return the markup in which an inline script of *service* waits; *kind* is its type, if it has one."""
    script = f'<script type="{kind}">' if kind else "<script>"
    return f'<template data-service="{service}">{script}…</script></template>'


def _owner_of(site: Site, hosts: tuple[str, ...]) -> str:
    """The first service that can be refused and has declared one of *hosts*, or nothing."""
    for service in site.declaration.optional():
        patterns = (*site.code[service.id].hosts, *_hosts_of(site, service))
        if any(covers(pattern, host) for pattern in patterns for host in hosts):
            return service.id
    return ""
