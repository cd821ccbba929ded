"""Reads a site's declaration: ``consent.toml`` and the catalogue of known services, into one value."""

from __future__ import annotations

import copy
import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from banner.config import formats, locales, own_service, theme, toml_file
from banner.config.by_language import AddressReader
from banner.config.own_texts import TextReader
from banner.config.problems import Errors, raised
from banner.config.purposes import PURPOSES, check_used
from banner.config.purposes import purposes as read_purposes
from banner.config.reader import Table
from banner.config.regions import regions as read_regions
from banner.config.regions import rules_in
from banner.config.services import Code, ServiceReader
from banner.config.vendors import vendors as read_vendors
from banner.core.consent import ACTIONS, Consent, parted
from banner.core.cookies import write
from banner.core.declaration import ASKED, Declaration
from banner.core.ids import MOST_LETTERS
from banner.core.own_cookies import OwnCookies
from banner.core.record import MOST_BYTES, encode
from banner.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from banner.config.places import Lines
    from banner.config.problems import Problem
    from banner.config.regions import Region, Rules
    from banner.config.theme import Theme
    from banner.core.declaration import Service, Vendor

__all__ = ["PURPOSES", "Code", "ConfigError", "SiteConfig", "read"]

LAYOUTS = ("card", "bar", "box")
POSITIONS = ("bottom", "bottom-left", "bottom-right", "top", "top-left", "top-right")
REOPENS = ("off", "bottom-left", "bottom-right")
STARTS = ("interaction", "idle")
RUNTIMES = ("pyodide", "micropython")
LINKS = ("cookie-policy", "privacy-policy")
_MOST_MISSPELT = 100  # keys that are read as they were meant
LONGEST_LIFETIME = 400  # days; browsers cut down what asks for more
# As many days as six months can have: nobody is asked again before (Garante, 10 June 2021, no. 231).
DEFAULT_LIFETIME = 184


@dataclass(frozen=True)
class SiteConfig:
    """Declaration of a site as it was read: all that its owner has declared, checked.

    *languages* can be chosen, *language* is the default. *updated* is the day (YYYY-MM-DD) from which on the
    site says that it honours Global Privacy Control, or empty. *texts* are the owner's own words by language
    and key. *server* is where decisions are sent, or empty. *pages* is a folder whose pages are deployed
    beside the banner, or ``None``. *cookies* are the banner's own. *name* is what page scripts call it by.
    *links* are the addresses of :data:`LINKS` by key and language, *policies* those of the owner's own
    vendors by id and language. *regions* are those where other rules hold than that everything is asked.
    *hosts* are those that services which are always on may contact. *lines* tell where each key of the file
    stands.
    """

    declaration: Declaration
    code: dict[str, Code]
    language: str
    languages: tuple[str, ...]
    server: str
    texts: dict[str, dict[str, str]]
    links: dict[str, dict[str, str]]
    policies: dict[str, dict[str, str]]
    layout: str
    position: str
    reopen: str
    theme: Theme | None
    start: str
    runtime: str
    updated: str
    pages: Path | None
    cookies: OwnCookies
    name: str
    regions: tuple[Region, ...]
    hosts: tuple[str, ...]
    lines: Lines

    def links_in(self, language: str) -> dict[str, str]:
        """Return the addresses of :data:`LINKS` by key, for readers of *language*."""
        return {key: addresses[language] for key, addresses in self.links.items()}

    def declaration_in(self, language: str) -> Declaration:
        """Return the declaration with the policies of the owner's own vendors for readers of *language*."""
        vendors = [
            replace(vendor, policy=self.policies[vendor.id][language])
            if vendor.id in self.policies
            else vendor
            for vendor in self.declaration.vendors
        ]
        return replace(self.declaration, vendors=tuple(vendors))

    def under(self, rules: Rules) -> SiteConfig:
        """Return the site as it is for visitors in a region with these *rules*."""
        return replace(self, declaration=self.declaration.under(rules.mode, rules.noticed))

    def in_region(self, code: str) -> SiteConfig:
        """Return the site as it is for visitors in the region *code*, such as ``"US-CA"``.

        Where it is no code, or none that is declared, everything is asked.
        """
        return self.under(rules_in(self.regions, code))

    def partners(self) -> tuple[Vendor, ...]:
        """Return the companies, other than the site itself, that get data once their service is granted."""
        asked = self.declaration.optional()
        ids = [one.vendor for one in asked if self.code[one.id].use or self.code[one.id].hosts]
        return tuple(vendor for vendor in self.declaration.vendors if vendor.id in ids)


