"""Reads a site's declaration: ``consent.toml`` and the catalogue of known services, into one value."""

from __future__ import annotations

import hashlib
import json
import re
import urllib.parse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from banner.building import catalogue, locales
from banner.building.catalogue import Known, Tag, address
from banner.building.reader import Errors, Table, load, unknown
from banner.core.consent import Consent
from banner.core.cookies import covers
from banner.core.declaration import Declaration, Purpose, Service, Vendor
from banner.core.record import MOST_BYTES, encode, is_id

if TYPE_CHECKING:
    from collections.abc import Callable

PURPOSES = ("technical", "analytics", "marketing", "content")
OWN_COOKIES = ("consent", "consent-pending", "language")
_LONGEST_LIFETIME = 400


class ConfigError(Exception):
    """The declaration has errors; the message lists them all, a line each."""


@dataclass(frozen=True)
class Code:
    """How the page side opens and closes one service. *hosts* may be contacted once it is approved."""

    open: tuple[Tag, ...]
    withdraw: str
    settings: dict[str, str]
    hosts: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """All that a site's owner has declared, checked.

    *texts* are the owner's own words by language and key; *pages* is a folder whose pages are deployed
    beside the banner, or ``None``.
    """

    declaration: Declaration
    code: dict[str, Code]
    language: str
    texts: dict[str, dict[str, str]]
    links: dict[str, str]
    position: str
    start: str
    runtime: str
    pages: Path | None


def read(path: Path) -> Site:
    """Read and check the declaration at *path*.

    Raises :class:`ConfigError` with every error that the file has.
    """
    errors = Errors(path)
    site = _Reader(load(path, errors)).site()
    if errors.lines:
        raise ConfigError("\n".join(errors.lines))
    return site


