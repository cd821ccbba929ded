"""The tests that bear a marker, as their source says: none has to run to tell what shows a row of a table."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.tables import ROOT, Rows, Shown


def marked(marker: str) -> Rows:
    """Return the tests that bear each row of *marker*, by their node ids, in their order."""
    found: Rows = {}
    for file in sorted(Path(__file__).parent.rglob("test_*.py")):
        path = file.relative_to(ROOT).as_posix()
        for test, owner in _functions(ast.parse(file.read_text(encoding="utf-8"))):
            for row in _rows(test, marker):
                found.setdefault(row, []).append(Shown("::".join([path, *owner, test.name]), ("passed",)))
    return {row: sorted(tests, key=lambda one: one.test) for row, tests in found.items()}


def _functions(tree: ast.Module) -> list[tuple[ast.FunctionDef, list[str]]]:
    """Return every test function, and the class that it is in, if any."""
    found: list[tuple[ast.FunctionDef, list[str]]] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            found.append((node, []))
        if isinstance(node, ast.ClassDef):
            found += [(one, [node.name]) for one in node.body if isinstance(one, ast.FunctionDef)]
    return found


def _rows(test: ast.FunctionDef, marker: str) -> set[str]:
    """Return the rows that *test* bears, by itself or in a parameter."""
    calls = [one for mark in test.decorator_list for one in ast.walk(mark) if isinstance(one, ast.Call)]
    marks = [one for one in calls if ast.unparse(one.func) == f"pytest.mark.{marker}"]
    return {ast.literal_eval(row) for mark in marks for row in mark.args}
