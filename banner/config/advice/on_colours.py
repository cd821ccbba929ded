"""Colours of a declaration that stand out too little. Each tells place, value, rule, source and remedy.

What the style sheets of pages set by themselves is not known before a browser has them all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import colours
from banner.config.properties import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.places import Place
    from banner.config.theme import Theme

    Told = Iterator[tuple[Place, object, str, str, str]]

# What stands before what, and how much it has to stand out.
TEXT, CONTROL = 4.5, 3.0
PAIRS = (
    ("ink", "surface", TEXT),
    ("soft", "surface", TEXT),
    ("accent", "surface", TEXT),  # links under the pointer; switches and the focus need less
    ("quiet", "surface", TEXT),
    ("button-ink", "button", TEXT),
    ("ink", "card", TEXT),
    ("soft", "card", TEXT),
    ("ink", "placeholder", TEXT),
    ("line", "surface", CONTROL),
    ("button-line", "surface", CONTROL),
)
_SOURCES = {TEXT: "WCAG 2.2, 1.4.3", CONTROL: "WCAG 2.2, 1.4.11"}


def faint(theme: Theme) -> Told:
    """Give the colours of *theme* that stand out too little, in each scheme that it has."""
    schemes = ["light", "dark"] if theme.scheme in ("page", "auto") else [theme.scheme]
    for scheme in schemes:
        declared = theme.light if scheme == "light" else theme.dark
        for front, ground, least in PAIRS:
            ratio = _ratio(theme, scheme, front, ground)
            name = next((one for one in (front, ground) if one in declared), "")
            if name and ratio is not None and ratio < least:
                yield (
                    ("theme", name) if scheme == "light" else ("theme", "dark", name),
                    declared[name],
                    (
                        f"{front} before {ground} has a contrast of {ratio:.1f} to 1 in the {scheme} theme, "
                        f"and needs {least:g}"
                    ),
                    _SOURCES[least],
                    f"take a colour for {name} that is further from {ground if name == front else front}",
                )


def _ratio(theme: Theme, scheme: str, front: str, ground: str) -> float | None:
    """Return the contrast of two properties; ``None`` where a value is not one that is computed here."""
    surface, behind, colour = (_colour(theme, scheme, name) for name in ("surface", ground, front))
    if not (surface and behind and colour):
        return None
    behind = colours.over(behind, surface)
    return colours.contrast(colours.over(colour, behind), behind)


def _colour(theme: Theme, scheme: str, name: str) -> colours.Colour | None:
    at = ("light", "dark").index(scheme)
    value = (theme.light, theme.dark)[at].get(name)
    usual = COLOURS[name]
    if value is None and isinstance(usual, str):
        return _colour(theme, scheme, usual)
    return colours.parsed(usual[at] if value is None else value)