class _Reader:
    """One reading of one file; it goes on after an error, to find the others."""

    def __init__(self, top: Table) -> None:
        self._top = top
        self._errors = top.errors
        self._known = catalogue.services()
        self._code: dict[str, Code] = {}
        self._own: dict[str, str] = {}

    def site(self) -> Site:
        top = self._top
        languages = locales.languages()
        language = top.choice("language", languages, "en")
        lifetime = top.number(
            "lifetime_days", 1, _LONGEST_LIFETIME, 180, "browsers keep no cookie longer than 400 days"
        )
        position = top.choice("position", ("top", "bottom"), "bottom")
        start = top.choice("start", ("interaction", "idle"), "interaction")
        runtime = top.choice("runtime", ("pyodide", "micropython"), "pyodide")
        pages = top.text("pages", "", lambda text: self._folder(text))
        forced = top.text("revision", "")
        links = self._links()
        purposes = self._purposes()
        services = self._services(purposes)
        vendors = self._vendors(services)
        texts = self._texts(languages, language)
        top.done()
        declaration = Declaration(
            revision=_revision(purposes, services, forced),
            lifetime_days=lifetime,
            purposes=purposes,
            vendors=vendors,
            services=services,
        )
        self._check_record(declaration)
        return Site(
            declaration=declaration,
            code=self._code,
            language=language,
            texts=texts,
            links=links,
            position=position,
            start=start,
            runtime=runtime,
            pages=top.errors.file.parent / pages if pages else None,
        )

    def _folder(self, text: str) -> str:
        there = (self._errors.file.parent / text).is_dir()
        return "" if there else "write the name of a folder, seen from this file"

    def _links(self) -> dict[str, str]:
        table = self._top.table("links")
        links = {
            key: table.text(key, check=address) for key in ("cookie-policy", "privacy-policy")
        }
        table.done()
        return links

    def _purposes(self) -> tuple[Purpose, ...]:
        found: list[Purpose] = []
        for table in self._top.tables("purposes"):
            one = self._id(table, [purpose.id for purpose in found])
            required = table.flag("required")
            for key in ("name", "text"):
                own = table.text(key, "")
                if own:
                    self._own[f"purpose.{one}.{key}"] = own
                elif one not in PURPOSES:
                    table.missing(key, "is missing; a purpose of your own needs a name and a text")
            table.done()
            found.append(Purpose(one, required))
        if not found:
            self._top.missing("purposes", 'is missing; write [[purposes]] with id = "analytics"')
        return tuple(found)

    def _services(self, purposes: tuple[Purpose, ...]) -> tuple[Service, ...]:
        found: list[Service] = []
        for table in self._top.tables("services"):
            taken = [service.id for service in found]
            read = self._known_service if "use" in table.values else self._own_service
            found.append(read(table, purposes, taken))
            table.done()
        if not found:
            self._top.missing("services", 'is missing; write [[services]] with use = "google"')
        for place, purpose in enumerate(purposes):
            if found and not any(service.purpose == purpose.id for service in found):
                self._errors.add(
                    f"purposes[{place}].id", purpose.id, "no service has this purpose; leave it out"
                )
        return tuple(found)

    def _known_service(
        self, table: Table, purposes: tuple[Purpose, ...], taken: list[str]
    ) -> Service:
        use = table.choice("use", self._known)
        known = self._known.get(use)
        if known is None:
            table.values = {}  # which settings it has cannot be known
            return Service(use, use, "", "")
        if use in taken:
            table.wrong("use", "this service is declared already; leave one out")
        purpose = self._purpose(table, purposes, known.purpose)
        if any(one.id == purpose and one.required for one in purposes):
            table.wrong("purpose", "this service needs consent; put it under a purpose that is asked")
        self._own_text(table, use)
        settings = self._settings(table, known)
        self._code[use] = Code(
            open=tuple(_filled(tag, settings) for tag in known.tags),
            withdraw=known.withdraw,
            settings=settings,
            hosts=known.hosts,
        )
        return Service(use, known.name, purpose, known.vendor, known.cookies)

    def _own_service(
        self, table: Table, purposes: tuple[Purpose, ...], taken: list[str]
    ) -> Service:
        one = self._id(table, taken)
        name = table.text("name")
        if not self._own_text(table, one):
            table.missing("text", "is missing; say in a sentence what the service does")
        purpose = self._purpose(table, purposes, None)
        vendor = table.text("vendor")
        cookies = catalogue.cookies(table)
        tags = catalogue.tags(table)
        gates = table.flag("gates")
        hosts = table.strings("hosts")
        withdraw = table.table("withdraw")
        code = Code(tags, withdraw.text("run", ""), {}, hosts)
        withdraw.done()
        if not any(purpose == declared.id and declared.required for declared in purposes):
            self._check_own_cookies(table, [cookie.name for cookie in cookies])
            if not tags and not gates:
                table.missing(
                    "tags",
                    "is missing; write [[services.tags]], or gates = true where only elements of pages wait for it",
                )
            self._code[one] = code
        elif tags:
            table.wrong("tags", "a required service has no tags; put the script into the pages")
        return Service(one, name, purpose, vendor, cookies)

    def _check_own_cookies(self, table: Table, patterns: list[str]) -> None:
        for place, pattern in enumerate(patterns):
            covered = [name for name in OWN_COOKIES if covers(pattern, name)]
            if covered:
                self._errors.add(
                    f"{table.path}.cookies[{place}].name",
                    pattern,
                    f"this covers the banner's own cookie {covered[0]}; write a narrower name",
                )

    def _purpose(self, table: Table, purposes: tuple[Purpose, ...], default: str | None) -> str:
        declared = [purpose.id for purpose in purposes]
        if default is None or "purpose" in table.values:
            return table.choice("purpose", declared)
        if default not in declared:
            table.missing("purpose", f'is missing, as no purpose "{default}" is declared; {unknown("", declared)}')
        return default

    def _own_text(self, table: Table, service: str) -> bool:
        own = table.text("text", "")
        if own:
            self._own[f"service.{service}.text"] = own
        return bool(own)

    def _settings(self, table: Table, known: Known) -> dict[str, str]:
        found = {}
        for key, setting in known.settings.items():
            if key not in table.values and not setting.required:
                table.text(key, "")
                continue
            hint = f'write {setting.help}, such as "{setting.example}"'
            if key not in table.values:
                table.text(key, "")
                table.missing(key, f"is missing; {hint}")
                continue
            found[key] = table.text(key, "", _matching(setting.pattern, hint))
        if known.one_of and not any(key in found for key in known.one_of):
            table.missing(known.one_of[0], f"is missing; write at least one of {', '.join(known.one_of)}")
        return found

    def _vendors(self, services: tuple[Service, ...]) -> tuple[Vendor, ...]:
        known = catalogue.vendors()
        own: dict[str, Vendor] = {}
        for table in self._top.tables("vendors"):
            one = self._id(table, [*own])
            own[one] = Vendor(one, table.text("name"), table.text("policy", "", address))
            table.done()
        known.update(own)
        used = dict.fromkeys(service.vendor for service in services)
        for place, service in enumerate(services):
            if service.vendor and service.vendor not in known:
                self._errors.add(
                    f"services[{place}].vendor",
                    service.vendor,
                    f"there is no such vendor; {unknown(service.vendor, known)}, or add [[vendors]]",
                )
        return tuple(known[vendor] for vendor in used if vendor in known)

    def _texts(self, languages: tuple[str, ...], default: str) -> dict[str, dict[str, str]]:
        table = self._top.table("texts")
        found = {default: self._own}
        for language in table.values:
            own = table.table(language)
            if language not in languages:
                table.wrong(language, f"there is no such language; {unknown(language, languages)}")
                continue
            known = locales.texts(language)
            for key, text in own.texts_of().items():
                remedy = locales.wrong(key, text, known, set(self._own))
                if remedy:
                    own.wrong(key, remedy)
                found[language] = {**found.get(language, {}), key: text}
        return found

    def _id(self, table: Table, taken: list[str]) -> str:
        one = table.text("id", check=_id)
        if one in taken:
            table.wrong("id", "this id is taken; ids are unique")
        return one

    def _check_record(self, declaration: Declaration) -> None:
        """The largest answer has to fit a cookie, name included."""
        ids = tuple(service.id for service in declaration.optional())
        where, how = "preferences", "accept-selected"
        longest = Consent("x" * 32, 0, how, where, declaration.revision, ids, ())
        size = len("consent=" + encode(longest))
        if size > MOST_BYTES:
            self._top.missing(
                "services",
                f"the answer about {len(ids)} services takes {size:,} bytes, and a cookie holds {MOST_BYTES:,}; "
                "give them shorter ids, or put several under one service",
            )


def _id(value: str) -> str:
    return "" if is_id(value) else "write lower-case letters, digits and hyphens"


def _matching(pattern: str, hint: str) -> Callable[[str], str]:
    return lambda value: "" if re.fullmatch(pattern, value) else hint


def _filled(tag: Tag, settings: dict[str, str]) -> Tag:
    """*tag* with the owner's settings in its address: ``{a}``, or ``{a|b}`` for the first that is given."""

    def value(found: re.Match[str]) -> str:
        given = [settings[key] for key in found.group(1).split("|") if key in settings]
        return urllib.parse.quote(given[0], safe="") if given else ""

    return Tag(re.sub(r"\{([a-z_|]+)\}", value, tag.src), tag.run, tag.module)


def _revision(purposes: tuple[Purpose, ...], services: tuple[Service, ...], forced: str) -> str:
    """A name for what is asked: who does what for which purpose. Wording and order are no part of it."""
    asked = {
        "purposes": sorted([purpose.id, purpose.required] for purpose in purposes),
        "services": sorted([service.id, service.purpose, service.vendor] for service in services),
        "forced": forced,
    }
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]
