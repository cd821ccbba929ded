"""No rule of the law without a test or a reason, and no test of a rule that nobody knows."""

from __future__ import annotations

import pytest

from tests import law, tables
from tests.marks import marked
from tests.tables import Shown

IDS = [*(f"A{n}" for n in range(1, 21)), *(f"B{n}" for n in range(1, 13))]
IDS += [*(f"C{n}" for n in range(1, 10)), *(f"D{n}" for n in range(1, 13)), *(f"E{n}" for n in range(1, 6))]


def test_every_rule_is_there_in_its_order() -> None:
    assert [rule.id for rule in law.rules()] == IDS


def test_every_rule_has_a_test_or_else_a_reason() -> None:
    tested = set(marked("law"))

    assert [rule.id for rule in law.rules() if (rule.id in tested) == bool(rule.reason)] == []


def test_no_test_bears_an_id_that_is_no_rule() -> None:
    assert sorted(set(marked("law")) - set(IDS)) == []


def test_the_report_names_each_rule_with_the_tests_that_show_it() -> None:
    kept = tables.between(law.REPORT.read_text(encoding="utf-8"), "law")

    assert without_results(kept) == without_results(law.written_out(marked("law")))


def without_results(table: str) -> list[str]:
    """The rows of a table less their last cell, which only a run can tell."""
    return [row.rsplit("|", 2)[0] for row in table.splitlines()]


class TestTables:
    """What a run says of each row."""

    @pytest.mark.parametrize(
        ("outcomes", "said"),
        [
            ((), "not run"),
            (("passed", "passed"), "passed"),
            (("passed", "skipped"), "skipped"),
            (("skipped", "failed"), "failed"),
        ],
    )
    def test_a_row_is_as_good_as_the_worst_of_its_tests(self, outcomes: tuple[str, ...], said: str) -> None:
        assert tables.result([Shown("tests/a.py::test_a", (outcome,)) for outcome in outcomes]) == said

    def test_a_tests_name_is_read_as_a_sentence(self) -> None:
        link = Shown("tests/unit/test_law.py::TestTables::test_a_name", ("passed",)).link

        assert link == "a name ([unit/law](../../../tests/unit/test_law.py))"

    def test_a_table_takes_the_place_of_the_one_before(self) -> None:
        text = "Rules:\n<!-- law -->\nold\n<!-- /law -->\nThe end.\n"

        assert tables.put(text, "law", "new") == "Rules:\n<!-- law -->\nnew\n<!-- /law -->\nThe end.\n"

    def test_a_text_without_a_place_for_it_is_left_alone(self) -> None:
        with pytest.raises(ValueError, match="<!-- law -->"):
            tables.put("Rules:\n", "law", "new")

    def test_a_bar_in_a_cell_divides_nothing(self) -> None:
        assert tables.markdown(["a"], [["b|c"]]) == "| a |\n| --- |\n| b\\|c |"
