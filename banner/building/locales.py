"""The texts of one language: its gettext catalogue, the owner's own words over it, and what Babel knows."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import get_month_names
from babel.messages.pofile import read_po

from banner.building.reader import unknown
from banner.core.messages import Messages

FOLDER = Path(__file__).parent.parent / "locales"


def languages() -> tuple[str, ...]:
    """The languages that there is a catalogue for."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.po")))


def texts(language: str) -> dict[str, str]:
    """The texts of a language of :func:`languages`, by key."""
    with (FOLDER / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def wrong(key: str, text: str, known: dict[str, str], own: set[str]) -> str:
    """The remedy for an owner's *text* under *key*; nothing where it will do.

    *known* are the texts of the catalogue, *own* the keys that the owner's own services and purposes bring.
    """
    if key not in known and key not in own:
        return f"there is no such text; {unknown(key, {*known, *own})}"
    wanted = _blanks(known.get(key, ""))
    if not _blanks(text) <= wanted:
        allowed = ", ".join(f"{{{one}}}" for one in sorted(wanted)) or "none"
        return f"only these blanks are filled in here: {allowed}"
    return ""


def messages(language: str, own: dict[str, str]) -> Messages:
    """All texts of *language*, with the owner's *own* words first."""
    locale = Locale.parse(language)
    months = get_month_names("wide", context="format", locale=locale)
    return Messages(
        language=language,
        direction="rtl" if locale.character_order == "right-to-left" else "ltr",
        texts={**texts(language), **own},
        months=tuple(months[number] for number in range(1, 13)),
    )


def plain(messages: Messages, keys: tuple[str, ...]) -> dict[str, Any]:
    """The texts of *keys* as JSON carries them to the browser."""
    return {
        "language": messages.language,
        "direction": messages.direction,
        "texts": {key: messages.texts[key] for key in keys},
        "months": list(messages.months),
    }


def _blanks(text: str) -> set[str]:
    """The names in braces; where the braces are broken, something that is no name."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {"{"}
