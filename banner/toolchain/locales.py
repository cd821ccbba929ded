"""Reads ``banner/locales/LANGUAGE/``, and what Unicode's locale data say of each language, for the assets."""

from __future__ import annotations

import gettext
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel import Locale
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.plural import to_gettext
from babel.units import format_unit

from banner.config import toml_file
from banner.config.locales import blanks, only
from banner.config.reader import Table, unknown

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

FOLDER = Path(__file__).parent.parent / "locales"
CATALOGUES = ("ui.po", "catalogue.po")
# What banner.config.locales counts beside the units of time, by its key in ui.po.
COUNTED = ("service",)
UNITS = ("minute", "hour", "day", "month", "year")
# Where the locale data hold those of another country for the language as such.
_DATA = {"pt": "pt-PT"}
# What readers know each by: the script for one, and the whole name.
_NAMES = {"id": "Bahasa Indonesia", "zh": "简体中文", "zh-TW": "繁體中文"}
# What the locale data leave to whoever joins. Before the sound of i Spanish "y" becomes "e" (RAE,
# Ortografía), and Hebrew puts a hyphen between its "and", which is a prefix, and a word in other letters.
_BEFORE = {"es": ("i", " y ", " e "), "he": ("other-letters", " ו", " ו-")}
# Units that the data lack, or say by the day and night where a period of time is told by the day.
_FORMS = {
    ("et", "day"): ("{} päev", "{} päeva"),
    ("ga", "minute"): ("{} nóiméad",) * 5,
    ("ga", "hour"): ("{} uair", "{} uair", "{} huaire", "{} n-uaire", "{} uair"),
    ("ga", "year"): ("{} bhliain", "{} bhliain", "{} bliana", "{} mbliana", "{} bliain"),
    ("mt", "minute"): ("{} minuta", "{} minuti", "{} minuti", "{}-il minuta", "{} minuta"),
    ("mt", "hour"): ("{} siegħa", "sagħtejn", "{} sigħat", "{}-il siegħa", "{} siegħa"),
    ("mt", "day"): ("{} jum", "jumejn", "{} ijiem", "{}-il jum", "{} jum"),
    ("mt", "month"): ("{} xahar", "xahrejn", "{} xhur", "{}-il xahar", "{} xahar"),
    ("mt", "year"): ("{} sena", "sentejn", "{} snin", "{}-il sena", "{} sena"),
    ("nb", "day"): ("{} dag", "{} dager"),
    ("sv", "day"): ("{} dag", "{} dagar"),
}
_PLURALS = ("zero", "one", "two", "few", "many", "other")
# Somewhere in here is a number for each plural of every language.
_NUMBERS = (*range(200), 1_000_000)


class LocaleError(Exception):
    """A language lacks texts or has wrong ones; the message lists them all, a line each."""


def languages() -> tuple[str, ...]:
    """Return the languages that there is a folder for."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


def texts(language: str, folder: Path = FOLDER) -> dict[str, str]:
    """Return the texts of a language of :func:`languages`, by key.

    Raises :class:`LocaleError` where it does not say all that English says, with the same blanks, each text
    in the file of the same name.
    """
    found, lines = {}, []
    files = {name: _read(folder / "en" / name) for name in CATALOGUES}
    belongs = {key: name for name, english in files.items() for key in english}
    for name, english in files.items():
        file = folder / language / name
        said = _read(file)
        lines += [f"{file}: {key} is missing or empty" for key in english if not said.get(key)]
        lines += [
            f"{file}: {key} = {text!r}: {remedy}"
            for key, text in said.items()
            if (remedy := _wrong(key, text, english, belongs))
        ]
        found.update(said)
    if lines:
        raise LocaleError("\n".join(lines))
    return found


def _wrong(key: str, text: str, english: dict[str, str], belongs: dict[str, str]) -> str:
    """Return the remedy for a *text* under *key* in a file that says what *english* says; nothing if none."""
    if key in english:
        return only(english[key]) if text and blanks(text) != blanks(english[key]) else ""
    if key in belongs:
        return f"this text stands in {belongs[key]}"
    return f"there is no such text; {unknown(key, english)}"


def wording(language: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return the words of a language that go into no banner, and those that ``init`` writes.

    *nudges* and *legitimate_interest* are regular expressions; *choice* has the *name* and the *text* of what
    the banner itself keeps. Raises :class:`LocaleError` for all that is missing or wrong in the file.
    """
    errors = toml_file.read(folder / language / "wording.toml")
    top = Table(errors.values, (), errors)
    choice = top.table("choice")
    found = {
        **{kind: top.text(kind, check=_pattern) for kind in ("nudges", "legitimate_interest")},
        "choice": {key: choice.text(key) for key in ("name", "text")},
    }
    choice.done()
    top.done()
    if errors.problems:
        raise LocaleError("\n".join(map(str, errors.problems)))
    return found


