"""What a scan has found, put together, for people and for programs."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from banner.config import blocking_list, cookie_names, third_parties
from banner.config.blocking_list import Blocking
from banner.config.unprintable import shown
from banner.observe.cloaks import cloaks
from banner.scan.changes import BROUGHT, changes
from banner.scan.contacts import foreign
from banner.scan.parties import parties
from banner.scan.proposal import duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from banner.observe.cloaks import Cloak, Resolver
    from banner.observe.kinds import Observation
    from banner.scan.changes import Change
    from banner.scan.parties import Parties, Party
    from banner.scan.walk import Visits

_SHOWN = 3


@dataclass(frozen=True)
class Result:
    """All of it: the *visits*, who was *found*, names of the site that lead to others, and what to change.

    *file* gives the file of a page, where the pages are files of a folder.
    """

    visits: Visits
    found: Parties
    cloaked: tuple[Cloak, ...]
    changes: tuple[Change, ...]
    file: Callable[[str], str]

    def name(self, page: str) -> str:
        """Return what people call *page*: its file, or its address."""
        return self.file(page) or page

    @property
    def clean(self) -> bool:
        """Whether nobody else is contacted, and nobody else keeps anything."""
        return not self.found.others


def result(visits: Visits, own: Sequence[str], resolve: Resolver, base: str = "") -> Result:
    """Return what *visits* to the site with the hosts *own* have shown; *base* is that of served files."""
    hosts = [one.host for one in visits.seen if hasattr(one, "host") and one.host not in own]
    cloaked = tuple(cloaks(hosts, own[0], resolve))
    found = parties(visits, own, cloaked)
    others = foreign(own, (one.host for one in cloaked))
    changed = tuple(changes(visits.markups, visits.pages, found, others))
    return Result(visits, found, cloaked, changed, lambda page: _file(page, base))


def plain(made: Result) -> dict[str, Any]:
    """Return it as JSON has it; ``inject --block`` reads the list of what is to wait."""
    return {
        "pages": made.visits.pages,
        "failed": made.visits.failed,
        "left": made.visits.left,
        "lists": [third_parties.list_used(), cookie_names.list_used()],
        "parties": [_party(one) for one in (*made.found.others.values(), made.found.own)],
        "cloaked": [asdict(one) for one in made.cloaked],
        "consent_tools": sorted(made.visits.tools),
        **blocking_list.written(_blocking(made)),
        "changes": [{"file": made.file(one.page), **asdict(one)} for one in made.changes],
        "observations": [_without_value(one) for one in made.visits.seen],
    }


def _without_value(one: Observation) -> dict[str, Any]:
    """Return *one* as JSON has it; what a cookie says may let somebody in, and tells nothing here."""
    return {key: value for key, value in one.plain().items() if key != "value"}


def _blocking(made: Result) -> Iterator[Blocking]:
    """Give the elements that are to wait, or to go, of pages that are files."""
    for one in made.changes:
        file = made.file(one.page)
        tag = re.match(r"<([^\s/>]+)", one.element)
        name = tag[1].lower() if tag else "script"
        goes = one.what == "remove" and name in BROUGHT
        if file and (goes or one.what in ("block", "wrap")):
            for attribute, address, service in ((one.attribute, one.address, one.service), *one.also):
                yield Blocking(file, one.line, name, attribute, address, service, one.column or None, goes)


def as_json(made: Result) -> str:
    """Return :func:`plain` as text, of ASCII alone: pages choose names that no file can have."""
    return json.dumps(plain(made), indent=2, default=str) + "\n"


def _party(one: Party) -> dict[str, Any]:
    told = one.told
    return {
        "service": one.id,
        "name": one.name,
        "known": bool(one.known),
        "named_by": told.source if told else "",
        "category": told.category if told else "",
        "purpose": (one.known.purpose if one.known else told.purpose if told else ""),
        "settings": one.settings,
        "brought_by": one.by,
        "hosts": list(one.hosts),
        "pages": list(one.pages),
        "contacts": [asdict(each) for each in one.contacts],
        "cookies": [_without_value(each) for each in one.cookies],
        "storage": [each.plain() for each in one.stored],
    }


def text(made: Result) -> str:
    """Return it for people, in plain lines."""
    return "".join(f"{shown(line)}\n" for line in _lines(made))


def _lines(made: Result) -> Iterator[str]:
    for page, why in made.visits.failed.items():
        yield f"not seen: {page}: {why}"
    for why, number in sorted(made.visits.left.items()):
        yield f"left out: {number} ({why})"
    for tool in sorted(made.visits.tools):
        yield f"accepted in a consent tool by the rules for {tool}"
    for party in made.found.others.values():
        yield ""
        yield from _about(party, made)
    if made.found.own.cookies or made.found.own.stored:
        yield ""
        yield "The site itself keeps"
        yield from _kept(made.found.own)
    if made.changes:
        yield ""
        yield "To be changed in the pages"
        yield from _to_change(made)
    yield ""
    yield (
        f"{len(made.visits.pages)} pages seen in one visit, {len(made.found.others)} others; names by the "
        f"catalogue, {third_parties.list_used()} and {cookie_names.list_used()}"
    )


def _about(party: Party, made: Result) -> Iterator[str]:
    told = party.told
    if party.known:
        how = f"the catalogue has it: use = {json.dumps(party.id)}"
    elif told and told.asks:
        how = "asks for consent as well: take it out"
    elif told and told.source == "list":
        how = f"by name alone ({told.category or 'of no category'}); what it does is for you to find out"
    else:
        how = "unknown; if it is yours, scan with --own and its host"
    yield f"{party.name}: {how}"
    for key, value in party.settings.items():
        yield f"  {key} = {json.dumps(value)}"
    if told and told.delivers:
        yield "  delivers files, and learns the address of every visitor"
    if party.by:
        yield f"  brought by {party.by}"
    for cloak in party.cloaked:
        yield f"  {cloak.host} leads to {cloak.target}"
    for host in party.hosts:
        first = next(one for one in party.contacts if one.host == host)
        yield f"  {host} ({first.how}), by {_by(first.initiator, made)}"
    yield from _kept(party)
    shown = [made.name(one) for one in party.pages]
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    yield f"  on {', '.join(shown[:_SHOWN])}{more}"


def _by(initiator: Any, made: Result) -> str:
    place = initiator.place
    name = made.name(place.url)
    at = ":".join([name, *(str(one) for one in (place.line,) if one)])
    return f"{initiator.kind} {at}".strip()


def _kept(party: Party) -> Iterator[str]:
    for cookie in party.cookies:
        words = [cookie.domain, duration(cookie.days), cookie.how]
        words += ["HttpOnly"] * cookie.http_only + ["the browser refused it"] * (not cookie.kept)
        yield f"  cookie {cookie.name} ({', '.join(words)})"
        told = None if party.known else cookie_names.told(cookie.name)
        if told:
            yield f"    {told}"
    for one in party.stored:
        yield f"  {one.area} {one.name} ({one.origin})"


def _to_change(made: Result) -> Iterator[str]:
    for one in made.changes:
        place = f"{made.name(one.page)}:{one.line}"
        first = one.element.split("\n", 1)[0]
        if one.what == "block":
            yield f"  {place}: {first}"
            yield from f"    write {one.write}".expandtabs(4).splitlines()
        elif one.what == "wrap":
            yield f"  {place}: {first}{_end(one)}"
            yield f"    put it into {one.write}…{'</template>' * one.write.count('<template')}"
        elif one.what == "remove":
            yield f"  {place}: {first}{_end(one)}"
            yield f"    take it out: {one.why}"
        else:
            yield f"  {place}: {one.why}"


def _end(one: Change) -> str:
    return f" to line {one.end}" if one.end > one.line else ""


def _file(page: str, base: str) -> str:
    """Return the file of *page* below *base*; nothing for pages that are not served from a folder."""
    if not base or not page.startswith(base):
        return ""
    path = unquote(urlsplit(page).path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path
