"""Writes a first ``consent.toml``: what a site needs, with comments, for the services that its owner uses."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.config import catalogue, locales
from banner.config.parts import composed
from banner.config.reader import unknown
from banner.config.site_config import DEFAULT_LIFETIME
from banner.config.unprintable import in_toml as _text
from banner.config.unprintable import shown
from banner.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from banner.config.known import Known

_TOLD = "technical"
_WIDTH = 104


@dataclass(frozen=True)
class Block:
    """Service under a *purpose* as the list of services has it, for which nothing of the catalogue will do.

    *purpose* is empty where the block is a comment. *texts* are those of the service that visitors read, by
    their keys, which each further language needs as well. *vendor* is its company as the list of them has it.
    """

    purpose: str
    text: str
    texts: tuple[tuple[str, str], ...] = ()
    vendor: str = ""


@dataclass(frozen=True)
class Use:
    """A service of the catalogue that an owner has named, and the *settings* that were given with it."""

    id: str
    settings: dict[str, str]


def use(text: str) -> Use:
    """Read ``ID`` or ``ID:KEY=VALUE,KEY=VALUE``. Raises :class:`ConfigError` where that is not known."""
    name, _, rest = (part.strip() for part in text.partition(":"))
    known = catalogue.services()
    remedy = catalogue.proposed(name, known)
    if remedy:
        several = [part.strip() for part in name.split(",")]
        if len(several) > 1 and not any(catalogue.proposed(part, known) for part in several):
            remedy = f"write {' '.join(f'--use {part}' for part in several)}"
        raise ConfigError(f'--use "{text}": there is no such service; {remedy}')
    settings = {}
    for part in filter(None, (one.strip() for one in rest.split(","))):
        key, equal, value = (piece.strip() for piece in part.partition("="))
        if not equal:
            raise ConfigError(f'--use "{text}": write {name}:KEY=VALUE,KEY=VALUE')
        remedy = wrong(known[name], key, value)
        if remedy:
            raise ConfigError(f'--use "{text}": {key} = "{value}": {remedy}')
        settings[key] = value
    return Use(name, settings)


def wrong(known: Known, key: str, value: str) -> str:
    """Return the remedy for a setting of the service *known*; nothing where it will do."""
    if key not in known.settings:
        return f"there is no such key; {unknown(key, known.settings)}"
    setting = known.settings[key]
    if re.fullmatch(setting.pattern, value, re.ASCII):
        return ""
    return f'write {setting.help}, such as "{setting.example}"'


def missing(one: Use) -> tuple[str, ...]:
    """Return the keys that *one* lacks; where one of several is enough, the first of those."""
    known = catalogue.services()[one.id]
    lacks = [key for key, setting in known.settings.items() if setting.required and key not in one.settings]
    enough = not known.one_of or any(key in one.settings for key in known.one_of)
    return (*lacks, *(() if enough else known.one_of[:1]))


def complete(uses: Sequence[Use]) -> None:
    """Raise :class:`ConfigError` with all that *uses* lack, and how to give it."""
    lines = []
    for one in uses:
        settings = catalogue.services()[one.id].settings
        for key in missing(one):
            example = f"--use {one.id}:{key}={settings[key].example}"
            lines.append(f"--use {one.id}: {key} is missing; write {settings[key].help}, such as {example}")
    twice = sorted({one.id for one in uses if [other.id for other in uses].count(one.id) > 1})
    lines += [
        f"--use {one}: is there twice; write it once, and a second account into the file" for one in twice
    ]
    if lines:
        raise ConfigError("\n".join(lines))


def languages(text: str) -> tuple[str, ...]:
    """Read codes, separated by commas. Raises :class:`ConfigError` where there are no texts for one."""
    codes = tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
    known = locales.languages()
    wrong_ones = {one: remedy for one in codes if (remedy := locales.unspoken(one))}
    lines = [f'--language "{one}": there is no such language; {told}' for one, told in wrong_ones.items()]
    if lines or not codes:
        raise ConfigError("\n".join(lines) or f"--language: name at least one; known are {', '.join(known)}")
    return codes


def starter(
    uses: Sequence[Use],
    codes: tuple[str, ...],
    more: Sequence[Block] = (),
    *,
    pages: str = "",
    way_back: bool = False,
) -> str:
    """Return a declaration with *uses* and *more* services in the languages *codes*, the default first.

    It is as short as TOML lets it be: a service is a line, so that fourteen of them can be seen at once.
    *pages* is the folder of the pages, seen from the file, and *way_back* whether a button on each page opens
    the preferences: an owner's pages may have no link yet that does.
    """
    services = [*(service(one) for one in uses), *(one.text for one in more)]
    vendors = [one.vendor for one in more if one.vendor]
    blocks = [_head(codes, pages, way_back), _LINKS, _purposes(uses, more)]
    blocks += [f"vendors = [\n{''.join(vendors)}]\n"] if vendors else []
    blocks += [f"services = [\n{''.join(services)}]\n", _OWN, *_texts(codes[1:], more)]
    return "\n".join(blocks).rstrip() + "\n"


def _head(codes: tuple[str, ...], pages: str, way_back: bool) -> str:
    listed, known = ", ".join(map(_text, codes)), ", ".join(locales.languages())
    deployed = f"pages = {_text(pages)}" if pages else '# pages = "site"'
    button = f'{"" if way_back else "# "}reopen = "bottom-left"'
    return f"""\
