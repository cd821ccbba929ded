"""No rule of the law without a test or a reason, and no test of a rule that nobody knows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests import law, tables
from tests.tables import Shown

IDS = [*(f"A{n}" for n in range(1, 13)), *(f"B{n}" for n in range(1, 12))]
IDS += [*(f"C{n}" for n in range(1, 9)), *(f"D{n}" for n in range(1, 13))]


def marked() -> dict[str, list[Shown]]:
    """The tests that bear each id, as their source says."""
    found: dict[str, list[Shown]] = {}
    for file in sorted(Path(law.__file__).parent.rglob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        path = file.relative_to(tables.ROOT).as_posix()
        for test, owner in functions(tree):
            for mark in test.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.law":
                    for row in mark.args:
                        node = "::".join([path, *owner, test.name])
                        found.setdefault(ast.literal_eval(row), []).append(Shown(node, ("passed",)))
    return {row: sorted(tests, key=lambda one: one.test) for row, tests in found.items()}


def functions(tree: ast.Module) -> list[tuple[ast.FunctionDef, list[str]]]:
    """Every test function, and the class that it is in, if any."""
    found: list[tuple[ast.FunctionDef, list[str]]] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found.append((node, []))
        if isinstance(node, ast.ClassDef):
            found += [(one, [node.name]) for one in node.body if isinstance(one, ast.FunctionDef)]
    return found


def test_every_rule_is_there_in_its_order() -> None:
    assert [rule.id for rule in law.rules()] == IDS


def test_every_rule_has_a_test_or_else_a_reason() -> None:
    tested = set(marked())

    assert [rule.id for rule in law.rules() if (rule.id in tested) == bool(rule.reason)] == []


def test_no_test_bears_an_id_that_is_no_rule() -> None:
    assert sorted(set(marked()) - set(IDS)) == []


def test_the_readme_names_each_rule_with_the_tests_that_show_it() -> None:
    _, _, rest = tables.README.read_text(encoding="utf-8").partition("<!-- law -->\n")
    kept, _, _ = rest.partition("\n<!-- /law -->")

    assert without_results(kept) == without_results(law.written_out(marked()))


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

        assert link == "a name ([unit/law](tests/unit/test_law.py))"

    def test_a_table_takes_the_place_of_the_one_before(self) -> None:
        text = "Rules:\n<!-- law -->\nold\n<!-- /law -->\nThe end.\n"

        assert tables.put(text, "law", "new") == "Rules:\n<!-- law -->\nnew\n<!-- /law -->\nThe end.\n"

    def test_a_text_without_a_place_for_it_is_left_alone(self) -> None:
        with pytest.raises(ValueError, match="<!-- law -->"):
            tables.put("Rules:\n", "law", "new")

    def test_a_bar_in_a_cell_divides_nothing(self) -> None:
        assert tables.markdown(["a"], [["b|c"]]) == "| a |\n| --- |\n| b\\|c |"
