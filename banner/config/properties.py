"""What an owner may set of the look: the ``--consent-*`` properties, and what each is by itself.

A test compares this list with the style sheets, and the reference page with both.
"""

from __future__ import annotations

# Colours by themselves in the light and in the dark theme; or the name of the one that each is like.
COLOURS: dict[str, tuple[str, str] | str] = {
    "surface": ("#fff", "#1b1d22"),
    "ink": ("#112", "#eef"),
    "soft": ("#556", "#bbc"),
    "line": ("#888", "#888"),
    "accent": ("#1d4ed8", "#93b4ff"),
    "button": "ink",
    "button-ink": "surface",
    "button-line": "ink",
    "quiet": "ink",
    "card": ("", ""),  # some of the text's colour, mixed into the background
    "veil": ("", ""),
    "placeholder": ("", ""),
}
# Everything else: the same in both themes.
MEASURES = (
    "border",
    "button-height",
    "button-radius",
    "card-radius",
    "duration",
    "edge",
    "focus",
    "font",
    "gap",
    "line-height",
    "padding",
    "preferences-width",
    "radius",
    "shadow",
    "size",
    "text-size",
    "title-size",
    "weight",
    "width",
)
SCHEME = "scheme"
# These can be set by any page. Each further one weighs some bytes, so a site declares a theme for it first.
BASIC = ("accent", "font", "ink", "line", "soft", "surface")
EVERY = (*COLOURS, *MEASURES, SCHEME)
