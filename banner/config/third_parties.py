"""Who is behind a host of others: our catalogue first, then third-party-web's list, else its own domain.

The list is ``banner/catalogue/third_parties.json``, which ``banner.toolchain.third_parties`` makes. Its
categories are no purposes: what is proposed after them is for the owner to decide.
"""

from __future__ import annotations

import functools
import json
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from banner.config import catalogue
from banner.observe.names import registrable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from banner.config.known import Known

FILE = catalogue.FOLDER / "third_parties.json"
# The purpose that the catalogue would have for a service of each category, where it has one.
_PURPOSES: Final = {
    "ad": "marketing",
    "analytics": "analytics",
    "content": "content",
    "customer-success": "content",
    "marketing": "marketing",
    "social": "content",
    "video": "content",
}
# An address as it is written, and as it stands in code; and the path of it.
_PATH: Final = re.compile(r"(?:https?:)?//[^/]+(/.*)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"//[\w.{}-]+(/[^\s\"'`<>]*)")
_SEVERAL: Final = 2


@dataclass(frozen=True)
class ThirdParty:
    """Who is behind a *host*.

    *name* is what people call it, *company* who runs it where the list tells, *category* the list's own word
    (``"analytics"``, ``"cdn"``, …) or empty. *services* are the ids that the catalogue has for this host: one
    of them, as far as the host tells. *purpose* is a proposal, or empty where only the owner can know.
    *source* tells where the name is from; of a ``"domain"``, nobody knows anything.
    """

    host: str
    name: str
    company: str = ""
    category: str = ""
    services: tuple[str, ...] = ()
    purpose: str = ""
    source: Literal["catalogue", "list", "domain"] = "domain"

    @property
    def delivers(self) -> bool:
        """Return whether it delivers files (fonts, libraries): it learns the visitor's address by that."""
        return self.category == "cdn"

    @property
    def asks(self) -> bool:
        """Return whether this is a tool that asks for consent, as we do."""
        return self.category == "consent-provider"


class _Entity(NamedTuple):
    name: str
    company: str
    category: str


class Directory:
    """Hosts and who is behind them, of the services *known* to the catalogue and of the list."""

    def __init__(self, known: Mapping[str, Known]) -> None:
        self._entities = _listed()
        self._services: dict[str, list[tuple[str, str]]] = {}  # id and name, by the pattern of the host
        self._purposes = {one.id: one.purpose for one in known.values()}
        self._paths = {one.id: tuple(_paths(one)) for one in known.values()}
        for one in known.values():
            for name, hosts in ((one.name, one.hosts), *((part.name, part.hosts) for part in one.parts)):
                for host in hosts:
                    self._services.setdefault(host, []).append((one.id, name or one.name))

    def named(self, host: str, address: str = "") -> ThirdParty:
        """Return who is behind *host*, a name or an IP address without a port. It is always found.

        Where several services share the host, the *address* that is asked for there may tell them apart.
        """
        host = host.lower().rstrip(".")
        entity = next(filter(None, map(self._entities.get, _patterns(host))), None)
        services = next(filter(None, map(self._services.get, _patterns(host))), [])
        if not (entity or services):
            return ThirdParty(host, registrable(host))
        if one := self._closest({one for one, _ in services}, address):
            services = [service for service in services if service[0] == one]
        names = list(dict.fromkeys(name for _, name in services))
        ids = tuple(dict.fromkeys(one for one, _ in services))
        purposes = {self._purposes[one] for one in ids}
        told = entity or _Entity("", "", "")
        return ThirdParty(
            host,
            names[0] if len(names) == 1 else told.name or " or ".join(names),
            told.company,
            told.category,
            ids,
            purposes.pop() if len(purposes) == 1 else _PURPOSES.get(told.category, ""),
            "catalogue" if services else "list",
        )

    def _closest(self, services: set[str], address: str) -> str:
        """Return that of *services* which has an address with the same beginning of its path, if just one."""
        path = _PATH.match(address)
        if len(services) < _SEVERAL or not path:
            return ""
        lengths = {
            one: max((len(posixpath.commonprefix([path[1], other])) for other in self._paths[one]), default=0)
            for one in services
        }
        longest = [one for one in services if lengths[one] == max(lengths.values())]
        return longest[0] if len(longest) == 1 and lengths[longest[0]] > len("/x") else ""


def named(host: str, address: str = "") -> ThirdParty:
    """Return who is behind *host*, as :meth:`Directory.named` does, by the catalogue that is installed."""
    return installed().named(host, address)


def list_used() -> str:
    """Return name, version and day of the list, to be told in a report."""
    told = _file()
    return f"{told['source']} {told['version']} of {told['date']}"


def _paths(known: Known) -> Iterator[str]:
    """Give the paths of the addresses that a service of the catalogue asks for."""
    for script in known.all_scripts:
        yield from (found[1] for found in _ADDRESS.finditer(f"{script.src} {script.code}"))
    if known.embed:
        texts = (known.embed.frame, known.embed.markup, known.embed.show)
        yield from (found[1] for found in _ADDRESS.finditer(" ".join(texts)))


def _patterns(host: str) -> Iterator[str]:
    """Give the patterns that have *host*, the narrowest first."""
    yield host
    labels = host.split(".")
    for start in range(len(labels)):
        yield "*." + ".".join(labels[start:])


@functools.cache
def installed() -> Directory:
    """Return the directory of the catalogue that is installed."""
    return Directory(catalogue.services())


@functools.cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return found


@functools.cache
def _listed() -> dict[str, _Entity]:
    """Return the list by the patterns of its hosts."""
    return {
        host: _Entity(name, company, category)
        for name, company, category, hosts in _file()["entities"]
        for host in hosts.split()
    }
