"""Names who is behind what was seen: services of the catalogue, others by their hosts, and the site."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from banner.config import catalogue, third_parties
from banner.observe.kinds import Cookie, Stored, host_of
from banner.scan import accounts
from banner.scan.contacts import Contact, contacts, foreign
from banner.scan.keepers import is_banners, keeps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from banner.config.known import Known
    from banner.config.third_parties import ThirdParty
    from banner.observe.cloaks import Cloak
    from banner.observe.kinds import Initiator, Observation
    from banner.observe.markup import Element
    from banner.scan.walk import Visits

_TAKEN = ("cookie-choice", "site", "this-site")
SITE = "site"


@dataclass
class Party:
    """One of those that the pages contact, or that keep something in the browser.

    *id* is that of the service in the catalogue, or one that is free. *known* is its entry there, *told* what
    is known of its first host. *settings* are those of the owner's account that were seen. *by* is the id of
    the party whose script brings it, where nothing in the pages does. *cloaked* are hosts of the site itself
    that lead to it.
    """

    id: str
    name: str
    known: Known | None = None
    told: ThirdParty | None = None
    settings: dict[str, str] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    cookies: list[Cookie] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    cloaked: list[Cloak] = field(default_factory=list)
    by: str = ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that were contacted, in order."""
        return tuple(dict.fromkeys(one.host for one in self.contacts))

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages on which it was seen."""
        seen: list[Contact | Observation] = [*self.contacts, *self.cookies, *self.stored]
        return tuple(dict.fromkeys(one.page for one in seen))


@dataclass(frozen=True)
class Parties:
    """All *others*, by their ids, and what *own* scripts and servers of the site keep."""

    others: dict[str, Party]
    own: Party

    def of(self, host: str) -> Party | None:
        """Return who is behind *host*; whoever was seen on it first, if it has several."""
        return next((one for one in self.others.values() if host in one.hosts), None)

    def at(self, url: str) -> Party | None:
        """Return who was contacted by *url*, or who is behind its host."""
        found = (one for one in self.others.values() if any(url == each.url for each in one.contacts))
        return next(found, None) or self.of(host_of(url))


def parties(visits: Visits, own: Sequence[str], cloaks: Sequence[Cloak]) -> Parties:
    """Return who is behind all that was seen in *visits* to the site with the hosts *own*."""
    others = foreign(own, (one.host for one in cloaks))
    made = _Makers(catalogue.services(), {one.host: one for one in cloaks})
    found = contacts(visits.seen, visits.markups, visits.pages, others)
    made.assign(found)
    result = Parties(made.parties, Party(SITE, "This site"))
    _keep(visits, result, made, others)
    code = [one.code for page in visits.pages for one in _elements(visits, page)]
    for party in result.others.values():
        if party.known:
            urls = (one.url for one in party.contacts)
            said = (one for one in code if accounts.about(party.known, party.hosts, one))
            party.settings = accounts.settings(party.known, urls, said)
    _join(result)
    for party in result.others.values():
        party.by = _brought(party, result, others)
    return result


def _join(result: Parties) -> None:
    """Give hosts that nobody knows to a service that has them in the settings of the owner's account."""
    known = [one for one in result.others.values() if one.known]
    for other in [one for one in result.others.values() if not one.known and one.hosts]:
        for party in known:
            if {*other.hosts} <= {*party.settings.values()}:
                party.contacts += other.contacts
                party.cookies += other.cookies
                party.stored += other.stored
                result.others.pop(other.id, None)


def _elements(visits: Visits, page: str) -> list[Element]:
    markup = visits.markups.of(page)
    return [one for one in markup.elements if one.code] if markup else []


