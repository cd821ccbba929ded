"""Writes the declaration that a scan proposes: it builds as it is, and says in comments what is open."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from banner.config import cookie_names, formats, starter
from banner.config.starter import Block, Use
from banner.config.unprintable import has_halves, shown
from banner.config.unprintable import in_toml as _text
from banner.scan.parties import SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from banner.scan.parties import Parties, Party

_WIDTH = 96
_DAY, _MONTH, _YEAR = 1.0, 30.4, 365.0
_NEAR = 0.01
_DAYS_AT_MOST = 120
_SITE_NAME, _SITE_TEXT = "This site", "Keeps what the site needs for what you ask of it."
_OPEN = "marketing"
_PLACES = 3


def declaration(found: Parties, codes: tuple[str, ...], name: Callable[[str], str] = str) -> str:
    """Return a declaration of what was *found*, in the languages *codes*, the default first.

    *name* gives what people call a page, of its address.
    """
    uses, blocks = [], []
    for party in found.others.values():
        if party.told and party.told.asks:
            blocks.append(Block("", _tool(party, name)))
        elif not party.known:
            blocks.append(
                Block(_purpose(party), _unknown(party, name), _texts(party.id, party.name, _says(party)))
            )
        elif starter.missing(Use(party.id, party.settings)):
            blocks.append(Block("", _without_account(party, name)))
        else:
            uses.append(Use(party.id, party.settings))
    # A declaration has one service at least.
    if found.own.cookies or found.own.stored or not (uses or any(one.purpose for one in blocks)):
        blocks.append(Block("technical", _own(found.own), _texts(SITE, _SITE_NAME, _SITE_TEXT)))
    return starter.starter(uses, codes, blocks)


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
    return _comment(
        f"TODO: {party.name} asks for consent as well ({_where(party, name)}). Take it out of the pages: two "
        "tools that ask do not know of each other."
    )


def _without_account(party: Party, name: Callable[[str], str]) -> str:
    """Return a known service of which the account was not seen: it stands in comments until it is there."""
    keys = starter.missing(Use(party.id, party.settings))
    settings, purpose = (party.known.settings, party.known.purpose) if party.known else ({}, "")
    words = [f"{key}, {settings[key].help}" for key in keys]
    example = {**party.settings, **{key: settings[key].example for key in keys}}
    text = starter.service(Use(party.id, example))
    return "\n".join(
        [
            _comment(
                f"TODO: {party.name} was seen ({_where(party, name)}), but not one {' or '.join(words)}."
            ),
            _comment(f"With it, take the # away; the purpose {_text(purpose)} has to stand above."),
            *(line if line.startswith("#") or not line else f"# {line}" for line in text.split("\n")),
        ]
    )


def _unknown(party: Party, name: Callable[[str], str]) -> str:
    """Return a service of the owner's own for a party that the catalogue does not know."""
    told = party.told
    lines = [_comment(f"Seen: {', '.join(party.hosts) or 'cookies alone'} ({_where(party, name)}).")]
    lines += [_comment(f"{one.host} is a name of yours that leads to {one.target}.") for one in party.cloaked]
    if told and told.delivers:
        lines.append(
            _comment(
                "It delivers files, and learns the address of every visitor by that. TODO: better have the "
                "files on your own server, and take this service out."
            )
        )
    if party.by:
        lines.append(_comment(f"TODO: {party.by} brings it, and it loads with that one. See who needs it."))
    purpose = _purpose(party)
    sells = purpose == "marketing"
    sure = "see whether this is so" if told and told.purpose else "what is it for? analytics, content, …"
    lines += [
        "[[services]]",
        f"id = {_text(party.id)}",
        f"name = {_text(party.name)}",
        f"text = {_text(_says(party))}  # TODO: say what it is for",
        f"purpose = {_text(purpose)}  # TODO: {sure}",
        f"vendor = {_text(party.id)}",
        *(["sale = true  # TODO: unless it uses what it learns for nothing but your ends"] if sells else []),
        "gates = true  # what the pages load of it waits, once they are changed",
        f"hosts = [{', '.join(_text(one) for one in party.hosts if _is_host(one))}]",
        *_cookies(party),
        "",
        "[[vendors]]",
        f"id = {_text(party.id)}",
        f"name = {_text((told.company if told else '') or party.name)}  # TODO: the name of the company",
        '# policy = "https://…"  # TODO: the address of its privacy policy',
        "",
    ]
    return "\n".join(lines)


def _own(own: Party) -> str:
    """Return what the site itself keeps; whether it has to is for the owner to say."""
    return "\n".join(
        [
            _comment(
                "What the site itself keeps. TODO: only what it cannot do without for what the visitor asked "
                "for may stay here; the rest belongs to a service that is asked."
            ),
            "[[services]]",
            f"id = {_text(SITE)}",
            f"name = {_text(_SITE_NAME)}  # TODO",
            f"text = {_text(_SITE_TEXT)}  # TODO: say what",
            'purpose = "technical"',
            'vendor = "this-site"',
            *_cookies(own),
            "",
            "[[vendors]]",
            'id = "this-site"',
            'name = "This site"  # TODO: the name of your company',
            "",
        ]
    )


def _cookies(party: Party) -> Iterator[str]:
    """Give the table of what *party* keeps, a row for each name."""
    rows: dict[tuple[str, str], str] = {}
    cloaks = {one.host for one in party.cloaked}
    domains = [f".{one}" for one in party.hosts if one not in cloaks and _is_host(one)]
    for cookie in party.cookies:
        theirs = any(one.endswith(f".{cookie.domain}") for one in domains)
        domain = f", domain = {_text(cookie.domain)}" if theirs else ""
        told = cookie_names.told(cookie.name)
        row = f"  {{ name = {_text(cookie.name)}, duration = {_text(duration(cookie.days))}{domain} }},"
        rows[cookie.name, "cookie"] = f"{row}  # {told}" if told else row
    for one in party.stored:
        stays = "session" if one.area == "session" else "persistent"
        row = f"  {{ name = {_text(one.name)}, duration = {_text(stays)}, kind = {_text(one.area)} }},"
        rows[one.name, one.area] = row
    good = [row for (name, _), row in rows.items() if _fits(name)]
    if good:
        yield from ("cookies = [", *good, "]")
    for name, _ in rows:
        if not _fits(name):
            yield _comment(f'It also keeps "{name}", a name that cannot be written here.')


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


def _comment(text: str) -> str:
    return "\n".join(
        f"# {line}"
        for line in textwrap.wrap(shown(text), _WIDTH, break_long_words=False, break_on_hyphens=False)
    )
