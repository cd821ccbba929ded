"""Lowers modern Python to what the smallest interpreter of the browser knows, and shortens it.

MicroPython has no dataclasses and no starred items in tuples and lists; annotations are bytes for nothing.
The same lowered source runs on Pyodide, which then need not import ``dataclasses`` and all that this imports.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import python_minifier

if TYPE_CHECKING:
    from pathlib import Path

_FOR_CHECKERS = ("__future__", "typing")
# Works on the plain classes that dataclasses become: their fields are all that they have.
_REPLACE = """
def replace(one, **changes):
    fields = dict(one.__dict__)
    fields.update(changes)
    return type(one)(**fields)
"""


def lowered(file: Path) -> str:
    """Return the source of *file* as it travels.

    Raises :class:`ValueError` where a dataclass has more than fields with plain defaults.
    """
    tree = _Lowering().visit(ast.parse(file.read_text(encoding="utf-8"), filename=str(file)))
    return python_minifier.minify(
        ast.unparse(ast.fix_missing_locations(tree)), filename=str(file), remove_literal_statements=True
    )


class _Lowering(ast.NodeTransformer):
    """One pass over the tree of a module."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        """Leave out what only the type checker reads."""
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.stmt | list[ast.stmt] | None:
        if node.module == "dataclasses":
            return ast.parse(_REPLACE).body if any(one.name == "replace" for one in node.names) else None
        return None if node.module in _FOR_CHECKERS else node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        if any(ast.unparse(one).startswith("dataclass") for one in node.decorator_list):
            fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
            rest = [one for one in node.body if not isinstance(one, ast.AnnAssign)]
            node.decorator_list = []
            node.body = [*rest, _init(fields)]
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return self.generic_visit(ast.Assign([node.target], node.value))

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        return self._joined(node, "tuple")

    def visit_List(self, node: ast.List) -> ast.AST:
        return self._joined(node, "list")

    def _joined(self, node: ast.Tuple | ast.List, kind: str) -> ast.AST:
        """Return ``(*a, b)`` as ``tuple(a) + (b,)``."""
        self.generic_visit(node)
        starred = any(isinstance(one, ast.Starred) for one in node.elts)
        if not starred or not isinstance(node.ctx, ast.Load):
            return node
        parts = [_part(one, type(node), kind) for one in node.elts]
        whole = parts[0]
        for part in parts[1:]:
            whole = ast.BinOp(whole, ast.Add(), part)
        return whole


def _part(item: ast.expr, display: type[ast.Tuple | ast.List], kind: str) -> ast.expr:
    if isinstance(item, ast.Starred):
        return ast.Call(ast.Name(kind, ast.Load()), [item.value], [])
    return display([item], ast.Load())


def _init(fields: list[ast.AnnAssign]) -> ast.stmt:
    """Return the constructor that a dataclass with *fields* has."""
    taken, kept = ["self"], []
    for field in fields:
        name = ast.unparse(field.target)
        if isinstance(field.value, ast.Call):
            raise ValueError(f"{name}: only a plain default can be lowered; write one")  # noqa: TRY004 - its value
        taken.append(name if field.value is None else f"{name}={ast.unparse(field.value)}")
        kept.append(f"self.{name} = {name}")
    source = f"def __init__({', '.join(taken)}):\n    " + ("; ".join(kept) or "pass")
    return ast.parse(source).body[0]
