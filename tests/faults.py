"""What can go wrong, as tests: ``python3 build.py test --faults`` prints ``tests/faults.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tables import REPORTS, Rows, Table, markdown, result

if TYPE_CHECKING:
    import pytest

FILE = Path(__file__).with_suffix(".toml")
REPORT = REPORTS / "faults.md"
HEADS = ("what goes wrong", "what the visitor sees", "shown by", "inputs", "result")
COST = ("meanwhile", "decisions", "kept at the first try", "longest wait", "lost", "kept twice")


@dataclass(frozen=True)
class Fault:
    """What goes wrong, and what the visitor sees of it."""

    id: str
    fault: str
    seen: str


def faults() -> tuple[Fault, ...]:
    """All faults, in their order."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Fault(name, **words) for name, words in told.items())


class Faults(Table):
    """The table of faults, and how many inputs each test has tried.

    A test that notes what a fault has cost browsers (``cost``) is a row of a second table.
    """

    def __init__(self) -> None:
        super().__init__("fault", REPORT, self._written_out)
        self._inputs: dict[str, int] = {}
        self._all = 0
        self._costs: list[list[str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how a test went, and with how many inputs."""
        super().pytest_runtest_logreport(report)
        if report.when != "call":
            return
        tried = sum(int(value) for name, value in report.user_properties if name == "inputs") or 1
        self._costs += [str(value).split(" | ") for name, value in report.user_properties if name == "cost"]
        rows = {str(row) for name, row in report.user_properties if name == "fault"}
        # A test of two faults has tried its inputs once.
        self._all += tried if rows else 0
        for row in rows:
            self._inputs[row] = self._inputs.get(row, 0) + tried

    def _written_out(self, shown: Rows) -> str:
        rows = [self._row(fault, shown) for fault in faults()]
        costs = markdown(COST, sorted(self._costs))
        return (
            f"{markdown(HEADS, rows)}\n\nInputs tried: {self._all:,}.\n\n"
            "What it costs browsers that decide one after the other, and send until it is acknowledged:\n\n"
            f"{costs}"
        )

    def _row(self, fault: Fault, shown: Rows) -> list[str]:
        tests = shown.get(fault.id, [])
        links = "<br>".join(test.link for test in tests)
        return [fault.fault, fault.seen, links, f"{self._inputs.get(fault.id, 0):,}", result(tests)]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that prints the table."""
    parser.addoption("--faults", action="store_true", help="run the tests of faults and print their table")


def pytest_configure(config: pytest.Config) -> None:
    """Let tests bear the ids of faults."""
    config.addinivalue_line("markers", "fault(*ids): shows what comes of these faults of tests/faults.toml")
    if config.getoption("--faults"):
        config.pluginmanager.register(Faults(), "faults-table")
