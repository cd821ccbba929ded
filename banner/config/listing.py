"""The catalogue for people at a terminal: a line for each service, or all that is known of one."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from banner.config import catalogue, locales
from banner.config.parts import composed, says

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from banner.config.known import Known
    from banner.core.declaration import Cookie

_WIDTH = 100


def found(word: str, known: Mapping[str, Known]) -> list[Known]:
    """Return the service that has *word* as its id, or else all :func:`with_word`."""
    plain = word.strip().lower()
    return [known[plain]] if plain in known else with_word(word, known)


def with_word(word: str, known: Mapping[str, Known]) -> list[Known]:
    """Return the services that a *word* stands in: in id, name, vendor, purpose, kind or a host."""
    plain = word.strip().lower()
    return [one for one in known.values() if any(plain in text.lower() for text in _words(one))]


def _words(known: Known) -> tuple[str, ...]:
    parts = [text for part in known.parts for text in (part.name, part.purpose, *part.hosts)]
    vendor = catalogue.vendors()[known.vendor].name
    return (known.id, known.name, vendor, known.purpose, known.kind, *known.hosts, *parts)


def lines(services: Collection[Known]) -> list[str]:
    """Return a line for each of *services*, below the purpose that it stands under."""
    wide = max((len(one.id) for one in services), default=0)
    told: list[str] = []
    for purpose in dict.fromkeys(one.purpose for one in services):
        told += ["", f"{purpose}:"] if told else [f"{purpose}:"]
        for one in services:
            if one.purpose == purpose:
                keys = f"  ({', '.join(one.settings)})" if one.settings else ""
                told.append(f"  {one.id:{wide}}  {one.name}{keys}")
    return told


def details(known: Known) -> list[str]:
    """Return what an owner may want to know of a service, and what to write for it."""
    whole = composed(known, known.settings)
    texts = locales.texts("en")
    vendor = catalogue.vendors()[known.vendor]
    usa = "; it may bring data to the USA" if vendor.usa else ""
    rules = [f"{one.rule}: {one.conditions} {one.source}" for one in known.exemptions]
    facts = {
        "vendor": [f"{vendor.name}, {vendor.policy}{usa}"],
        "purpose": [known.purpose, *(f"{one.purpose} with {one.when}" for one in known.parts if one.purpose)],
        "visitors read": [" ".join(texts[key] for key in says(whole) if key in texts)],
        "contacts": [", ".join(whole.hosts)],
        "keeps": [_kept(one) for one in whole.cookies] or ["nothing in the browser"],
        "calls that wait": [", ".join(whole.calls)] if whole.calls else [],
        "can be exempt": rules,
        "checked": [f"{known.facts.checked}", *known.facts.sources],
        "not confirmed": [*known.facts.unconfirmed],
    }
    told = [f"{known.name} ({known.id})", ""]
    for head, values in facts.items():
        for number, value in enumerate(values):
            told += _row("" if number else f"{head}:", value)
    return [*told, "", *snippet(known)]


def snippet(known: Known) -> list[str]:
    """Return the lines of TOML that declare a service, each setting with what it is."""
    lines = ["[[services]]", f'use = "{known.id}"']
    for key, one in known.settings.items():
        off = "" if one.required or key in known.one_of[:1] else "# "
        lines.append(f'{off}{key} = "{one.example}"  # {one.help}')
    return lines


def plain(known: Known) -> dict[str, Any]:
    """Return the same as JSON has it."""
    whole = composed(known, known.settings)
    return {
        "id": known.id,
        "name": known.name,
        "vendor": known.vendor,
        "purpose": known.purpose,
        "kind": known.kind,
        "settings": {
            key: {"required": one.required, "help": one.help} for key, one in known.settings.items()
        },
        "hosts": [*whole.hosts],
        "cookies": [
            {"name": one.name, "duration": one.duration, "kind": one.kind, "domain": one.domain}
            for one in whole.cookies
        ],
        "exempt": [one.rule for one in known.exemptions],
        "checked": known.facts.checked,
        "sources": [*known.facts.sources],
        "unconfirmed": [*known.facts.unconfirmed],
    }


def _kept(cookie: Cookie) -> str:
    kind = "" if cookie.kind == "cookie" else f" ({cookie.kind})"
    return f"{cookie.name}{kind}, {cookie.duration}{f', on {cookie.domain}' if cookie.domain else ''}"


def _row(head: str, value: str) -> list[str]:
    """Return *value* in lines beside *head*; an address is never broken."""
    rows = textwrap.wrap(value, _WIDTH - 18, break_long_words=False, break_on_hyphens=False)
    return [f"{head if not number else '':16}  {row}".rstrip() for number, row in enumerate(rows or [""])]
