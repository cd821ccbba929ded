"""Checks of single texts of a declaration: each returns the remedy, or nothing for a good one."""

from __future__ import annotations

import re
import unicodedata

from banner.observe.suffixes import encoded, public_suffix

# Patterns for the whole of a text, in the dialect that Python and JSON Schema share.
DURATION = (
    "session|persistent|1 (minute|hour|day|month|year)|([2-9]|[1-9][0-9]+) (minute|hour|day|month|year)s"
)
NAME = "[^\\s;,=*]+[*]?"  # of a cookie or a key of web storage, or of a family of them
# Browsers pass over control characters and space in a scheme, so an address has none.
ADDRESS = "((https?|mailto):|(?![A-Za-z][A-Za-z0-9+.-]*:))[^\\s\\x00-\\x1f]+"
# In Unicode or in the letters that stand for it (xn--…), in small letters, as browsers have it.
HOST = "([*][.])?[^\\s/:?#*.A-Z]+([.][^\\s/:?#*.A-Z]+)*"
# A function that pages call, by itself or of one object: nothing of the browser's own, and nothing of ours.
_WORD = "[A-Za-z_$][A-Za-z0-9_$]*"
CALL = f"(?!(consent|window|self|globalThis|document|__proto__)([.]|$)){_WORD}([.]{_WORD})?"
# Words of the language, and what a window cannot do without (https://html.spec.whatwg.org/#the-window-object).
_TAKEN = frozenset(
    """
    await break case catch class const continue debugger default delete do else enum export extends false
    finally for function if import in instanceof let new null return static super switch this throw true try
    typeof undefined var void while with yield NaN Infinity eval arguments globalThis window self document
    location navigator history top parent opener frames length name status closed event origin screen
    fetch alert close focus open print stop localStorage sessionStorage customElements indexedDB crypto
    performance caches external menubar toolbar scrollbars statusbar Object Array Promise String Number
    Boolean Function Symbol Map Set JSON Math Date Error URL Event Node Element
    """.split()  # noqa: SIM905 - a page of words reads better than one of quotation marks
)
# The path that the banner's cookies may have; the schema has it too.
COOKIE_PATH = "/([A-Za-z0-9._~%-]+/)*"
# Units in which owners say how long, by their first letters: ours for it, and how many of those it is.
_UNITS = {
    "se": ("minutes", 1), "mi": ("minutes", 1), "ho": ("hours", 1), "st": ("hours", 1), "da": ("days", 1),
    "ta": ("days", 1), "we": ("days", 7), "wo": ("days", 7), "mo": ("months", 1), "ye": ("years", 1),
    "ja": ("years", 1),
}  # fmt: skip


def address(value: str) -> str:
    """Return the remedy for an address that a page should not follow; relative ones are fine."""
    if re.match(r"www\.", value, re.IGNORECASE):
        return f"write https://{value}; without https:// it would be an address of your own site"
    if re.fullmatch(ADDRESS, value):
        return ""
    spaced = value.strip().replace(" ", "%20")
    if spaced != value and re.fullmatch(ADDRESS, spaced):
        return f"write %20 for a space, and none around: {spaced}"
    return "write an address that starts with https://, or one relative to the site"


def host(value: str) -> str:
    """Return the remedy for a host, or ``*.`` and a domain; nothing for a good one."""
    if re.fullmatch(HOST, value):
        return ""
    found = re.match(r"(?:[A-Za-z][A-Za-z0-9+.-]*:)?//([^/:?#\s]+)", value)
    such = found[1].lower() if found and re.fullmatch(HOST, found[1].lower()) else "cdn.example.com"
    return f'write a host alone, without https:// or a path, such as "{such}"; "*.{such}" has all below it'


def host_of_cookie(value: str) -> str:
    """Return the remedy for the domain of a cookie of others; nothing for a good one."""
    return host(value.removeprefix("."))


def duration(value: str) -> str:
    """Return the remedy for how long something stays; nothing for a good text."""
    if re.fullmatch(DURATION, value):
        return ""
    return (
        'write "session", "persistent", or a number and minutes, hours, days, months or years, such as '
        f'"{_in_words(value)}"'
    )


def _in_words(value: str) -> str:
    """Return a duration as we write it that is near to *value*: other units, other plurals."""
    found = re.match(r"\s*(\d+)\s*([a-z]{2})", value.lower())
    if not found or not int(found[1]):
        return "13 months"
    number, unit = int(found[1]), _UNITS.get(found[2], ("months", 1))
    number *= unit[1]
    return f"{number} {unit[0]}" if number > 1 else f"1 {unit[0][:-1]}"


def cookie(value: str) -> str:
    """Return the remedy for the name of what a service keeps; nothing for a good one."""
    if re.fullmatch(NAME, value):
        return ""
    if value == "*":
        return "a * alone would cover every cookie of the site"
    return "write a name without spaces; a * may stand at its end only"


def call(value: str) -> str:
    """Return the remedy for a function that pages call; nothing for a good one."""
    if re.fullmatch(CALL, value):
        return ""
    return 'write a function as pages call it, such as "fbq" or "_paq.push"'


def own_cookie(value: str) -> str:
    """Return the remedy for the name of a cookie of the banner's own; nothing for a good one."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", value):
        return "write letters, digits, _ and - only"
    return "leave the prefix out: it is written where it holds" if value.startswith("__") else ""


def domain(value: str) -> str:
    """Return the remedy for the domain that hosts share; nothing for a good one."""
    coded = ".".join(map(encoded, unicodedata.normalize("NFC", value.lower()).split(".")))
    if not re.fullmatch(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]", coded):
        return "write the domain that all your hosts share, in small letters, such as shop.example"
    if public_suffix(coded) == coded:
        return (
            f"anybody can have a name below {coded}, so browsers take no cookie for it; write your own "
            f"domain, such as shop.{coded}, or leave this out: then each host asks by itself"
        )
    return f"write it as browsers do: {coded}" if coded != value else ""


def cookie_path(value: str) -> str:
    """Return the remedy for the path that the banner's cookies have; nothing for a good one."""
    if re.fullmatch(COOKIE_PATH, value):
        return ""
    return "write the path of the pages that share one consent, with a / at both ends, such as /shop/"


def global_name(value: str) -> str:
    """Return the remedy for what page scripts call the banner by; nothing for a good name."""
    if value in _TAKEN:
        return "this means something else in every page; write another, such as consent"
    if re.fullmatch(_WORD, value):
        return ""
    return "write a name that JavaScript takes, such as consent"


def server(value: str) -> str:
    """Return the remedy for the address of the site's server; nothing for a good one."""
    if address(value) or not value.endswith("/"):
        return 'write the folder of the server\'s addresses, with a / at its end, such as "api/consent/"'
    return ""
