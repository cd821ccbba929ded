"""The texts of one language, the owner's own words over them, and how it counts."""

from __future__ import annotations

import gettext
import string
from typing import TYPE_CHECKING, Any

from banner import resources
from banner.config.reader import unknown
from banner.core.languages import is_tag, lookup
from banner.core.messages import Messages

if TYPE_CHECKING:
    from banner.core.declaration import Declaration


def languages() -> tuple[str, ...]:
    """Return the languages that there are texts for."""
    return resources.languages()


# Tags that are read by whoever reads the language, though they do not begin with its own (CLDR, language
# matching): Norwegian as such, and the tags of the script and of the regions that write it.
_ALSO = {"nb": ("nn", "no"), "zh-TW": ("zh-Hant", "zh-HK", "zh-MO")}


def aliases(offered: tuple[str, ...]) -> dict[str, str]:
    """Return further tags that visitors ask for a language with, each with that one of *offered*."""
    return {tag: one for one in offered for tag in _ALSO.get(one, ()) if tag not in offered}


def unspoken(tag: str) -> str:
    """Return the remedy for the *tag* of a language that there are no texts for; nothing where there are.

    Whoever speaks to readers of one country writes ``"de-AT"``: they are given the texts of ``"de"``.
    """
    also = aliases(languages())
    if is_tag(tag) and (alias := lookup((tag,), tuple(also))):
        return f"write {also[alias]}; who asks for {alias} is given it"
    known = lookup((tag,), languages()) if is_tag(tag) else ""
    # Another spelling of the same tag is a slip.
    good = known and (tag == known or tag.lower() != known.lower())
    return "" if good else _meant(tag) or unknown(tag, languages())


def _meant(tag: str) -> str:
    """Return the remedy for a *tag* in the form of other systems, or the name of a language; else nothing."""
    dashed = tag.partition(".")[0].replace("_", "-")
    named = [one for one in languages() if _name(one).lower() == tag.lower()]
    if dashed != tag and is_tag(dashed) and lookup((dashed,), languages()):
        named = [dashed]
    return f"write {named[0]}" if named else ""


def texts(language: str) -> dict[str, str]:
    """Return the texts of a *language* that is not :func:`unspoken`, by key."""
    found: dict[str, str] = _locale(language)["texts"]
    return found


def choice(language: str) -> tuple[str, str]:
    """Return name and text of the service that tells, in a first declaration, what the banner keeps."""
    said = _locale(language)["wording"]["choice"]
    return said["name"], said["text"]


def sentence(text: str) -> str:
    """Return the remedy for an owner's *text* in which nothing is filled in; nothing where it will do."""
    if not text.strip():
        return "write something here, or leave the key out"
    return only("") if blanks(text) else ""


def wrong(key: str, text: str, known: dict[str, str], own: set[str]) -> str:
    """Return the remedy for an owner's *text* under *key*; nothing where it will do.

    *known* are the texts of the catalogue, *own* the keys that the owner's own services and purposes bring.
    """
    if key not in known and key not in own:
        return f"there is no such text; {unknown(key, {*known, *own})}"
    return "" if blanks(text) <= blanks(known.get(key, "")) else only(known.get(key, ""))


def messages(language: str, own: dict[str, str], declaration: Declaration) -> Messages:
    """Return all texts of *language*, the owner's *own* words first.

    With them stand how it joins names, and what is counted in *declaration*: durations, and the services of
    each purpose.
    """
    locale = _locale(language)
    said = locale["texts"]
    durations = {cookie.duration for service in declaration.services for cookie in service.cookies}
    groups = {len(declaration.services_of(purpose)) for purpose in declaration.purposes}
    return Messages(
        language=language,
        direction=locale["direction"],
        texts={
            **said,
            **{f"duration.{one}": _duration(one, locale) for one in durations},
            **{f"services.{size}": counted(size, "service", locale) for size in groups},
            **{f"joined.{place}": pattern for place, pattern in locale["lists"].items()},
            # An owner's first layer stands for both of ours, with partners and without.
            **({"banner.text-partners": own["banner.text"]} if "banner.text" in own else {}),
            **own,
        },
    )


def names(languages: tuple[str, ...]) -> dict[str, str]:
    """Return what each of *languages* calls itself, as it stands at the start of a line."""
    return {tag: _name(tag) for tag in languages}


def plain(messages: Messages, prefixes: tuple[str, ...]) -> dict[str, Any]:
    """Return the texts whose keys start with one of *prefixes*, as JSON carries them to the browser."""
    return {
        "language": messages.language,
        "direction": messages.direction,
        "texts": {key: text for key, text in messages.texts.items() if key.startswith(prefixes)},
    }


def _locale(language: str) -> dict[str, Any]:
    """Return what there is of a *language*, or of the nearest one that it is a kind of."""
    return resources.locale(lookup((language,), languages()))


def _name(tag: str) -> str:
    """Return what a language calls itself, with what its *tag* says beyond that."""
    known = lookup((tag,), languages())
    name = str(resources.locale(known)["name"])
    return name if tag == known else f"{name} ({tag[len(known) + 1 :]})"


def _duration(duration: str, locale: dict[str, Any]) -> str:
    """Return *duration* as a person says it; the plural is the language's own."""
    number, _, unit = duration.partition(" ")
    if not unit:
        return str(locale["texts"]["list." + duration])
    return counted(int(number), unit.removesuffix("s"), locale)


def counted(number: int, unit: str, locale: dict[str, Any]) -> str:
    """Return *number* of a *unit* in the words of *locale*."""
    digits = str(number) if number < locale["groups_from"] else f"{number:,}".replace(",", locale["group"])
    form = gettext.c2py(locale["plural"])(number)
    return str(locale["units"][unit][form]).format(digits)


def only(text: str) -> str:
    """Return the remedy for a text that has other blanks than *text*."""
    named = ", ".join(f"{{{one}}}" for one in sorted(blanks(text)))
    return (
        f"the blanks to fill in here are {named}"
        if named
        else "nothing is filled in here; write {{ for a brace"
    )


def blanks(text: str) -> set[str]:
    """Return what stands in braces; where the braces are broken, something that is no name.

    A blank is a bare name: how a value is written out is not a translator's to say.
    """
    try:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return {"{"}
    return {f"{name}{'!' if conversion else ''}{':' if spec else ''}" for _, name, spec, conversion in parts}
