"""Draws weights as a picture in which each takes as much room as it has weight, by day and by night."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDTH, _HEIGHT, _MARGIN, _HEAD = 960, 560, 16, 56
_LINE, _LETTER = 15, 6.6  # of a label, in pixels
_STYLE = """
text{font:12px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink)}
svg{--paper:#fff;--ink:#1d2733;--line:#d9dfe5;--light:82%}
.paper{fill:var(--paper);stroke:var(--line)}.title{font-size:20px;font-weight:650}
.tile{fill:hsl(var(--hue) 45% var(--light));stroke:var(--paper);stroke-width:2}
@media (prefers-color-scheme:dark){svg{--paper:#0d1117;--ink:#e6edf3;--line:#30363d;--light:24%}}
"""


@dataclass(frozen=True)
class Tile:
    """What is drawn: what it is a part of, its name, its weight and what is said of it."""

    group: str
    name: str
    weight: float
    said: str


@dataclass(frozen=True)
class Area:
    """A part of the picture, in pixels."""

    left: float
    top: float
    width: float
    height: float

    def split(self, share: float) -> tuple[Area, Area]:
        """Return two parts of it, of which the first has a *share*; what is cut is the longer side."""
        if self.width > self.height:
            width = self.width * share
            rest = Area(self.left + width, self.top, self.width - width, self.height)
            return Area(self.left, self.top, width, self.height), rest
        height = self.height * share
        rest = Area(self.left, self.top + height, self.width, self.height - height)
        return Area(self.left, self.top, self.width, height), rest


def picture(title: str, tiles: Sequence[Tile]) -> str:
    """Return the picture of *tiles*, as SVG; those of one group have one colour and lie together."""
    groups = list(dict.fromkeys(one.group for one in tiles))
    hues = {group: round(360 * at / len(groups)) for at, group in enumerate(groups)}
    area = Area(_MARGIN, _HEAD, _WIDTH - 2 * _MARGIN, _HEIGHT - _HEAD - _MARGIN)
    parts = [[one for one in tiles if one.group == group] for group in groups]
    by_group = laid(area, [sum(one.weight for one in part) for part in parts])
    drawn = [
        _drawn(one, place, hues[one.group])
        for part, whole in zip(parts, by_group, strict=True)
        for one, place in zip(part, laid(whole, [one.weight for one in part]), strict=True)
    ]
    name = html.escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
        f' aria-label="{name}"><style>{_STYLE}</style>'
        f'<rect class="paper" x=".5" y=".5" width="{_WIDTH - 1}" height="{_HEIGHT - 1}" rx="12"/>'
        f'<text class="title" x="{_MARGIN}" y="36">{name}</text>{"".join(drawn)}</svg>\n'
    )


def laid(area: Area, weights: Sequence[float]) -> list[Area]:
    """Return the part of *area* that each of *weights* has: as much of it as its share of all."""
    if len(weights) < 2:
        return [area] * len(weights)
    total, at, first = sum(weights), 0, 0.0
    while at < len(weights) - 1 and (not at or first + weights[at] / 2 < total / 2):
        first += weights[at]
        at += 1
    one, other = area.split(first / total)
    return [*laid(one, weights[:at]), *laid(other, weights[at:])]


def _drawn(tile: Tile, area: Area, hue: int) -> str:
    rect = f'x="{area.left:.1f}" y="{area.top:.1f}" width="{area.width:.1f}" height="{area.height:.1f}"'
    title = html.escape(f"{tile.group}, {tile.name}: {tile.said}")
    lines = "".join(
        f'<text x="{area.left + 6:.1f}" y="{area.top + _LINE * (at + 1):.1f}">{html.escape(line)}</text>'
        for at, line in enumerate(_label(tile, area))
    )
    return f'<g style="--hue:{hue}"><title>{title}</title><rect class="tile" {rect}/>{lines}</g>'


def _label(tile: Tile, area: Area) -> Iterator[str]:
    """Give the lines of what stands in a tile, as far as there is room."""
    room = int((area.width - 8) / _LETTER)
    if area.height > _LINE + 4 and len(tile.name) <= room:
        yield tile.name
        if area.height > 2 * _LINE + 6 and len(tile.said) <= room:
            yield tile.said
