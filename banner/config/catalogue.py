"""The known services and vendors: the files of ``banner/catalogue/``, read as strictly as an owner's file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from banner.config import toml_file
from banner.config.parts import Part
from banner.config.reader import Table, unknown
from banner.core.declaration import Cookie, Vendor

if TYPE_CHECKING:
    from collections.abc import Collection

    from banner.config.problems import Errors

FOLDER = Path(__file__).parent.parent / "catalogue"
# Patterns for the whole of a text, in the dialect that Python and JSON Schema share.
DURATION = (
    "session|persistent|1 (minute|hour|day|month|year)|([2-9]|[1-9][0-9]+) (minute|hour|day|month|year)s"
)
NAME = "[^\\s;,=*]+[*]?"  # of a cookie or a key of web storage, or of a family of them
# Browsers pass over control characters and space in a scheme, so an address has none.
ADDRESS = "((https?|mailto):|(?![A-Za-z][A-Za-z0-9+.-]*:))[^\\s\\x00-\\x1f]+"
# A function that pages call, by itself or of one object: nothing of the browser's own, and nothing of ours.
_WORD = "[A-Za-z_$][A-Za-z0-9_$]*"
CALL = f"(?!(consent|window|self|globalThis|document|__proto__)([.]|$)){_WORD}([.]{_WORD})?"
KINDS = ("cookie", "local", "session", "indexeddb", "cache")
# What the settings of a service cannot be called, beside which they stand.
TAKEN = ("use", "id", "name", "text", "purpose", "signals")
# Units in which owners say how long, by their first letters: ours for it, and how many of those it is.
_UNITS = {
    "se": ("minutes", 1), "mi": ("minutes", 1), "ho": ("hours", 1), "st": ("hours", 1), "da": ("days", 1),
    "ta": ("days", 1), "we": ("days", 7), "wo": ("days", 7), "mo": ("months", 1), "ye": ("years", 1),
    "ja": ("years", 1),
}  # fmt: skip
_SHORTEST = 3  # so few letters stand in many names by chance
EMBEDS = ("video", "sound", "map", "post")


@dataclass(frozen=True)
class Tag:
    """One step of opening a service: a script at the address *src*, or a script of ours to *run*.

    *run* is the body of a function of ``settings``: the owner's settings, by name, and as
    ``settings.signals`` those of the service and of the parts that hold.
    """

    src: str = ""
    run: str = ""
    module: bool = False


@dataclass(frozen=True)
class Embed:
    """How a service shows one item: in a *frame*, or as *markup* that *show* brings to life.

    *kind* is one of :data:`EMBEDS`. ``{id}`` in the addresses and the markup stands for the item, of which
    *pattern* must match the whole: it lets nothing through that would end an attribute or an address.
    *play* is added to the address for a visitor who asked for this very item. *show* is the body of a
    function of ``item``, the element. *link* is the address of the item itself.
    """

    kind: str
    pattern: str
    link: str
    frame: str = ""
    play: str = ""
    allow: str = ""
    markup: str = ""
    show: str = ""


@dataclass(frozen=True)
class Setting:
    """What an owner must tell of the own account: a text of which *pattern* must match the whole."""

    pattern: str
    example: str
    help: str
    required: bool


@dataclass(frozen=True)
class Known:
    """A service of the catalogue. *hosts* are those that it may contact once it is approved.

    *sale* is what :class:`banner.core.declaration.Service` says of it. *signals* are the vendor's own names
    of what a consent to it allows. *parts* hold where the owner has given a certain setting. *calls* are the
    functions by which pages tell it something, as they write them (``"gtag"``, ``"_paq.push"``); *command* is
    the first argument by which it is told of a consent, which is the banner's alone to tell.
    """

    id: str
    name: str
    vendor: str
    purpose: str
    settings: dict[str, Setting]
    one_of: tuple[str, ...]
    tags: tuple[Tag, ...]
    withdraw: str
    cookies: tuple[Cookie, ...]
    hosts: tuple[str, ...]
    sale: bool
    signals: tuple[str, ...]
    calls: tuple[str, ...]
    command: str
    parts: tuple[Part, ...]
    embed: Embed | None


class CatalogueError(Exception):
    """A file of the catalogue has errors; the message lists them all."""


def services(folder: Path = FOLDER / "services") -> dict[str, Known]:
    """The known services by id. Raises :class:`CatalogueError`."""
    return {file.stem: _service(file) for file in sorted(folder.glob("*.toml"))}


def proposed(use: str, known: dict[str, Known]) -> str:
    """Return the remedy for the id *use* of a service that is not among the *known*; nothing where it is.

    Owners know services by the names of their hosts, too: ``google-analytics`` is a part of ``google``.
    """
    if use in known:
        return ""
    plain = _letters(use)
    found = [one.id for one in known.values() if any(plain in _letters(word) for word in _names(one))]
    named = len(plain) > _SHORTEST and found
    return f"did you mean {' or '.join(found)}?" if named else unknown(use, known)


def _names(known: Known) -> list[str]:
    parts = [(known.name, known.hosts), *((part.name, part.hosts) for part in known.parts)]
    return [word for name, hosts in parts for word in (name, *hosts)] + [known.id]


def _letters(text: str) -> str:
    return re.sub("[^a-z0-9]", "", text.lower())


def vendors(folder: Path = FOLDER) -> dict[str, Vendor]:
    """The known vendors by id. Raises :class:`CatalogueError`."""
    errors = toml_file.read(folder / "vendors.toml")
    _raise(errors)
    top = Table(errors.values, (), errors)
    found = {}
    for key in top.values:
        table = top.table(key)
        found[key] = Vendor(key, table.text("name"), table.text("policy", check=address))
        table.done()
    _raise(errors)
    return found


def _service(file: Path) -> Known:
    errors = toml_file.read(file)
    _raise(errors)
    table = Table(errors.values, (), errors)
    settings = table.table("settings")
    for key in settings.values:
        if key in TAKEN:
            settings.wrong(key, "every service has something of this name; write another")
    withdraw = table.table("withdraw")
    known = Known(
        id=file.stem,
        name=table.text("name"),
        vendor=table.text("vendor"),
        purpose=table.text("purpose"),
        settings={key: _setting(settings.table(key)) for key in settings.values},
        one_of=table.strings("one_of"),
        tags=tags(table),
        withdraw=withdraw.script("run", ""),
        cookies=cookies(table),
        hosts=table.strings("hosts"),
        sale=table.flag("sale"),
        signals=table.strings("signals"),
        calls=calls(table),
        command=table.text("command", ""),
        parts=tuple(_part(one, settings.values) for one in table.tables("parts")),
        embed=_embed(table.table("embed")) if "embed" in table.values else None,
    )
    withdraw.done()
    table.done()
    _raise(errors)
    return known


def _part(table: Table, settings: Collection[str]) -> Part:
    part = Part(
        when=table.choice("when", settings),
        name=table.text("name", ""),
        purpose=table.text("purpose", ""),
        signals=table.strings("signals"),
        tags=tags(table),
        cookies=cookies(table),
        hosts=table.strings("hosts"),
    )
    table.done()
    return part


def _embed(table: Table) -> Embed:
    embed = Embed(
        kind=table.choice("kind", EMBEDS),
        pattern=table.text("pattern"),
        link=table.text("link"),
        frame=table.text("frame", ""),
        play=table.text("play", ""),
        allow=table.text("allow", ""),
        markup=table.text("markup", ""),
        show=table.script("show", ""),
    )
    if bool(embed.frame) == bool(embed.markup):
        table.missing("frame", "write either frame, the address of a frame, or markup with show")
    table.done()
    return embed


def _setting(table: Table) -> Setting:
    setting = Setting(
        pattern=table.text("pattern"),
        example=table.text("example"),
        help=table.text("help"),
        required=table.flag("required"),
    )
    table.done()
    return setting


def _raise(errors: Errors) -> None:
    if errors.problems:
        raise CatalogueError("\n".join(map(str, errors.problems)))


def tags(table: Table) -> tuple[Tag, ...]:
    """The ``[[tags]]`` of a service, in their order."""
    found = []
    for one in table.tables("tags"):
        tag = Tag(one.text("src", "", address), one.script("run", ""), one.flag("module"))
        if bool(tag.src) == bool(tag.run):
            one.missing("src", "write either src, the address of a script, or run, a script itself")
        one.done()
        found.append(tag)
    return tuple(found)


def cookies(table: Table) -> tuple[Cookie, ...]:
    """The ``[[cookies]]`` of a service: what it keeps in the browser."""
    found = []
    for one in table.tables("cookies"):
        found.append(
            Cookie(
                name=one.text("name", check=_name),
                duration=one.text("duration", check=_duration),
                kind=one.choice("kind", KINDS, "cookie"),
                domain=one.text("domain", ""),
            )
        )
        one.done()
    return tuple(found)


def calls(table: Table) -> tuple[str, ...]:
    """The ``calls`` of a service: the functions by which pages tell it something."""
    found = table.strings("calls")
    for number, name in enumerate(found):
        if not re.fullmatch(CALL, name):
            place = table.at("calls", number)
            table.errors.add(place, name, 'write a function as pages call it, such as "fbq" or "_paq.push"')
    return found


def address(value: str) -> str:
    """The remedy for an address that a page should not follow; relative ones are fine."""
    if re.fullmatch(ADDRESS, value):
        return ""
    return "write an address that starts with https://, or one relative to the site"


def _duration(value: str) -> str:
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


def _name(value: str) -> str:
    if re.fullmatch(NAME, value):
        return ""
    if value == "*":
        return "a * alone would cover every cookie of the site"
    return "write a name without spaces; a * may stand at its end only"
