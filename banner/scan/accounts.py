"""Finds an owner's own account in what was seen: the ids that the catalogue's settings ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from banner.config.filling import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from banner.config.known import Known

_LITERAL = re.compile(r"'([^'\\\n]{1,200})'|\"([^\"\\\n]{1,200})\"")
# A name, and a number or a text as its value: in an object, an assignment or a list that is a call.
_PAIR = re.compile(r"""([A-Za-z_]\w{0,60})['"]?\s{0,9}[:=,]\s{0,9}['"]?([\w.:/-]{1,200})['"]?""")
_PARTS = re.compile(r"[/?&=;#:]+|%2F|%3D", re.IGNORECASE)
# So short or plain a pattern fits many a word that is no account: it counts only where a template has it.
_SHORTEST = 6


def fits(known: Known, url: str) -> bool:
    """Return whether *url* is one of those that the service *known* loads, whoever's account it has."""
    item = known.embed and known.embed.shows(url)
    return bool(item) or any(pattern.match(url) for pattern in _patterns(known))


def settings(known: Known, urls: Iterable[str], code: Iterable[str]) -> dict[str, str]:
    """Return the settings of *known* that stand in the *urls* it was loaded from, or in the *code* of a page.

    Of two accounts none is taken: only the owner knows which is meant.
    """
    urls, code = list(urls), list(code)
    found: dict[str, set[str]] = {}
    for pattern in _patterns(known):
        for url in urls:
            match = pattern.match(url)
            for names, value in (match.groupdict() if match else {}).items():
                for key in _keys(known, names, value):
                    found.setdefault(key, set()).add(value)
    for key in known.settings:
        if key not in found:
            values = set(_named(known, key, code)) or set(_loose(known, key, urls, code))
            if values:
                found[key] = values
    return {key: values.pop() for key, values in found.items() if len(values) == 1}


def about(known: Known, hosts: Iterable[str], code: str) -> bool:
    """Return whether *code* is about the service: it names one of its *hosts*, or calls a function of it."""
    roots = {call.partition(".")[0] for call in known.calls}
    return any(host in code for host in hosts) or any(
        re.search(rf"(?<![\w$]){re.escape(root)}(?![\w$])", code) for root in roots
    )


def _patterns(known: Known) -> Iterator[re.Pattern[str]]:
    """Give patterns of the scripts that *known* loads, with a group for each place of a setting."""
    for template in (one.address for one in known.all_scripts if one.address):
        yield _pattern(known, template)


def _pattern(known: Known, template: str) -> re.Pattern[str]:
    """Return a pattern of *template*; behind it all is free, since pages add parameters of their own."""
    parts, last, number = [], 0, 0
    for place in BLANK.finditer(template):
        parts.append(re.escape(template[last : place.start()]))
        one_of = [known.settings[key].pattern for key in place[2].split("|") if key in known.settings]
        parts.append(f"(?P<{place[2].replace('|', '__')}_{number}>{'|'.join(one_of) or '[^/?&]+'})")
        last, number = place.end(), number + 1
    return re.compile("".join([*parts, re.escape(template[last:])]))


def _keys(known: Known, names: str, value: str) -> list[str]:
    """Return the setting that *value* is, of those that a place can have."""
    keys = names.rpartition("_")[0].split("__")
    return [key for key in keys if key in known.settings and _is(known, key, value)][:1]


def _is(known: Known, key: str, value: str) -> bool:
    return bool(re.fullmatch(known.settings[key].pattern, value, re.ASCII))


def _named(known: Known, key: str, code: Iterable[str]) -> Iterator[str]:
    """Give what a script has behind a name like that of the setting *key*: ``setSiteId`` for ``site_id``."""
    for text in code:
        for name, value in _PAIR.findall(text):
            if name.replace("_", "").lower().endswith(key.replace("_", "")) and _is(known, key, value):
                yield value


def _loose(known: Known, key: str, urls: Iterable[str], code: Iterable[str]) -> Iterator[str]:
    """Give what looks like the setting *key* in a part of an address, or in a literal of a script."""
    if len(known.settings[key].example) < _SHORTEST:
        return
    words = [part for url in urls for part in _PARTS.split(url)]
    words += [one or other for text in code for one, other in _LITERAL.findall(text)]
    # A word of a language, or of a programming language, is no account.
    yield from (one for one in words if _is(known, key, one) and re.search(r"\d", one))
