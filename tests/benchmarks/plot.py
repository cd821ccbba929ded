"""The figures as a picture: a small chart for each thing that a visitor pays, by day and by night."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.benchmarks.contestants import OURS, PEERS
from tests.benchmarks.figures import Spread, spread
from tests.benchmarks.starts import SHIPPED
from tests.benchmarks.table import number

if TYPE_CHECKING:
    from tests.benchmarks.figures import Figures

_LABELS = {
    "pyodide": "this, Pyodide",
    "micropython": "this, MicroPython",
    "vanilla-cookieconsent": "vanilla-cookieconsent",
    "klaro": "Klaro",
    "tarteaucitron": "tarteaucitron",
    "osano": "Osano",
    SHIPPED: "PyScript as shipped",
}
# The chart's measures, in pixels.
_WIDTH, _MARGIN, _GAP = 960, 32, 40
_PANEL = (_WIDTH - 2 * _MARGIN - _GAP) / 2
_LABEL, _FIGURE, _ROW, _BAR, _HEAD = 150, 62, 22, 11, 52
_STYLE = """
text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--ink)}
svg{--paper:#fff;--ink:#1d2733;--soft:#5b6875;--line:#d9dfe5;--ours:#1f6feb;--peer:#a9b4bf;--reach:#1d2733}
.paper{fill:var(--paper);stroke:var(--line)}
.title{font-size:20px;font-weight:650}.head{font-size:14px;font-weight:600}.soft{fill:var(--soft);font-size:12px}
.label{text-anchor:end}.ours{font-weight:600}.figure{font-variant-numeric:tabular-nums}
.bar{fill:var(--peer)}.bar.ours{fill:var(--ours)}.reach{stroke:var(--reach);stroke-width:1.5;opacity:.65}
.axis{stroke:var(--line)}
@media (prefers-color-scheme:dark){
svg{--paper:#0d1117;--ink:#e6edf3;--soft:#9aa7b4;--line:#30363d;--ours:#4c9aff;--peer:#57626e;--reach:#e6edf3}}
"""


@dataclass(frozen=True)
class Panel:
    """One chart: *bars* by whom they are of, in *unit*; *logarithmic* where one dwarfs the others."""

    title: str
    unit: str
    bars: dict[str, Spread]
    logarithmic: bool = False


def picture(figures: Figures) -> str:
    """The whole picture, as SVG."""
    panels = _panels(figures)
    rows = [panels[at : at + 2] for at in range(0, len(panels), 2)]
    heights = [_HEAD + _ROW * max(len(panel.bars) for panel in row) + 26 for row in rows]
    height = 96 + sum(heights) + 8
    parts, top = [], 96.0
    for row, tall in zip(rows, heights, strict=True):
        for column, panel in enumerate(row):
            parts.append(_drawn(panel, _MARGIN + column * (_PANEL + _GAP), top))
        top += tall
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        f' aria-label="What each banner costs a visitor; shorter is better"><style>{_STYLE}</style>'
        f'<rect class="paper" x=".5" y=".5" width="{_WIDTH - 1}" height="{height - 1}" rx="12"/>'
        f'<text class="title" x="{_MARGIN}" y="44">What a banner costs a visitor</text>'
        f'<text class="soft" x="{_MARGIN}" y="66">{html.escape(_said(figures))}</text>'
        f"{''.join(parts)}</svg>\n"
    )


def _said(figures: Figures) -> str:
    where = figures.where
    return (
        f"Shorter is better. Medians with quartiles; {where['browser']} with 150 ms, 1.6 Mbit/s and "
        "CPU ÷ 4, unless a chart says otherwise."
    )


def _panels(figures: Figures) -> list[Panel]:
    who = (*OURS, *PEERS)

    def bars(profile: str, metric: str) -> dict[str, Spread]:
        return {one: figures.of(profile, one, metric) for one in who}

    weights = {
        one: Spread(figure.median / 1000, figure.low / 1000, figure.high / 1000)
        for one in who
        for figure in [figures.beyond("slow", one, "first.bytes")]
    }
    starts = figures.starts["fast"]

    def started(metric: str) -> dict[str, Spread]:
        return {one: spread(starts[one][metric]) for one in (*OURS, SHIPPED)}

    return [
        Panel("The banner is painted", "ms", bars("slow", "first.paint")),
        Panel("Over the wire before a click", "kB", weights),
        Panel("Script time before a click", "ms", bars("slow", "first.script")),
        Panel("Click → the banner is gone", "ms", bars("slow", "cold.gone")),
        Panel("Click → cookie, after a move towards the banner", "ms", bars("slow", "up.cookie")),
        Panel(
            "Click → cookie, nothing in the cache (log. scale)",
            "ms",
            bars("slow", "cold.cookie"),
            logarithmic=True,
        ),
        Panel("Return visit: the last tag is requested", "ms", bars("slow", "later.tags")),
        Panel("Return visit: script time", "ms", bars("slow", "later.script")),
        Panel("Python starts, files in the cache (full speed)", "ms", started("warm.start")),
        Panel("Longest block of the page meanwhile (full speed)", "ms", started("warm.longest")),
    ]


def _drawn(panel: Panel, left: float, top: float) -> str:
    most = max(figure.high for figure in panel.bars.values()) or 1
    begin, room = left + _LABEL + 8, _PANEL - _LABEL - 8 - _FIGURE

    def reach(value: float) -> float:
        if panel.logarithmic:
            return room * math.log10(max(value, 1)) / math.log10(most)
        return room * max(value, 0) / most

    parts = [f'<text class="head" x="{left}" y="{top + 26}">{html.escape(panel.title)}, {panel.unit}</text>']
    for at, (who, figure) in enumerate(panel.bars.items()):
        middle = top + _HEAD + at * _ROW
        own = " ours" if who in OURS else ""
        end = begin + max(reach(figure.high), reach(figure.median)) + 8
        low, high = begin + reach(figure.low), begin + reach(figure.high)
        parts.append(
            f'<text class="label{own}" x="{left + _LABEL:.1f}" y="{middle + 4.5:.1f}">{_LABELS[who]}</text>'
            f'<rect class="bar{own}" x="{begin:.1f}" y="{middle - _BAR / 2:.1f}"'
            f' width="{max(reach(figure.median), 1):.1f}" height="{_BAR}" rx="2"/>'
            f'<path class="reach" d="M{low:.1f} {middle:.1f}H{high:.1f}M{low:.1f} {middle - 3:.1f}v6'
            f'M{high:.1f} {middle - 3:.1f}v6"/>'
            f'<text class="figure{own}" x="{end:.1f}" y="{middle + 4.5:.1f}">{number(figure.median)}</text>'
        )
    bottom = top + _HEAD + (len(panel.bars) - 1) * _ROW + 12
    parts.append(f'<path class="axis" d="M{begin - 3:.1f} {top + _HEAD - 12:.1f}V{bottom:.1f}"/>')
    return "".join(parts)
