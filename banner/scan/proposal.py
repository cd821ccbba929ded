"""Writes the declaration that a scan proposes: it builds as it is, and says in comments what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import cookie_names, formats, starter
from banner.config.starter import Block, Use, comment
from banner.config.unprintable import has_halves
from banner.config.unprintable import in_toml as _text
from banner.scan.parties import SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from banner.scan.parties import Parties, Party

_DAY, _MONTH, _YEAR = 1.0, 30.4, 365.0
_NEAR = 0.01
_DAYS_AT_MOST = 120
_SITE_NAME, _SITE_TEXT = "This site", "Keeps what the site needs for what you ask of it."
_SITE_VENDOR = "this-site"
_OPEN = "marketing"
_PLACES = 3


def declaration(
    found: Parties, codes: tuple[str, ...], name: Callable[[str], str] = str, pages: str = ""
) -> str:
    """Return a declaration of what was *found*, in the languages *codes*, the default first.

    *name* gives what people call a page, of its address. *pages* is the folder of the pages, seen from the
    file, where a folder was scanned.
    """
    uses, blocks = [], []
    for party in found.others.values():
        if party.told and party.told.asks:
            blocks.append(Block("", _tool(party, name)))
        elif not party.known:
            texts = _texts(party.id, party.name, _says(party))
            blocks.append(Block(_purpose(party), _unknown(party, name), texts, _vendor(party)))
        elif starter.missing(Use(party.id, party.settings)):
            blocks.append(Block("", _without_account(party, name)))
        else:
            uses.append(Use(party.id, party.settings))
    # A declaration has one service at least.
    if found.own.cookies or found.own.stored or not (uses or any(one.purpose for one in blocks)):
        texts = _texts(SITE, _SITE_NAME, _SITE_TEXT)
        vendor = f"  {{ id = {_text(_SITE_VENDOR)}, name = {_text(_SITE_NAME)} }},  # TODO: your company\n"
        blocks.append(Block("technical", _own(found.own), texts, vendor))
    return starter.starter(uses, codes, blocks, pages=pages, way_back=True)


def duration(days: float | None) -> str:
    """Return how long something stays as the declaration has it; ``None`` is a session."""
    if days is None:
        return "session"
    minutes = max(1, round(days * 1440))
    if minutes < 60:  # noqa: PLR2004 - of an hour
        return _many(minutes, "minute")
    if days < _DAY - 1 / 48:
        return _many(round(days * 24), "hour")
    for unit, size in (("year", _YEAR), ("month", _MONTH)):
        number = round(days / size)
        if number and days > _DAYS_AT_MOST and abs(days - number * size) <= _NEAR * days:
            return _many(number, unit)
    return _many(max(1, round(days)), "day")


def _many(number: int, unit: str) -> str:
    return f"1 {unit}" if number == 1 else f"{number} {unit}s"


def _texts(id: str, name: str, text: str) -> tuple[tuple[str, str], ...]:
    return (f"service.{id}.name", name), (f"service.{id}.text", text)


def _says(party: Party) -> str:
    return f"Loads content of {party.name}."


def _purpose(party: Party) -> str:
    return (party.told.purpose if party.told else "") or _OPEN


def _tool(party: Party, name: Callable[[str], str]) -> str:
    return comment(
        f"TODO: {party.name} asks for consent as well ({_where(party, name)}). Take it out of the pages: two "
        "tools that ask do not know of each other."
    )


def _without_account(party: Party, name: Callable[[str], str]) -> str:
    """Return a known service of which the account was not seen: it stands in comments until it is there."""
    keys = starter.missing(Use(party.id, party.settings))
    settings, purpose = (party.known.settings, party.known.purpose) if party.known else ({}, "")
    words = [f"{key}, {settings[key].help}" for key in keys]
    example = {**party.settings, **{key: settings[key].example for key in keys}}
    *_, line = starter.service(Use(party.id, example)).rstrip().split("\n")
    told = (
        f"TODO: {party.name} was seen ({_where(party, name)}), but not one {' or '.join(words)}. With it, "
        f"take the # before the braces away; the purpose {_text(purpose)} has to stand above."
    )
    return f"{comment(told)}  # {line.strip()}\n"


def _unknown(party: Party, name: Callable[[str], str]) -> str:
    """Return a service of the owner's own for a party that the catalogue does not know."""
    told = party.told
    purpose = _purpose(party)
    sure = "see whether its purpose is right" if told and told.purpose else "see what its purpose is"
    words = [f"Seen: {', '.join(party.hosts) or 'cookies alone'} ({_where(party, name)})."]
    words += [f"{one.host} is a name of yours that leads to {one.target}." for one in party.cloaked]
    if told and told.delivers:
        words.append(
            "It delivers files, and learns the address of every visitor by that. TODO: better have the files "
            "on your own server, and take this service out."
        )
    if party.by:
        words.append(f"TODO: {party.by} brings it, and it loads with that one. See who needs it.")
    words.append(f"TODO: say in its text what it is for, and {sure}. It waits once the pages are changed.")
    sells = purpose == "marketing"
    if sells:
        words.append("TODO: leave sale out if it uses what it learns for nothing but your ends.")
    return _service(
        [*map(comment, words), *_unwritable(party)],
        {
            "id": _text(party.id),
            "name": _text(party.name),
            "text": _text(_says(party)),
            "purpose": _text(purpose),
            "vendor": _text(party.id),
            **({"sale": "true"} if sells else {}),
            "gates": "true",
            "hosts": f"[{', '.join(_text(one) for one in party.hosts if _is_host(one))}]",
        },
        party,
    )


