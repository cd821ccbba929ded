"""The run: who is measured when, how far it is, and where the figures go."""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import TimeoutError, sync_playwright  # noqa: A004 - what Playwright raises

from banner.toolchain import environment
from tests.benchmarks import growth, plot, servers, starts, table
from tests.benchmarks.contestants import ALONE, BLOCKED, END, OURS, PEERS, contestants
from tests.benchmarks.figures import Figures, add, read
from tests.benchmarks.journey import look, travel
from tests.benchmarks.returns import returning
from tests.benchmarks.visits import FAST, SLOW
from tests.support import browsers
from tests.tables import REPORTS, keep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserType

    from tests.benchmarks.contestants import Contestant
    from tests.benchmarks.figures import Samples
    from tests.benchmarks.journey import Sample
    from tests.benchmarks.servers import Servers
    from tests.benchmarks.visits import Profile

_HERE = Path(__file__).parent
FIGURES = _HERE / "figures.json"
REPORT = REPORTS / "benchmarks.md"
# Where a run keeps its samples as it goes; what the report tells is kept with it.
_KEPT = environment.VENV / "benchmark.json"
PICTURE = environment.ROOT / "site/docs/pictures/benchmark.svg"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP *.test 127.0.0.1",
)


@dataclass(frozen=True)
class Rounds:
    """How often each is measured, on the fast and the slow device; *pages* a visitor comes back to."""

    travels: tuple[int, int]
    looks: tuple[int, int]
    returns: int
    pages: int
    growth: int


QUICK = Rounds(travels=(2, 1), looks=(2, 2), returns=1, pages=3, growth=1)
WHOLE = Rounds(travels=(5, 3), looks=(6, 8), returns=3, pages=12, growth=1)
# One measurement, and what it is called while it runs.
Task = tuple[str, "Callable[[], None]"]
# When it has its turn, from 0 to 1 of the whole time.
Turn = tuple[float, Task]


def run(arguments: list[str]) -> int:
    """Measure, or take what was measured, and tell it; gives 0, for a goal that is not met is no fault."""
    options = _parser().parse_args(arguments)
    rounds = QUICK if options.quick else WHOLE
    figures = read(options.figures) if options.again else measure(options.figures, rounds)
    text = table.markdown(figures)
    if options.write:
        if options.figures != FIGURES:
            figures.write(FIGURES)
        PICTURE.write_text(plot.picture(figures), encoding="utf-8")
        keep(REPORT, "benchmark", text)
    sys.stdout.write(text + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    line = argparse.ArgumentParser(prog="build.py bench", description=__doc__)
    line.add_argument("--quick", action="store_true", help="few runs, for trying")
    line.add_argument("--write", action="store_true", help="keep it in site/docs/reports, with its picture")
    line.add_argument("--again", action="store_true", help="tell what was measured, without measuring")
    line.add_argument(
        "--figures", type=Path, metavar="FILE", default=_KEPT, help="where all samples are kept"
    )
    return line


def measure(file: Path, rounds: Rounds) -> Figures:
    """Everything, so many times; *file* has at any time what is there.

    Whatever is compared is spread over the whole time alike. Ctrl-C ends it early, with fewer rounds.
    """
    figures = Figures()
    executable = browsers.chromium()
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.running() as served,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright.chromium, executable)
        figures.where = {"browser": f"Chromium {browser.version}", "cores": str(os.cpu_count())}
        _say("building what is measured …")
        who = contestants((*OURS, END, *PEERS, ALONE), Path(folder), served.port)
        blocked = contestants((BLOCKED,), Path(folder), served.port)
        starters = starts.starters(Path(folder) / "starts", served.port)
        turns = [
            *_turns("", figures.journeys, partial(travel, browser, served), who, rounds.travels),
            *_turns("first page, ", figures.journeys, partial(look, browser, served), who, rounds.looks),
            *_turns(
                "start of Python, ",
                figures.starts,
                partial(starts.start, browser, served),
                starters,
                rounds.travels,
            ),
            *_returns(figures, browser, served, [*who, *blocked], rounds),
            *_grown(figures, browser, served, Path(folder), rounds.growth),
        ]
        tasks = [task for _, task in sorted(turns, key=lambda one: one[0])]
        with contextlib.suppress(KeyboardInterrupt):
            for name, task in _counted(tasks):
                _say(name)
                try:
                    task()
                except TimeoutError as error:
                    # Half an hour of samples is not lost for one that a peer does not give.
                    _say(f"{name}: measured once less, {error}")
                figures.where["load"] = f"{os.getloadavg()[2]:.0f}"
                figures.write(file)
        browser.close()
    return figures


def launch(chromium: BrowserType, executable: Path) -> Browser:
    """A Chromium that keeps to itself; every name below ``.test`` is this machine."""
    return chromium.launch(executable_path=executable, args=list(ARGUMENTS))


def _turns(
    label: str,
    kept: dict[str, dict[str, Samples]],
    measured: Callable[[Contestant, Profile], Sample],
    who: list[Contestant],
    rounds: tuple[int, int],
) -> list[Turn]:
    """Each of *who* is *measured* with either device, so often; the order is another one each time."""
    return [
        (
            turn / count,
            (
                f"{profile.name}: {label}{one.name}",
                lambda profile=profile, one=one: _keep(  # type: ignore[misc]
                    kept, profile.name, one.name, measured(one, profile)
                ),
            ),
        )
        for profile, count in zip((FAST, SLOW), rounds, strict=True)
        for turn in range(count)
        for one in random.sample(who, len(who))
    ]


def _returns(
    figures: Figures, browser: Browser, served: Servers, who: list[Contestant], rounds: Rounds
) -> list[Turn]:
    def come_back() -> None:
        for found in returning(browser, served, who, (FAST, SLOW), rounds.pages):
            _keep(figures.journeys, *found)

    return [((turn + 0.5) / rounds.returns, ("return visits", come_back)) for turn in range(rounds.returns)]


def _keep(kept: dict[str, dict[str, Samples]], profile: str, name: str, sample: Sample) -> None:
    add(kept.setdefault(profile, {}).setdefault(name, {}), sample)


def _grown(figures: Figures, browser: Browser, served: Servers, folder: Path, rounds: int) -> list[Turn]:
    who = growth.sites(folder)
    return [
        (
            turn / rounds,
            (
                f"{size} {axis}, {runtime}",
                lambda axis=axis, runtime=runtime, size=size, one=one: add(  # type: ignore[misc]
                    figures.growth.setdefault(axis, {}).setdefault(runtime, {}).setdefault(str(size), {}),
                    growth.grow(browser, served, size, one),
                ),
            ),
        )
        for turn in range(rounds)
        for axis, runtime, size, one in who
    ]


def _counted(tasks: list[Task]) -> Iterator[Task]:
    """The *tasks*, each told with its number and how long the rest will take."""
    started = time.monotonic()
    for done, (name, task) in enumerate(tasks):
        passed = time.monotonic() - started
        left = f"about {passed / done * (len(tasks) - done) / 60:.0f} min left" if done else "started"
        yield f"{done + 1}/{len(tasks)} {name} ({left})", task


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
