"""No attack without a test, no test of an attack that nobody knows, and a page that names them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import attacks, tables
from tests.marks import marked

if TYPE_CHECKING:
    import pytest


def test_every_attack_has_a_test_and_every_test_an_attack() -> None:
    assert set(marked("attack")) == {one.id for one in attacks.attacks()}


def test_the_page_names_each_attack_with_the_tests_that_show_it(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--write"):
        tables.keep(attacks.REPORT, "attack", attacks.table())
    kept = tables.between(attacks.REPORT.read_text(encoding="utf-8"), "attack")

    assert kept == attacks.table() + "\n", "python3 build.py test tests/unit/docs --write makes it"
