"""Tables of what is shown by tests: a marker names a row, and the run says how its tests went.

An option of the marker's name (``python3 build.py test --law``) runs just the tests that bear it and prints
the table; with ``--write`` a page of the reports keeps it, between the comments ``<!-- law -->`` and
``<!-- /law -->``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.toolchain.environment import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pytest

REPORTS = ROOT / "site/docs/reports"
TABLES = ("--law", "--faults")  # the options that print one
_UP = "../../../"  # from a report to the files of the project


@dataclass(frozen=True)
class Shown:
    """A test, by its node id without parameters, and the outcomes of all its cases."""

    test: str
    outcomes: tuple[str, ...]

    @property
    def link(self) -> str:
        """The sentence that the test's name is, and where it stands."""
        path, *_, name = self.test.split("::")
        words = name.removeprefix("test_").replace("_", " ")
        place = path.removeprefix("tests/").replace("test_", "").removesuffix(".py")
        return f"{words} ([{place}]({_UP}{path}))"


Rows = dict[str, list[Shown]]


class Table:
    """The plugin behind one table. *write_out* makes it from the tests of each row, *report* keeps it."""

    def __init__(self, marker: str, report: Path, write_out: Callable[[Rows], str]) -> None:
        self._marker = marker
        self._report = report
        self._write_out = write_out
        self._outcomes: dict[str, dict[str, list[str]]] = {}

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Leave out what bears no marker of ours, and have the reports of the others tell their rows."""
        ours = [item for item in items if item.get_closest_marker(self._marker)]
        config.hook.pytest_deselected(items=[item for item in items if item not in ours])
        items[:] = ours
        for item in ours:
            for mark in item.iter_markers(self._marker):
                item.user_properties += [(self._marker, row) for row in mark.args]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test went; a set-up or a clearing up counts only where it went wrong."""
        if report.when != "call" and report.outcome == "passed":
            return
        test = report.nodeid.partition("[")[0]
        for name, row in report.user_properties:
            if name == self._marker:
                self._outcomes.setdefault(str(row), {}).setdefault(test, []).append(report.outcome)

    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter, config: pytest.Config
    ) -> None:
        """Print the table, and put it into its report where that is asked for."""
        shown = {
            row: [Shown(test, tuple(outcomes)) for test, outcomes in sorted(tests.items())]
            for row, tests in self._outcomes.items()
        }
        text = self._write_out(shown)
        terminalreporter.write_line("\n" + text)
        if config.getoption("--write"):
            keep(self._report, self._marker, text)


def result(tests: Sequence[Shown]) -> str:
    """How the *tests* of a row went, taken together: the worst that happened to one of their cases."""
    outcomes = {outcome for one in tests for outcome in one.outcomes}
    for worst in ("failed", "skipped"):
        if worst in outcomes:
            return worst
    return "passed" if outcomes else "not run"


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as the reports have it."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def keep(report: Path, name: str, table: str) -> None:
    """Put *table* between the comments that *name* it in the file *report*."""
    report.write_text(put(report.read_text(encoding="utf-8"), name, table), encoding="utf-8")


def put(text: str, name: str, table: str) -> str:
    """*text* with *table* between the comments that *name* it.

    Raises :class:`ValueError` where there are none.
    """
    before, _, after = _parted(text, name)
    return f"{before}{table}\n{after}"


def between(text: str, name: str) -> str:
    """What *text* has between the comments that *name* it.

    Raises :class:`ValueError` where there are none.
    """
    return _parted(text, name)[1]


def _parted(text: str, name: str) -> tuple[str, str, str]:
    """*text* before, between and after the comments, which belong to what is outside."""
    before, start, rest = text.partition(f"<!-- {name} -->\n")
    table, end, after = rest.partition(f"<!-- /{name} -->")
    if not start or not end:
        raise ValueError(f"there are no comments <!-- {name} --> and <!-- /{name} -->")
    return before + start, table, end + after


def pytest_addoption(parser: pytest.Parser) -> None:
    """What all tables share."""
    parser.addoption("--write", action="store_true", help="keep the table in site/docs/reports")
