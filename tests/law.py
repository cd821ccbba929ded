"""The law as tests: ``python3 build.py test --law`` prints the rules of ``tests/law.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.tables import REPORTS, Rows, Table, markdown, result

if TYPE_CHECKING:
    import pytest

FILE = Path(__file__).parent / "law.toml"
REPORT = REPORTS / "law.md"
HEADS = ("id", "what is required", "source", "shown by", "result")


@dataclass(frozen=True)
class Rule:
    """What is required, in our words, and by whom; *reason* says why no test can show it."""

    id: str
    required: str
    source: str
    reason: str = ""


def rules() -> tuple[Rule, ...]:
    """All rules, in their order."""
    return tuple(Rule(name, **told) for name, told in tomllib.loads(FILE.read_text(encoding="utf-8")).items())


def written_out(shown: Rows) -> str:
    """The table of all rules with the tests that were *shown* to bear their ids."""
    return markdown(HEADS, [_row(rule, shown) for rule in rules()])


def _row(rule: Rule, shown: Rows) -> list[str]:
    tests = shown.get(rule.id, [])
    links = "<br>".join(test.link for test in tests)
    return [rule.id, rule.required, rule.source, links or rule.reason, "" if rule.reason else result(tests)]


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that prints the table."""
    parser.addoption("--law", action="store_true", help="run the tests of the law and print their table")


def pytest_configure(config: pytest.Config) -> None:
    """Let tests bear the ids of rules."""
    config.addinivalue_line("markers", "law(*ids): shows what these rules of tests/law.toml require")
    if config.getoption("--law"):
        config.pluginmanager.register(Table("law", REPORT, written_out), "law-table")