def _vendor(party: Party) -> str:
    company = (party.told.company if party.told else "") or party.name
    todo = 'TODO: the name of the company, and policy = "https://…"'
    return f"  {{ id = {_text(party.id)}, name = {_text(company)} }},  # {todo}\n"


def _own(own: Party) -> str:
    """Return what the site itself keeps; whether it has to is for the owner to say."""
    told = (
        "What the site itself keeps. TODO: say in its text what that is. Only what it cannot do without for "
        "what the visitor asked for may stay here; the rest belongs to a service that is asked."
    )
    keys = {
        "id": SITE,
        "name": _SITE_NAME,
        "text": _SITE_TEXT,
        "purpose": "technical",
        "vendor": _SITE_VENDOR,
    }
    return _service(
        [comment(told), *_unwritable(own)], {key: _text(value) for key, value in keys.items()}, own
    )


def _service(comments: Iterable[str], keys: Mapping[str, str], party: Party) -> str:
    """Return a service of the owner's own as TOML: a line, and one for each thing that it keeps."""
    pairs = ", ".join(f"{key} = {value}" for key, value in keys.items())
    rows = [row for (name, _), row in _rows(party).items() if _fits(name)]
    kept = [f", cookies = [\n{''.join(rows)}  ]"] if rows else []
    return f"{''.join(comments)}  {{ {pairs}{''.join(kept)} }},\n"


def _unwritable(party: Party) -> list[str]:
    """Return a comment for each name that a declaration cannot have."""
    names = [name for name, _ in _rows(party) if not _fits(name)]
    return [comment(f'It also keeps "{name}", a name that cannot be written here.') for name in names]


def _rows(party: Party) -> dict[tuple[str, str], str]:
    """Return what *party* keeps as the table of a service has it, a row for each name and area."""
    rows: dict[tuple[str, str], str] = {}
    cloaks = {one.host for one in party.cloaked}
    domains = [f".{one}" for one in party.hosts if one not in cloaks and _is_host(one)]
    for cookie in party.cookies:
        theirs = any(one.endswith(f".{cookie.domain}") for one in domains)
        domain = f", domain = {_text(cookie.domain)}" if theirs else ""
        told = cookie_names.told(cookie.name)
        row = f"    {{ name = {_text(cookie.name)}, duration = {_text(duration(cookie.days))}{domain} }},"
        rows[cookie.name, "cookie"] = f"{row}  # {told}\n" if told else f"{row}\n"
    for one in party.stored:
        stays = "session" if one.area == "session" else "persistent"
        row = f"    {{ name = {_text(one.name)}, duration = {_text(stays)}, kind = {_text(one.area)} }},\n"
        rows[one.name, one.area] = row
    return rows


def _is_host(text: str) -> bool:
    """Return whether a declaration can have *text* as a host: pages write what is none, too."""
    return not formats.host(text) and not has_halves(text)


def _fits(name: str) -> bool:
    """Return whether a declaration can have *name*."""
    return not formats.cookie(name) and not has_halves(name)


def _where(party: Party, name: Callable[[str], str]) -> str:
    pages = party.pages
    shown = ", ".join(map(name, pages[:_PLACES]))
    return shown + (f" and {len(pages) - _PLACES} more" if len(pages) > _PLACES else "")