def read(path: Path) -> SiteConfig:
    """Read and check the declaration at *path*.

    Raises :class:`ConfigError` with every error that the file has.
    """
    errors = toml_file.read(path)
    # What cannot be read at all is one error, not one for each key that it therefore lacks.
    raised(errors.problems)
    told: list[Problem] = []
    while True:
        site = _Reader(Table(errors.values, (), errors)).site()
        if not errors.misspelt or len(told) > _MOST_MISSPELT:
            break
        told += [one for one in errors.problems if one.place in errors.misspelt]
        errors = _spelt(errors)
    raised([*told, *errors.problems])
    return site


def _spelt(errors: Errors) -> Errors:
    """Return the file as it would be with the misspelt keys as they were meant: so one cause is one error."""
    values = copy.deepcopy(errors.values)
    for place, key in errors.misspelt.items():
        table: Any = values
        for part in place[:-1]:
            table = table[part]
        table[key] = table.pop(place[-1])
        errors.lines.rename(place, key)
    return Errors(errors.file, values, errors.lines)


class _Reader:
    """One reading of one file; it goes on after an error, to find the others."""

    def __init__(self, top: Table) -> None:
        self._top = top
        self._errors = top.errors

    def site(self) -> SiteConfig:
        top = self._top
        language = top.text("language", "en", locales.unspoken)
        chosen = self._languages(language)
        lifetime = top.number(
            "lifetime_days",
            1,
            LONGEST_LIFETIME,
            DEFAULT_LIFETIME,
            "browsers keep no cookie longer than 400 days",
        )
        layout = top.choice("layout", LAYOUTS, "card")
        position = self._position(layout)
        look = theme.read(top)
        reopen = top.choice("reopen", REOPENS, "off")
        start = top.choice("start", STARTS, "interaction")
        runtime = top.choice("runtime", RUNTIMES, "pyodide")
        pages = top.text("pages", "", self._folder)
        forced = top.text("revision", "")
        updated = top.day("updated")
        name = top.text("global", "consent", formats.global_name)
        cookies = self._cookies()
        server = top.text("server", "", formats.server)
        addresses = AddressReader(chosen, language)
        links = self._links(addresses)
        purposes, own = read_purposes(top)
        reader = ServiceReader(top, purposes, cookies)
        services = reader.services()
        regions = read_regions(top, purposes, services)
        vendors, policies = read_vendors(top, services, addresses, language)
        texts = TextReader(top, {**own, **reader.texts}, reader.said).texts(chosen, language)
        top.done()
        self._errors.problems = [_too_deep(one, top.known()) for one in self._errors.problems]
        declaration = Declaration(
            revision="",
            lifetime_days=lifetime,
            purposes=purposes,
            vendors=vendors,
            services=services,
        )
        if not (self._errors.problems or own_service.is_declared(declaration, cookies)):
            policy = links["privacy-policy"]
            declaration = own_service.completed(declaration, cookies, language, policy.get(language, ""))
            policies = {own_service.VENDOR: policy, **policies}
            texts = {one: {**own_service.texts(one), **own} for one, own in texts.items()}
        check_used(self._errors, purposes, declaration.services)
        declaration = replace(declaration, revision=_revision(declaration, reader.code, forced))
        self._check_record(declaration, regions, cookies)
        return SiteConfig(
            declaration=declaration,
            code=reader.code,
            language=language,
            languages=chosen,
            server=server,
            texts=texts,
            links=links,
            layout=layout,
            policies=policies,
            position=position,
            reopen=reopen,
            theme=look,
            start=start,
            runtime=runtime,
            updated=updated,
            pages=top.errors.file.parent / pages if pages else None,
            cookies=cookies,
            name=name,
            regions=regions,
            hosts=reader.hosts,
            lines=self._errors.lines,
        )

    def _position(self, layout: str) -> str:
        position = self._top.choice("position", POSITIONS, "bottom")
        end, _, side = position.partition("-")
        if layout == "bar" and side:
            self._top.wrong("position", f'a bar stands across the whole window; write "{end}"')
        return position

    def _folder(self, text: str) -> str:
        try:
            there = (self._errors.file.parent / text).is_dir()
        except OSError:  # a name that no system takes, or below what cannot be read
            there = False
        where = self._errors.file.absolute().parent
        return (
            ""
            if there
            else f"there is no such folder in {where}; write the name of a folder, seen from there"
        )

    def _languages(self, default: str) -> tuple[str, ...]:
        found = [default] if not locales.unspoken(default) else []
        for number, language in enumerate(self._top.strings("languages")):
            remedy = locales.unspoken(language)
            if remedy:
                self._errors.add(("languages", number), language, f"there is no such language; {remedy}")
            elif language.lower() not in [one.lower() for one in found]:
                found.append(language)
        return tuple(found)

    def _links(self, addresses: AddressReader) -> dict[str, dict[str, str]]:
        table = self._top.table("links")
        links = {key: addresses.read(table, key) for key in LINKS}
        table.done()
        return links

    def _cookies(self) -> OwnCookies:
        table = self._top.table("cookies")
        cookies = OwnCookies(
            consent=table.text("consent", "consent", formats.own_cookie),
            language=table.text("language", "language", formats.own_cookie),
            domain=table.text("domain", "", formats.domain),
            path=table.text("path", "/", formats.cookie_path),
        )
        if cookies.language == cookies.consent:
            table.wrong("language", "this is the name of the other cookie; give each its own")
        table.done()
        return cookies

    def _check_record(
        self, declaration: Declaration, regions: tuple[Region, ...], cookies: OwnCookies
    ) -> None:
        """Note where the largest record fits no cookie, with its name and its attributes (RFC 6265, 6.1)."""
        ids = tuple(service.id for service in declaration.optional())
        long = "x" * MOST_LETTERS
        granted, _, exempt = parted(declaration, ids, declaration.exempt())
        modes = {region.rules.mode for region in regions} - {ASKED}
        mode = max(sorted(modes), key=len, default=ASKED)
        longest = Consent(long, 0, max(ACTIONS, key=len), long, long, granted, (), exempt, mode)
        name = max(cookies.consent_names(secure=True), key=len)
        size = len(
            write(
                name,
                encode(longest),
                declaration.lifetime,
                secure=True,
                domain=cookies.domain,
                path=cookies.path,
            )
        )
        if size > MOST_BYTES:
            self._top.missing(
                "services",
                f"the record of {len(ids)} services takes {size:,} bytes, and a cookie holds "
                f"{MOST_BYTES:,}; give them shorter ids, or put several under one service",
            )


def _too_deep(problem: Problem, known: tuple[str, ...]) -> Problem:
    """Return *problem*, with another remedy for one of the keys *known* at the top that is below a table."""
    key = problem.place[-1] if len(problem.place) > 1 else ""
    if key not in known or not problem.remedy.startswith("there is no such key"):
        return problem
    return replace(problem, remedy=f"{key} belongs to the site as a whole; write it above the first [table]")


def _exempt(service: Service) -> list[str]:
    return ["exempt " + service.exempt] if service.exempt else []


def _revision(declaration: Declaration, code: dict[str, Code], forced: str) -> str:
    """Return a name for what is asked: who wants to do what.

    Wording, order and what is only told do not count.
    """
    signals = {name: one.signals for name, one in code.items()}
    asked = {
        "services": sorted(
            [one.id, one.purpose, one.vendor, *signals.get(one.id, ()), *_exempt(one)]
            for one in declaration.optional()
        ),
        "forced": forced,
    }
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]