class _Makers:
    """Puts contacts together by who is behind them."""

    def __init__(self, known: Mapping[str, Known], cloaks: Mapping[str, Cloak]) -> None:
        self.known = known
        self.parties: dict[str, Party] = {}
        self._cloaks = cloaks
        self._names: dict[str, str] = {}

    def assign(self, found: Iterable[Contact]) -> None:
        """Give each contact to its party; a host that several services share goes to one that is there."""
        unsure: list[tuple[Contact, ThirdParty]] = []
        for one in found:
            cloak = self._cloaks.get(one.host)
            told = third_parties.named(cloak.target if cloak else one.host, one.url)
            sure = [each for each in told.services if accounts.fits(self.known[each], one.url)]
            if sure or len(told.services) == 1:
                self._add(self.of_catalogue((sure or told.services)[0], told), one)
            elif told.services:
                unsure.append((one, told))
            else:
                self._add(self._other(told), one)
        for one, told in unsure:
            there = [each for each in told.services if each in self.parties]
            self._add(self.of_catalogue((there or told.services)[0], told), one)

    def of_catalogue(self, id: str, told: ThirdParty | None = None) -> Party:
        """Return the party that is the service *id* of the catalogue."""
        if id not in self.parties:
            self.parties[id] = Party(id, self.known[id].name, self.known[id], told)
        return self.parties[id]

    def _other(self, told: ThirdParty) -> Party:
        if told.name not in self._names:
            taken = (*self.known, *self.parties, *_TAKEN)
            self._names[told.name] = free = free_id(told.name, taken)
            self.parties[free] = Party(free, told.name, None, told)
        return self.parties[self._names[told.name]]

    def _add(self, party: Party, one: Contact) -> None:
        party.contacts.append(one)
        cloak = self._cloaks.get(one.host)
        if cloak and cloak not in party.cloaked:
            party.cloaked.append(cloak)


def free_id(name: str, taken: Iterable[str]) -> str:
    """Return an id made of *name* that is not *taken*."""
    plain = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "service"
    plain = plain if plain[0].isalpha() else f"s-{plain}"
    used = set(taken)
    numbered = (f"{plain}-{number}" for number in itertools.count(2))
    return plain if plain not in used else next(one for one in numbered if one not in used)


def _keep(visits: Visits, result: Parties, made: _Makers, others: Callable[[str], bool]) -> None:
    """Give each cookie and each entry of a storage to who keeps it."""
    for one in visits.seen:
        if isinstance(one, Cookie) and not is_banners("cookie", one.name):
            host = one.domain if others(one.domain) else _writer(one.initiator, others)
            party = result.of(host) or _of_domain(host, result)
            party = party or _by_name(one.name, "cookie", made) or result.own
            if not any((each.name, each.domain) == (one.name, one.domain) for each in party.cookies):
                party.cookies.append(one)
        elif isinstance(one, Stored) and not is_banners(one.area, one.name):
            host = host_of(one.origin)
            host = host if others(host) else _writer(one.initiator, others)
            party = result.of(host) or _of_domain(host, result)
            (party or _by_name(one.name, one.area, made) or result.own).stored.append(one)


def _by_name(name: str, kind: str, made: _Makers) -> Party | None:
    """Return the party of the catalogue that keeps *name*: one that is there, or the only one there is."""
    has = [one.id for one in made.known.values() if keeps(one, kind, name)]
    there = [one for one in has if one in made.parties]
    chosen = there[0] if there else has[0] if len(has) == 1 else ""
    return made.of_catalogue(chosen) if chosen else None


def _writer(initiator: Initiator, others: Callable[[str], bool]) -> str:
    """Return the host of the innermost script of somebody else that has written, or of the answer."""
    places = initiator.stack or (initiator.place,)
    return next((host for one in places if (host := host_of(one.url)) and others(host)), "")


def _of_domain(host: str, result: Parties) -> Party | None:
    """Return who is behind a host of the domain *host*, for which a cookie was set."""
    if not host:
        return None
    return next(
        (one for one in result.others.values() if any(f".{each}".endswith(f".{host}") for each in one.hosts)),
        None,
    )


def _brought(party: Party, result: Parties, others: Callable[[str], bool]) -> str:
    """Return the id of who brings *party*, where all of it comes from scripts or frames of somebody else."""
    by: Counter[str] = Counter()
    for one in party.contacts:
        places = one.initiator.stack or (one.initiator.place,)
        hosts = [host_of(each.url) for each in places]
        outermost = next((host for host in reversed(hosts) if host), "")
        bringer = result.of(outermost) if outermost and others(outermost) else None
        if not bringer:
            bringers = (result.of(host) for host in hosts if host and others(host))
            bringer = next((each for each in bringers if each and each is not party), None)
        if not bringer:
            return ""
        if bringer is not party:
            by[bringer.id] += 1
    return by.most_common(1)[0][0] if by else ""
