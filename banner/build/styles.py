"""Composes the style sheets of a site: what its declaration does not ask for is not in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from banner import resources
from banner.config import locales
from banner.config.properties import BASIC, COLOURS, SCHEME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.site_config import SiteConfig
    from banner.config.theme import Theme

# What another layout or place in the window adds to the banner, which by itself is a card at the bottom.
SHEETS = ("top", "left", "right", "bar", "bar-top", "box")
_LONG_NAME = 10  # letters of a language's name that stand beside the title of the banner in any window
_SCHEMES = {"page": "inherit", "auto": "light dark", "light": "only light", "dark": "only dark"}
_USE = re.compile(r"var\(--consent-([a-z-]+),\s*")
_PAIR = "light-dark("


class Use(NamedTuple):
    """A place from *start* to *end* where a style sheet has ``var(--consent-NAME, USUAL)``."""

    start: int
    end: int
    name: str
    usual: str


def first_layer(site: SiteConfig) -> str:
    """Return the style sheet that ``consent.js`` brings."""
    places = site.position.split("-")
    wanted = (*places, site.layout, *(f"{site.layout}-{place}" for place in places))
    names = ["banner", *(name for name in wanted if name in SHEETS), *(["theme"] if site.theme else [])]
    names += _of_languages(locales.names(site.languages))
    return "".join(sheet(name, site.theme) for name in names)


def _of_languages(names: dict[str, str]) -> list[str]:
    """Return the style sheets that some languages need, by their *names*."""
    korean = ["korean"] if any(code.split("-")[0] == "ko" for code in names) else []
    return korean + (["long-names"] if any(len(name) > _LONG_NAME for name in names.values()) else [])


def sheet(name: str, theme: Theme | None) -> str:
    """Return the style sheet called *name*, with what a *theme* sets."""
    return settled(resources.text(f"{name}.css"), theme)


def settled(css: str, theme: Theme | None) -> str:
    """Return *css* with the values of *theme* wherever it uses a property.

    The pages of a site with a theme can set each property to something else. Without one they can set the
    basic ones; of all others what the sheet has for them stays, and their names cost visitors nothing.
    """
    parts, done = [], 0
    for use in uses(css):
        value = _value(use, theme)
        settable = theme or use.name in BASIC
        parts += [css[done : use.start], f"var(--consent-{use.name},{value})" if settable else value]
        done = use.end
    return "".join([*parts, css[done:]])


def uses(css: str) -> Iterator[Use]:
    """Give each place where *css* uses a property, in order; none stands in another."""
    for found in _USE.finditer(css):
        end = _closing(css, found.end())
        yield Use(found.start(), end + 1, found[1], css[found.end() : end])


def _closing(css: str, start: int) -> int:
    """Return where the bracket closes that is open at *start*."""
    depth, at = 1, start
    while depth:
        depth += {"(": 1, ")": -1}.get(css[at], 0)
        at += 1
    return at - 1


def _value(use: Use, theme: Theme | None) -> str:
    """Return the value of a property where it is used."""
    if theme is None:
        return use.usual
    if use.name == SCHEME:
        return _SCHEMES[theme.scheme]
    light, dark = theme.light.get(use.name), theme.dark.get(use.name)
    if use.name not in COLOURS:
        return light or use.usual
    if light is None and dark is None:
        return use.usual
    usual = _halves(use.usual)
    return f"{_PAIR}{light or usual[0]},{dark or usual[1]})"


def _halves(colour: str) -> tuple[str, str]:
    """Return what *colour*, as our style sheets have it, is in the light and in the dark theme."""
    if not colour.startswith(_PAIR):
        return colour, colour
    light, _, dark = colour[len(_PAIR) : -1].partition(",")
    return light.strip(), dark.strip()
