"""Reads the ``[[services]]`` of a declaration: known ones, switched on by their id, and the owner's own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from banner.config import catalogue, container, entries, exemptions, filling, locales
from banner.config.ids import id_format, read_id
from banner.config.known import Embed, Known, Script
from banner.config.parts import composed, says
from banner.contract import StorageKey
from banner.core.cookies import covers
from banner.core.declaration import Cookie, Purpose, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from banner.config.places import Place
    from banner.config.reader import Table
    from banner.core.own_cookies import OwnCookies

# What the banner itself keeps in the browser. No service may claim it: it would go when that is denied.
OWN_STORAGE = tuple(f"consent.{key}" for key in get_args(StorageKey))


# The frames of an owner's own service, which elements of pages wait for, get a placeholder. It has no items.
_FRAMES = Embed("content", pattern="(?!)", link="")


def own_cookies(cookies: OwnCookies) -> tuple[str, ...]:
    """Return the names of all cookies that the banner may keep, on https and elsewhere."""
    records = [name for secure in (True, False) for name in cookies.consent_names(secure)]
    pending = f"{cookies.consent}-pending"
    return (pending, "__Host-" + pending, *records, cookies.language, "consent-" + cookies.language)


@dataclass(frozen=True)
class Code:
    """Code by which the page side activates and deactivates one service. It may contact *hosts* once granted.

    *use* and *usual* are the service of the catalogue and the purpose that it has there, or empty. *signals*
    are what its vendor is told that the consent allows. *calls* and *command* are what pages tell it by, as
    :class:`banner.config.known.Known` says.
    """

    scripts: tuple[Script, ...]
    withdraw: str
    settings: dict[str, str]
    hosts: tuple[str, ...]
    embed: Embed | None = None
    use: str = ""
    usual: str = ""
    signals: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    command: str = ""


class ServiceReader:
    """One reading of all services; it goes on after an error, to find the others.

    *code* has the code of those that can be denied, *texts* what the owner says of each, by message key, and
    *said* where the catalogue says it: the keys of its sentences, by the message key that they stand under.
    *hosts* are those that services which are always on may contact.
    """

    def __init__(self, top: Table, purposes: tuple[Purpose, ...], cookies: OwnCookies) -> None:
        self.code: dict[str, Code] = {}
        self.texts: dict[str, str] = {}
        self.said: dict[str, tuple[str, ...]] = {}
        self.hosts: tuple[str, ...] = ()
        self._top = top
        self._own = own_cookies(cookies)
        self._known = catalogue.services()
        self._purposes = [purpose.id for purpose in purposes]
        self._required = [purpose.id for purpose in purposes if purpose.required]
        self._erasable: list[tuple[Place, Cookie]] = []

    def services(self) -> tuple[Service, ...]:
        """Read the services, in declared order."""
        found: list[Service] = []
        taken: set[str] = set()
        for table in self._top.tables("services"):
            read = self._known_service if table.given("use") else self._own_service
            found.append(read(table, taken))
            taken.add(found[-1].id)
            table.done()
        if not found and "services" not in self._top.values:
            self._top.missing("services", 'is missing; write [[services]] with use = "google"')
        self._check_erasable(found)
        return tuple(found)

    def _known_service(self, table: Table, taken: Container[str]) -> Service:
        use = table.text("use", check=lambda value: catalogue.proposed(value, self._known))
        known = self._known.get(use)
        if known is None:
            table.values = {}  # which settings it has cannot be known
            return Service(use, use, "", "")
        one = self._account(table, use, taken)
        brings = self._container(table) if use != container.ID else ""
        settings = self._settings(table, known, needed=not brings)
        known = composed(known, settings)
        purpose = self._purpose(table, known.purpose)
        if purpose in self._required:
            table.wrong("purpose", "this service needs consent; put it under a purpose that is asked")
        exempt = exemptions.of_known(table, known)
        exemptions.check(table, exempt, purpose in self._required, known.sale, known.cookies)
        if exempt:
            settings["exempt"] = exempt
        name = table.text("name", known.name)
        self._text(table, one)
        self.said[f"service.{one}.name"] = ()
        self.said[f"service.{one}.text"] = says(known)
        self.code[one] = Code(
            scripts=tuple(filling.filled(script, settings) for script in known.scripts),
            withdraw=known.withdraw,
            settings=settings,
            hosts=tuple(filling.plain(host, settings) for host in known.hosts),
            embed=known.embed,
            use=use,
            usual=known.purpose,
            signals=known.signals,
            calls=known.calls,
            command=known.command,
        )
        self._open(one, purpose, brings)
        return Service(one, name, purpose, known.vendor, known.cookies, known.sale, exempt)

    def _container(self, table: Table) -> str:
        """Read the container that brings a service: none where it is exempt, before anybody is asked."""
        brings = container.read(table, self._known)
        if brings and "exempt" in table.values:
            table.wrong("container", "what is exempt may not open a container, whose tags need consent")
        return brings

    def _open(self, one: str, purpose: str, brings: str) -> None:
        """Have the service *one* open the container that *brings* it, if any does."""
        code = self.code[one]
        if brings:
            code = container.contained(code, brings, purpose, self._known)
        if brings or code.use == container.ID:
            code = replace(code, settings={**code.settings, "service": one, "purpose": purpose})
        self.code[one] = code

    def _account(self, table: Table, use: str, taken: Container[str]) -> str:
        """Return the id of a known service: the catalogue's, or the owner's own for another account."""
        one = table.text("id", use, id_format)
        if one in taken:
            key = "id" if "id" in table.values else "use"
            remedy = f'this service is declared already; give this account an id of its own: id = "{use}-2"'
            table.wrong(key, remedy)
        elif one != use and one in self._known:
            table.wrong("id", f'the catalogue has a service of this id; write another, such as "{use}-2"')
        return one

    def _own_service(self, table: Table, taken: Container[str]) -> Service:
        one = read_id(table, taken)
        if one in self._known:
            table.wrong("id", f'the catalogue has this service: write use = "{one}", or another id')
        name = table.text("name")
        self.texts[f"service.{one}.name"] = name
        self._text(table, one)
        if "text" not in table.values:
            table.missing("text", "is missing; say in a sentence what the service does")
        purpose = self._purpose(table, None)
        vendor = table.text("vendor")
        cookies = entries.cookies(table)
        scripts = entries.scripts(table)
        gates = table.flag("gates")
        sale = table.flag("sale")
        exempt = table.choice("exempt", exemptions.RULES, "")
        exemptions.check(table, exempt, purpose in self._required, sale, cookies)
        hosts = entries.hosts(table)
        withdraw = table.table("withdraw")
        calls, command = entries.calls(table), table.text("command", "")
        brings = self._container(table)
        embed = entries.embed(table) or (_FRAMES if gates else None)
        code = Code(scripts, withdraw.javascript("code", ""), {}, hosts, embed, calls=calls, command=command)
        withdraw.done()
        if table.errors.below(table.at("gates"), ("purposes",)):
            self.code[one] = code  # what else it lacks is not known yet
        elif purpose in self._required:
            self._always_on(table, code)
        else:
            self._can_be_denied(table, code, brings)
            self._erasable += [(table.at("cookies", at, "name"), cookie) for at, cookie in enumerate(cookies)]
            self.code[one] = code
            self._open(one, purpose, brings)
        return Service(one, name, purpose, vendor, cookies, sale, exempt)

    def _always_on(self, table: Table, code: Code) -> None:
        """Keep the hosts of a required service, which waits for nobody; it can have nothing that does."""
        self.hosts += code.hosts
        if code.scripts:
            table.wrong("scripts", "a required service has no scripts; put them into the pages")
        if code.calls:
            table.wrong("calls", "a required service waits for nobody; leave it out")

    @staticmethod
    def _can_be_denied(table: Table, code: Code, brings: str) -> None:
        """Note where a service that is asked for would do nothing, or be loaded twice."""
        if "scripts" not in table.values and not (code.embed or brings):
            table.missing(
                "scripts",
                "is missing; write [[services.scripts]], gates = true where only elements of pages wait "
                "for it, [services.embed] for outside content, or container where Google Tag Manager "
                "brings it",
            )
        if code.scripts and brings:
            table.wrong("scripts", "the container brings them; leave out one of the two")

    def _purpose(self, table: Table, default: str | None) -> str:
        if default is None or "purpose" in table.values:
            if table.errors.below(("purposes",)):
                return table.text("purpose")  # which there are is not known yet
            return table.choice("purpose", self._purposes)
        table.text("purpose", "")
        if default not in self._purposes and not table.errors.below(("purposes",)):
            table.missing(
                "purpose",
                f'is missing, as no purpose "{default}" is declared: add [[purposes]] with id = "{default}", '
                f"or write one of {', '.join(sorted(self._purposes))}",
            )
        return default

    def _text(self, table: Table, service: str) -> None:
        own = table.text("text", "", locales.sentence)
        if own:
            self.texts[f"service.{service}.text"] = own

    def _settings(self, table: Table, known: Known, *, needed: bool) -> dict[str, str]:
        """Read the settings of an account; not all are *needed* where a container brings the service."""
        found = {}
        for key, setting in known.settings.items():
            hint = f'write {setting.help}, such as "{setting.example}"'
            value = table.text(key, "", _matching(setting.pattern, hint))
            if key in table.values:
                found[key] = value
            elif setting.required and needed:
                table.missing(key, f"is missing; {hint}")
        if known.one_of and not any(key in found for key in known.one_of):
            table.missing(known.one_of[0], f"is missing; write at least one of {', '.join(known.one_of)}")
        return found

    def _check_erasable(self, found: list[Service]) -> None:
        """Note what would go with a denial though the banner or a required service keeps it."""
        required = [
            cookie.name
            for service in found
            if service.purpose in self._required
            for cookie in service.cookies
        ]
        owners = [(name, "the banner") for name in (*self._own, *OWN_STORAGE)]
        owners += [(name, "a required service") for name in required]
        for place, cookie in self._erasable:
            covered = [one for one in owners if covers(cookie.name, one[0])]
            if covered and not cookie.domain and cookie.name != "*":
                name, owner = covered[0]
                remedy = f"this covers {name}, which {owner} keeps; write a narrower name"
                self._top.errors.add(place, cookie.name, remedy)


def _matching(pattern: str, hint: str) -> Callable[[str], str]:
    return lambda value: "" if re.fullmatch(pattern, value, re.ASCII) else hint
