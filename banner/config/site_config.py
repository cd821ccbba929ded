"""Reads a site's declaration: ``consent.toml`` and the catalogue of known services, into one value."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from banner.config import catalogue, locales, toml_file
from banner.config.catalogue import address
from banner.config.problems import NOTHING, Errors, raised
from banner.config.reader import Table, unknown
from banner.config.services import Code, ServiceReader, read_id
from banner.core.consent import ACTIONS, Consent
from banner.core.cookies import write
from banner.core.declaration import Declaration, Purpose, Service, Vendor
from banner.core.ids import MOST_LETTERS
from banner.core.languages import lookup
from banner.core.own_cookies import OwnCookies
from banner.core.record import MOST_BYTES, encode
from banner.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from banner.config.places import Lines
    from banner.config.problems import Problem

__all__ = ["Code", "ConfigError", "Site", "read"]

PURPOSES = ("technical", "analytics", "marketing", "content")
POSITIONS = ("bottom", "top")
STARTS = ("interaction", "idle")
RUNTIMES = ("pyodide", "micropython")
LINKS = ("cookie-policy", "privacy-policy")
_MOST_MISSPELT = 100  # keys that are read as they were meant
LONGEST_LIFETIME = 400  # days; browsers cut down what asks for more


@dataclass(frozen=True)
class Site:
    """All that a site's owner has declared, checked.

    *languages* can be chosen, *language* is the default. *updated* is the day (YYYY-MM-DD) from which on the
    site says that it honours Global Privacy Control, or empty. *texts* are the owner's own words by language
    and key. *server* is where answers are sent, or empty. *pages* is a folder whose pages are deployed beside
    the banner, or ``None``. *cookies* are the banner's own. *name* is what page scripts call it by.
    *lines* tell where each key of the file stands.
    """

    declaration: Declaration
    code: dict[str, Code]
    language: str
    languages: tuple[str, ...]
    server: str
    texts: dict[str, dict[str, str]]
    links: dict[str, str]
    position: str
    start: str
    runtime: str
    updated: str
    pages: Path | None
    cookies: OwnCookies
    name: str
    lines: Lines


def read(path: Path) -> Site:
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
        self._own: dict[str, str] = {}
        self._said: dict[str, tuple[str, ...]] = {}

    def site(self) -> Site:
        top = self._top
        language = top.text("language", "en", locales.unspoken)
        chosen = self._languages(language)
        lifetime = top.number(
            "lifetime_days",
            1,
            LONGEST_LIFETIME,
            180,
            "browsers keep no cookie longer than 400 days",
        )
        position = top.choice("position", POSITIONS, "bottom")
        start = top.choice("start", STARTS, "interaction")
        runtime = top.choice("runtime", RUNTIMES, "pyodide")
        pages = top.text("pages", "", self._folder)
        forced = top.text("revision", "")
        updated = top.day("updated")
        name = top.text("global", "consent", _global)
        cookies = self._cookies()
        server = top.text("server", "", _server)
        links = self._links()
        purposes = self._purposes()
        reader = ServiceReader(top, purposes, cookies)
        services = reader.services()
        self._own.update(reader.texts)
        self._said = reader.said
        self._check_used(purposes, services)
        vendors = self._vendors(services)
        texts = self._texts(chosen, language)
        top.done()
        declaration = Declaration(
            revision="",
            lifetime_days=lifetime,
            purposes=purposes,
            vendors=vendors,
            services=services,
        )
        declaration = replace(declaration, revision=_revision(declaration, reader.code, forced))
        self._check_record(declaration, cookies)
        return Site(
            declaration=declaration,
            code=reader.code,
            language=language,
            languages=chosen,
            server=server,
            texts=texts,
            links=links,
            position=position,
            start=start,
            runtime=runtime,
            updated=updated,
            pages=top.errors.file.parent / pages if pages else None,
            cookies=cookies,
            name=name,
            lines=self._errors.lines,
        )

    def _folder(self, text: str) -> str:
        try:
            there = (self._errors.file.parent / text).is_dir()
        except OSError:  # a name that no system takes, or below what cannot be read
            there = False
        return "" if there else "write the name of a folder, seen from this file"

    def _languages(self, default: str) -> tuple[str, ...]:
        found = [default] if not locales.unspoken(default) else []
        for number, language in enumerate(self._top.strings("languages")):
            remedy = locales.unspoken(language)
            if remedy:
                self._errors.add(("languages", number), language, f"there is no such language; {remedy}")
            elif language.lower() not in [one.lower() for one in found]:
                found.append(language)
        return tuple(found)

    def _links(self) -> dict[str, str]:
        table = self._top.table("links")
        links = {key: table.text(key, check=address) for key in LINKS}
        table.done()
        return links

    def _cookies(self) -> OwnCookies:
        table = self._top.table("cookies")
        cookies = OwnCookies(
            consent=table.text("consent", "consent", _cookie_name),
            language=table.text("language", "language", _cookie_name),
            domain=table.text("domain", "", _domain),
        )
        if cookies.language == cookies.consent:
            table.wrong("language", "this is the name of the other cookie; give each its own")
        table.done()
        return cookies

    def _purposes(self) -> tuple[Purpose, ...]:
        found: list[Purpose] = []
        for table in self._top.tables("purposes"):
            one = read_id(table, [purpose.id for purpose in found])
            required = table.flag("required")
            for key in ("name", "text"):
                own = table.text(key, "", locales.sentence)
                if own:
                    self._own[f"purpose.{one}.{key}"] = own
                elif one not in PURPOSES and key not in table.values:
                    table.missing(key, "is missing; a purpose of your own needs a name and a text")
            table.done()
            found.append(Purpose(one, required))
        if not found and "purposes" not in self._top.values:
            self._top.missing("purposes", 'is missing; write [[purposes]] with id = "analytics"')
        return tuple(found)

    def _check_used(self, purposes: tuple[Purpose, ...], services: tuple[Service, ...]) -> None:
        """No heading without a service; where one could not be read, it may be the one that is missing."""
        used = [service.purpose for service in services]
        if not used or not all(one in [purpose.id for purpose in purposes] for one in used):
            return
        for place, purpose in enumerate(purposes):
            if purpose.id not in used:
                self._errors.add(
                    ("purposes", place, "id"), purpose.id, "no service has this purpose; leave it out"
                )

    def _vendors(self, services: tuple[Service, ...]) -> tuple[Vendor, ...]:
        known = catalogue.vendors()
        own: dict[str, Vendor] = {}
        for table in self._top.tables("vendors"):
            one = read_id(table, [*own])
            own[one] = Vendor(one, table.text("name"), table.text("policy", "", address))
            table.done()
        known.update(own)
        used = dict.fromkeys(service.vendor for service in services)
        if self._errors.below(("vendors",)):
            return ()  # which there are is not known yet
        for number, service in enumerate(services):
            if service.vendor and service.vendor not in known:
                self._errors.add(
                    ("services", number, "vendor"),
                    service.vendor,
                    f"there is no such vendor; {unknown(service.vendor, known)}, or add [[vendors]]",
                )
        return tuple(known[vendor] for vendor in used if vendor in known)

    def _texts(self, languages: tuple[str, ...], default: str) -> dict[str, dict[str, str]]:
        table = self._top.table("texts")
        found = {language: {**self._own} if language == default else {} for language in languages}
        sure = not self._errors.ids_below("purposes", "services")
        for language in table.values:
            own = table.table(language)
            if language not in languages:
                self._other_language(table, language)
                continue
            known = locales.texts(language)
            for key, text in own.texts_of().items():
                remedy = locales.wrong(key, text, known, {*self._own, *self._said})
                if remedy and (sure or not key.startswith(("purpose.", "service."))):
                    own.wrong(key, remedy)
                found[language][key] = text
            own.done()
        for language in sorted(languages, key=len):
            # A kind of a language says what the language itself does, where nothing else is said.
            wider = lookup((language.rpartition("-")[0],), languages)
            found[language] = {**found.get(wider, {}), **found[language]}
        for language in languages if sure else ():
            for key in self._own:
                if key not in found[language] and key in self._only_own(language):
                    place = ("texts", language, key)
                    self._errors.add(place, NOTHING, f"is missing; say {self._own[key]!r} in that language")
            self._compose(language, found[language])
        return found

    def _other_language(self, table: Table, language: str) -> None:
        """Note that there are texts in a *language* that the site does not have."""
        remedy = locales.unspoken(language)
        if remedy:
            table.wrong(language, f"there is no such language; {remedy}")
        elif self._errors.below(("languages",), ("language",)):
            table.given(language)  # it may be one of those
        else:
            table.wrong(language, f'no visitor can choose this language; add "{language}" to languages')

    def _only_own(self, language: str) -> list[str]:
        """The texts that nobody but the owner can say: of services and purposes that no catalogue knows."""
        known = locales.texts(language)
        return [key for key in self._own if key not in known and key not in self._said]

    def _compose(self, language: str, own: dict[str, str]) -> None:
        """Add to the owner's *own* words what the catalogue says of a service in several sentences."""
        words = {**locales.texts(language), **own}
        for key, parts in self._said.items():
            sentences = [words[part] for part in parts if part in words]
            if sentences and key not in words:
                own[key] = " ".join(sentences)

    def _check_record(self, declaration: Declaration, cookies: OwnCookies) -> None:
        """The largest record has to fit a cookie, with its name and its attributes (RFC 6265, 6.1)."""
        ids = tuple(service.id for service in declaration.optional())
        long = "x" * MOST_LETTERS
        longest = Consent(long, 0, max(ACTIONS, key=len), long, long, ids, ())
        name = max(cookies.consent_names(secure=True), key=len)
        size = len(write(name, encode(longest), declaration.lifetime, secure=True, domain=cookies.domain))
        if size > MOST_BYTES:
            self._top.missing(
                "services",
                f"the answer about {len(ids)} services takes {size:,} bytes, and a cookie holds "
                f"{MOST_BYTES:,}; give them shorter ids, or put several under one service",
            )


def _cookie_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", value):
        return "write letters, digits, _ and - only"
    return "leave the prefix out: it is written where it holds" if value.startswith("__") else ""


def _domain(value: str) -> str:
    whole = re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", value)
    return (
        "" if whole else "write the domain that all your hosts share, in small letters, such as shop.example"
    )


def _global(value: str) -> str:
    return (
        ""
        if re.fullmatch(r"[A-Za-z_$][A-Za-z0-9_$]*", value)
        else "write a name that JavaScript takes, such as consent"
    )


def _server(value: str) -> str:
    if address(value) or not value.endswith("/"):
        return 'write the folder of the server\'s addresses, with a / at its end, such as "api/consent/"'
    return ""


def _revision(declaration: Declaration, code: dict[str, Code], forced: str) -> str:
    """A name for what is asked: who wants to do what. Wording, order and what is only told do not count."""
    signals = {name: one.signals for name, one in code.items()}
    asked = {
        "services": sorted(
            [one.id, one.purpose, one.vendor, *signals.get(one.id, ())] for one in declaration.optional()
        ),
        "forced": forced,
    }
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:12]
