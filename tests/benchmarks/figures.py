"""What was measured, as samples in a JSON file, and what is told of them: a median with its quartiles."""

from __future__ import annotations

import json
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.journey import Sample

# By metric, the values of all runs.
Samples = dict[str, list[float]]


@dataclass(frozen=True)
class Spread:
    """The middle of some values: the *median* with the quartiles *low* and *high* about it."""

    median: float
    low: float
    high: float


def spread(values: list[float]) -> Spread:
    """The median of *values*, of which there is at least one, and the quartiles."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(middle, low, high)


@dataclass
class Figures:
    """All samples of one run, and *where* they were taken.

    *journeys* and *starts* are by profile and contestant, *growth* is by axis, runtime and size.
    """

    where: dict[str, str] = field(default_factory=dict)
    journeys: dict[str, dict[str, Samples]] = field(default_factory=dict)
    starts: dict[str, dict[str, Samples]] = field(default_factory=dict)
    growth: dict[str, dict[str, dict[str, Samples]]] = field(default_factory=dict)

    def of(self, profile: str, contestant: str, metric: str) -> Spread:
        """One figure of the journeys. Raises :class:`KeyError` where it was not measured."""
        return spread(self.journeys[profile][contestant][metric])

    def beyond(self, profile: str, contestant: str, metric: str) -> Spread:
        """One figure of the journeys, less what the page alone costs."""
        alone = self.of(profile, "alone", metric).median
        figure = self.of(profile, contestant, metric)
        return Spread(figure.median - alone, figure.low - alone, figure.high - alone)

    def count(self, profile: str, metric: str) -> int:
        """How often everybody was measured at least."""
        return min(len(one[metric]) for one in self.journeys[profile].values() if metric in one)

    def write(self, file: Path) -> None:
        """Keep everything in *file*."""
        file.write_text(json.dumps(self.__dict__, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read(file: Path) -> Figures:
    """What an earlier run has kept in *file*."""
    return Figures(**json.loads(file.read_text(encoding="utf-8")))


def add(samples: Samples, sample: Sample) -> None:
    """One more run; a hundredth of a millisecond is more than is known."""
    for metric, value in sample.items():
        samples.setdefault(metric, []).append(round(value, 2))