def _pattern(text: str) -> str:
    try:
        empty = re.search(text, "")
    except re.error as error:
        return f"{error}; write a regular expression of Python's"
    return "this is found in a text without words, too; name the words" if empty else ""


def spoken(language: str) -> dict[str, Any]:
    """Return all that *language* needs to be spoken, as JSON has it.

    *texts* by key; *wording* as :func:`wording` has it; *name* is what it calls itself, as that stands at the
    start of a line; *direction* is ``"ltr"`` or ``"rtl"``. *plural* is the number of a plural form, as an
    expression of gettext's with ``n``; *units* has those forms of all that is counted. From *groups_from* on
    the digits of a number stand in groups of three, with *group* between them. *lists* has the patterns by
    which names are joined.
    """
    locale = data(language)
    # Of a number without fraction or exponent the operand e is 0, which gettext does not know.
    plural = re.sub(r"\be\b", "0", to_gettext(locale.plural_form).partition("plural=")[2].rstrip(";"))
    return {
        "texts": texts(language),
        "wording": wording(language),
        "name": name(language),
        "direction": "rtl" if locale.character_order == "right-to-left" else "ltr",
        "plural": plural,
        "units": {
            **{unit: forms(unit, language) for unit in UNITS},
            **{thing: counted(thing, language, _examples(locale)) for thing in COUNTED},
        },
        "lists": _lists(locale),
        "group": format_decimal(1_000_000, locale=locale)[1:2],
        "groups_from": next(
            number
            for number in (10**digits for digits in itertools.count(3))
            if format_decimal(number, locale=locale) != str(number)
        ),
    }


def name(language: str) -> str:
    """Return what a *language* calls itself, as that stands at the start of a line."""
    found = _NAMES.get(language) or str(Locale.parse(language, sep="-").display_name)
    return found[:1].upper() + found[1:]


def data(language: str) -> Locale:
    """Return Unicode's locale data of a *language*, by its tag as browsers send it: ``"pt-BR"``."""
    return Locale.parse(_DATA.get(language, language), sep="-")


def _lists(locale: Locale) -> dict[str, str]:
    """Return how *locale* joins two names, and, of more, the first two, those between, and the last two."""
    patterns = locale.list_patterns["standard"]
    found = {"two": patterns["2"], **{place: patterns[place] for place in ("start", "middle", "end")}}
    if locale.language in _BEFORE:
        what, old, new = _BEFORE[locale.language]
        found.update({f"{place}-before-{what}": found[place].replace(old, new) for place in ("two", "end")})
    return found


def forms(unit: str, language: str) -> list[str]:
    """Return how a number of *unit* is said, by plural form, with a blank for the number."""
    if (language, unit) in _FORMS:
        return list(_FORMS[language, unit])
    locale = data(language)
    return [_said(number, unit, locale) for number in _examples(locale)]


def counted(thing: str, language: str, numbers: list[int], folder: Path = FOLDER) -> list[str]:
    """Return how each of *numbers* of a *thing* is said, with a blank for the number.

    A catalogue has plural forms of its own, which are those of gettext. Raises :class:`LocaleError` where it
    lacks one, or where one has another blank.
    """
    file = folder / language / CATALOGUES[0]
    catalogue = _catalogue(file)
    message = catalogue.get(thing)
    forms = list(message.string or [""]) if message and message.pluralizable else [""]
    if wrong := [form for form in forms if not form or not blanks(form) <= {""}]:
        raise LocaleError(f"{file}: {thing} = {wrong[0]!r}: write each plural form, with {{}} for the number")
    form = gettext.c2py(catalogue.plural_expr)
    return [forms[form(number)] for number in numbers]


def _examples(locale: Locale) -> list[int]:
    """Return a number for each plural form, in their order.

    A form for fractions alone has no example; nothing that is counted here needs it.
    """
    examples = {locale.plural_form(number): number for number in reversed(_NUMBERS)}
    used = [tag for tag in _PLURALS if tag in {*locale.plural_form.tags, "other"}]
    return [examples.get(tag, 1) for tag in used]


def _said(number: int, unit: str, locale: Locale) -> str:
    name = f"duration-{unit}"
    text = format_unit(number, name, length="long", locale=locale)
    # The locale data leave out a long form that equals the short one; Babel then says the name of the unit.
    if name in text:
        text = format_unit(number, name, length="short", locale=locale)
    return text.replace(format_decimal(number, locale=locale), "{}")


def _read(file: Path) -> dict[str, str]:
    found = [message for message in _catalogue(file) if message.id and not message.pluralizable]
    return {str(message.id): str(message.string) for message in found}


def _catalogue(file: Path) -> Catalog:
    try:
        with file.open("rb") as opened:
            return read_po(opened)
    except FileNotFoundError as error:
        raise LocaleError(f"{file}: there is no such file; each language has one") from error
