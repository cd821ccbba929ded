"""The texts of one language: its gettext catalogue, the owner's own words over it, and what Babel knows."""

from __future__ import annotations

import string
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.messages.pofile import read_po
from babel.units import format_unit

from banner.config.reader import unknown
from banner.core.messages import Messages

if TYPE_CHECKING:
    from banner.core.declaration import Declaration

FOLDER = Path(__file__).parent.parent / "locales"


class LocaleError(Exception):
    """A catalogue lacks texts or has wrong ones; the message lists them all, a line each."""


def languages() -> tuple[str, ...]:
    """The languages that there is a catalogue for."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.po")))


def texts(language: str, folder: Path = FOLDER) -> dict[str, str]:
    """The texts of a language of :func:`languages`, by key.

    Raises :class:`LocaleError` where it does not say all that English says, with the same blanks.
    """
    found, english = _read(folder, language), _read(folder, "en")
    file = folder / f"{language}.po"
    lines = [f"{file}: {key} is missing or empty" for key in english if not found.get(key)]
    for key, text in found.items():
        if key not in english:
            lines.append(f"{file}: {key} = {text!r}: there is no such text; {unknown(key, english)}")
        elif text and _blanks(text) != _blanks(english[key]):
            lines.append(f"{file}: {key} = {text!r}: {_only(english[key])}")
    if lines:
        raise LocaleError("\n".join(lines))
    return found


def sentence(text: str) -> str:
    """The remedy for an owner's *text* in which nothing is filled in; nothing where it will do."""
    if not text.strip():
        return "write something here, or leave the key out"
    return _only("") if _blanks(text) else ""


def wrong(key: str, text: str, known: dict[str, str], own: set[str]) -> str:
    """The remedy for an owner's *text* under *key*; nothing where it will do.

    *known* are the texts of the catalogue, *own* the keys that the owner's own services and purposes bring.
    """
    if key not in known and key not in own:
        return f"there is no such text; {unknown(key, {*known, *own})}"
    return "" if _blanks(text) <= _blanks(known.get(key, "")) else _only(known.get(key, ""))


def messages(language: str, own: dict[str, str], declaration: Declaration) -> Messages:
    """All texts of *language*, the owner's *own* words first, and the durations of *declaration*."""
    locale = Locale.parse(language)
    said = texts(language)
    durations = {cookie.duration for service in declaration.services for cookie in service.cookies}
    return Messages(
        language=language,
        direction="rtl" if locale.character_order == "right-to-left" else "ltr",
        texts={**said, **{f"duration.{one}": _duration(one, said, locale) for one in durations}, **own},
    )


def names(languages: tuple[str, ...]) -> dict[str, str]:
    """What each of *languages* calls itself, as it stands at the start of a line."""
    found = {code: str(Locale.parse(code).display_name) for code in languages}
    return {code: name[:1].upper() + name[1:] for code, name in found.items()}


def plain(messages: Messages, prefixes: tuple[str, ...]) -> dict[str, Any]:
    """The texts whose keys start with one of *prefixes*, as JSON carries them to the browser."""
    return {
        "language": messages.language,
        "direction": messages.direction,
        "texts": {key: text for key, text in messages.texts.items() if key.startswith(prefixes)},
    }


def _duration(duration: str, said: dict[str, str], locale: Locale) -> str:
    """*duration* as a person says it; the plural is the language's own."""
    number, _, unit = duration.partition(" ")
    if not unit:
        return said["list." + duration]
    name = "duration-" + unit.removesuffix("s")
    long = format_unit(int(number), name, length="long", locale=locale)
    # The locale data leave out a long form that equals the short one; Babel then says the name of the unit.
    return format_unit(int(number), name, length="short", locale=locale) if name in long else long


def _read(folder: Path, language: str) -> dict[str, str]:
    with (folder / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def _only(text: str) -> str:
    blanks = ", ".join(f"{{{one}}}" for one in sorted(_blanks(text)))
    return (
        f"the blanks to fill in here are {blanks}"
        if blanks
        else "nothing is filled in here; write {{ for a brace"
    )


def _blanks(text: str) -> set[str]:
    """What stands in braces; where the braces are broken, something that is no name.

    A blank is a bare name: how a value is written out is not a translator's to say.
    """
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return {"{"}
    return {f"{name}{'!' if conversion else ''}{':' if spec else ''}" for _, name, spec, conversion in parts}
