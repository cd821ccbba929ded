"""Whether to accept and to deny are equally easy, by what the browser shows of their buttons.

Equal weight of the two on the first layer: EDPB, report of the Cookie Banner Taskforce (17 January 2023),
paragraphs 6 to 19; Garante, guidelines of 10 June 2021, no. 231, section 7.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.config.colours import contrast, over

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.colours import Colour

ACTIONS = ("accept-all", "deny-all")
# Pixels by which words of different length may differ without one of the two standing out.
_SLACK_HEIGHT = 2.0
_SLACK_AREA = 1.6
_LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3
_ALIKE = {
    "color": "the colour",
    "background": "the background",
    "border": "the border",
    "font": "the font",
    "size": "the size of the letters",
    "weight": "the weight of the letters",
    "decoration": "the underline",
    "opacity": "the opacity",
    "shadow": "the shadow",
    "radius": "the corners",
}

# What the browser shows of the buttons, as a function of their actions.
LOOK = Path(__file__).with_name("look.js").read_text(encoding="utf-8").strip().removesuffix(";")


def unequal(look: dict[str, dict[str, Any] | None] | None) -> Iterator[str]:
    """Give in which ways the two buttons of a banner are unequal; *look* is what :data:`LOOK` has found."""
    if look is None:
        return
    accept, deny = (look.get(action) for action in ACTIONS)
    if not accept or not deny:
        missing = [action for action in ACTIONS if not look.get(action)]
        yield f"the banner has no button {' and no button '.join(missing)}"
        return
    for action, one in zip(ACTIONS, (accept, deny), strict=True):
        yield from _usable(action, one)
    for key, word in _ALIKE.items():
        if accept[key] != deny[key]:
            yield f"{word} of accept-all ({accept[key]}) and of deny-all ({deny[key]}) differ"
    if abs(accept["height"] - deny["height"]) > _SLACK_HEIGHT:
        yield f"accept-all is {accept['height']:.0f} px high, deny-all {deny['height']:.0f} px"
    wide = sorted((max(accept["width"], 1), max(deny["width"], 1)))
    if wide[1] / wide[0] > _SLACK_AREA:
        yield f"accept-all is {accept['width']:.0f} px wide, deny-all {deny['width']:.0f} px"


def _usable(action: str, button: dict[str, Any]) -> Iterator[str]:
    if not button["shown"]:
        yield f"{action} cannot be seen without scrolling, or something lies over it"
    if not button["enabled"]:
        yield f"{action} is disabled"
    if button["tab"] < 0:
        yield f"{action} cannot be reached with the keyboard"
    ink, paper = (_colour(button[key]) for key in ("ink", "paper"))
    seen = contrast(over(ink, paper), paper)
    if seen < _LEAST_CONTRAST:
        yield f"the words of {action} have a contrast of {seen:.1f} : 1, less than {_LEAST_CONTRAST} : 1"


def _colour(parts: list[int]) -> Colour:
    red, green, blue, opacity = (part / 255 for part in parts)
    return red, green, blue, opacity
