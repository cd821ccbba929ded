"""How far the tests are, in plain lines: ``--progress`` tells it instead of a dot for each.

How long the rest will take is reckoned from how long each test took the last time, and from how fast this run
is beside that one. Where nothing is known of the last time, all tests count alike.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

_KNOWN = "consent/seconds"  # where pytest's cache keeps them
_PAUSE = 15  # seconds between two lines
_EARLY = 0.02  # of a run, before which no pace can be told
_MINUTE = 60


class Progress:
    """The plugin that counts, and tells."""

    def __init__(self, config: pytest.Config, terminal: pytest.TerminalReporter) -> None:
        self._config = config
        self._terminal = terminal
        self._known: dict[str, float] = config.cache.get(_KNOWN, {}) if config.cache else {}
        self._took: dict[str, float] = {}
        self._tests: tuple[str, ...] = ()
        self._started = self._told = time.monotonic()

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Know which tests there are, where one process runs them."""
        self._begin(item.nodeid for item in session.items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, ids: list[str]) -> None:
        """Know which tests there are, where several processes run them."""
        self._begin(ids)

    def _begin(self, tests: Iterable[str]) -> None:
        if not self._tests:
            self._tests = tuple(tests)
            self._started = self._told = time.monotonic()

    @pytest.hookimpl(wrapper=True)
    def pytest_report_teststatus(self) -> Generator[None, tuple[str, str, str], tuple[str, str, str]]:
        """Have each test counted, and say nothing of it."""
        category, *_ = yield
        return category, "", ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count, and tell at once what went wrong."""
        self._took[report.nodeid] = self._took.get(report.nodeid, 0) + report.duration
        if report.failed:
            self._terminal.write_line(f"  FAILED {report.nodeid} ({report.when})")
        now = time.monotonic()
        if now - self._told > _PAUSE:
            self._told = now
            self._terminal.write_line(f"  {self._so_far(now - self._started)}")

    def _so_far(self, passed: float) -> str:
        done = f"{len(self._took):,} of {len(self._tests):,} tests in {duration(passed)}"
        share = part(self._tests, self._took, self._known)
        return done if share < _EARLY else f"{done}, about {duration(passed / share - passed)} to go"

    def pytest_sessionfinish(self) -> None:
        """Keep how long each test took, for the next time."""
        if self._config.cache and self._took:
            self._config.cache.set(_KNOWN, {**self._known, **self._took})


def part(tests: Iterable[str], done: Iterable[str], known: dict[str, float]) -> float:
    """Return which part of the work with *tests* is *done*: from 0 to 1, by the seconds that are *known*."""
    tests, done = set(tests), set(done)
    told = [known[one] for one in tests if one in known]
    usual = sum(told) / len(told) if told else 1.0
    whole = sum(known.get(one, usual) for one in tests)
    return sum(known.get(one, usual) for one in done) / whole if whole else 1.0


def duration(seconds: float) -> str:
    """Return *seconds* as a person would say them."""
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--progress``."""
    parser.addoption("--progress", action="store_true", help="tell in lines how far the tests are")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Tell it in the one process that has the terminal, which is there by now."""
    terminal = config.pluginmanager.getplugin("terminalreporter")
    if config.getoption("--progress") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Progress(config, terminal), "progress")
