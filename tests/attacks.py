"""Attacks on the server, as tests: ``tests/attacks.toml`` has them, and a page of the reports tells them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.marks import marked
from tests.tables import REPORTS, markdown

if TYPE_CHECKING:
    import pytest

FILE = Path(__file__).with_suffix(".toml")
REPORT = REPORTS / "attacks.md"
HEADS = ("attack", "what holds", "shown by")


@dataclass(frozen=True)
class Attack:
    """What somebody does, and what holds against it."""

    id: str
    attack: str
    holds: str


def attacks() -> tuple[Attack, ...]:
    """All attacks, in their order."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Attack(name, **words) for name, words in told.items())


def table() -> str:
    """The table of all attacks with the tests that bear their ids."""
    shown = marked("attack")
    rows = [
        [one.attack, one.holds, "<br>".join(test.link for test in shown.get(one.id, []))] for one in attacks()
    ]
    return markdown(HEADS, rows)


def pytest_configure(config: pytest.Config) -> None:
    """Let tests bear the ids of attacks."""
    config.addinivalue_line("markers", "attack(*ids): shows what holds against these of tests/attacks.toml")
