"""Reads colours of CSS, and computes how much one stands out from another (WCAG 2.2, relative luminance)."""

from __future__ import annotations

import colorsys
import re

Colour = tuple[float, float, float, float]  # red, green, blue and opacity, each from 0 to 1

_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_NAMES = {"black": "#000", "white": "#fff", "transparent": "#0000"}
_SHORT = 4  # letters of a colour with one for each part
_PARTS = 3
_LINEAR = 0.04045  # up to there, sRGB is a straight line


def parsed(text: str) -> Colour | None:
    """Return the colour that *text* is: hexadecimal, ``rgb()``, ``hsl()``, black or white; else ``None``."""
    text = text.strip().lower()
    text = _NAMES.get(text, text)
    if found := _HEX.fullmatch(text):
        digits = found[1] if len(found[1]) > _SHORT else "".join(2 * letter for letter in found[1])
        red, green, blue, opacity = (int(digits[at : at + 2] or "ff", 16) / 255 for at in (0, 2, 4, 6))
        return red, green, blue, opacity
    if found := _FUNCTION.fullmatch(text):
        return _function(found[1], re.split(r"[\s,/]+", found[2].strip()))
    return None


def _function(name: str, parts: list[str]) -> Colour | None:
    """Return the colour that the function *name* makes of *parts*."""
    try:
        opacity = _share(parts[3], 1) if len(parts) > _PARTS else 1.0
        if name == "rgb":
            red, green, blue = (_share(part, 255) for part in parts[:3])
        else:
            hue, saturation, light = parts[:3]
            red, green, blue = colorsys.hls_to_rgb(
                float(hue.removesuffix("deg")) / 360 % 1, _share(light, 100), _share(saturation, 100)
            )
    except ValueError:  # a unit, a function or a keyword that is not computed here
        return None
    return red, green, blue, opacity


def _share(text: str, whole: float) -> float:
    """Return a number as a share of the *whole*, or of 100 where it is a percentage."""
    share = float(text[:-1]) / 100 if text.endswith("%") else float(text) / whole
    return min(max(share, 0.0), 1.0)


def over(colour: Colour, ground: Colour) -> Colour:
    """Return what is seen of *colour* before an opaque *ground*."""
    red, green, blue = (
        part * colour[3] + behind * (1 - colour[3])
        for part, behind in zip(colour[:3], ground[:3], strict=True)
    )
    return red, green, blue, 1.0


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two opaque colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in colour[:3]
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