# What this site declares to its cookie banner. After a change, run check: it tells what is wrong, and where.

language = {_text(codes[0])}
languages = [{listed}]  # what visitors can choose; there are {known}
# lifetime_days = {DEFAULT_LIFETIME}  # how long a choice holds; six months is good practice
{deployed}  # a folder of pages to deploy beside the banner, seen from this file
{button}  # a button for the preferences on every page; leave it out where a link of yours opens them
# layout = "box"  # or a "bar"; the banner is a card otherwise
# position = "top"  # or a corner, as "bottom-right"; it stands at the bottom otherwise
# theme = {{ ready = "ocean" }}  # or paper, ink, forest, clay, dusk; the look follows the page otherwise
# runtime = "micropython"  # smaller than "pyodide", for visitors with slow lines
"""


_LINKS = """\
# Your own pages, seen from the folder that holds consent/, or whole addresses.
links = { cookie-policy = "cookie-policy.html", privacy-policy = "privacy-policy.html" }
"""


_OWN = """\
# What the banner itself keeps is told by itself. What your site keeps without asking, such as a basket, is a
# service under a purpose with required = true.
"""


def _purposes(uses: Sequence[Use], more: Sequence[Block]) -> str:
    """Return the purposes that are used; what is told and not asked stands last."""
    known = catalogue.services()
    used = [composed(known[one.id], one.settings).purpose for one in uses]
    used += [one.purpose for one in more if one.purpose]
    asked = [f"{{ id = {_text(one)} }}" for one in dict.fromkeys(used) if one != _TOLD]
    told = [f"{{ id = {_text(_TOLD)}, required = true }}"] if _TOLD in used else []
    return (
        "# The headings under which visitors find the services, in this order.\n"
        f"purposes = [{', '.join([*asked, *told])}]\n"
    )


def service(one: Use) -> str:
    """Return a service of the catalogue as a line of TOML, below a comment on what it may have, too."""
    known = catalogue.services()[one.id]
    values = "".join(f", {key} = {_text(value)}" for key, value in one.settings.items())
    others = [key for key in known.settings if key not in one.settings]
    may = [f"{key} = {_text(known.settings[key].example)}, {known.settings[key].help}" for key in others]
    name = composed(known, one.settings).name
    words = f"{name}, which may also have {'; '.join(may)}" if may else name
    return f"{comment(words)}  {{ use = {_text(one.id)}{values} }},\n"


def comment(text: str) -> str:
    """Return *text* as comments in the list of services."""
    lines = textwrap.wrap(shown(text), _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "".join(f"  # {line}\n" for line in lines)


def _texts(codes: tuple[str, ...], more: Sequence[Block]) -> list[str]:
    """Return what visitors read of *more* as tables of the further languages *codes*."""
    own = [(key, text) for one in more for key, text in one.texts]
    lines = "".join(f"{_text(key)} = {_text(text)}  # TODO: in this language\n" for key, text in own)
    return [f"[texts.{code}]\n{lines}" for code in codes] if own else []
