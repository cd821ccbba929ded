"""Finds where an owner's own JavaScript is none, before it stands in the script of every page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node, Parser

# What has its place in modules or in functions of another kind, and none in the body of a plain function.
_ELSEWHERE = {
    "import_statement": "import stands in modules alone; load it by an address, with src and module = true",
    "export_statement": "export stands in modules alone; leave it out",
    "await_expression": "await stands in async functions alone; put this into (async () => { … })()",
    "yield_expression": "yield stands in generators alone; leave it out",
    "jsx_element": "this is JSX, which no browser knows; write what your tools make of it",
    "jsx_self_closing_element": "this is JSX, which no browser knows; write what your tools make of it",
}
_SNIPPET = (
    "this is HTML: write what stands between <script> and </script>, and for a script with an address "
    "another of the scripts, with src"
)
FUNCTIONS = (
    *("function_declaration", "function_expression", "arrow_function", "method_definition"),
    *("generator_function_declaration", "generator_function"),
)


@dataclass(frozen=True)
class Fault:
    """Place where a script is no JavaScript: *row* and *column* count from 0, *text* is that line of it."""

    row: int
    column: int
    text: str
    remedy: str


def fault(script: str) -> Fault | None:
    """Return the first fault of *script* as the body of a function, or ``None`` where there is none.

    It sees what a grammar of ES2022 sees. Nothing is found where the parser cannot be installed.
    """
    made = parser()
    if made is None or not script.strip():
        return None
    content = script.encode()
    root = made.parse(content).root_node
    found = _broken(root) if root.has_error else next(_misplaced(root, special=False), None)
    if found is None:
        return None
    row, column = found.start_point
    line = script.split("\n")[row] if row <= script.count("\n") else ""
    letters = len(line.encode()[:column].decode(errors="ignore"))
    remedy = _SNIPPET if re.match(r"\s*<", script) else _remedy(found, letters)
    return Fault(row, letters, line.strip(), remedy)


def parser() -> Parser | None:
    """Return a parser of JavaScript, or ``None`` where it is not installed."""
    try:
        import tree_sitter_javascript
        from tree_sitter import Language, Parser
    except ImportError:
        return None
    try:
        return Parser(Language(tree_sitter_javascript.language()))
    except (TypeError, ValueError):  # two versions that do not fit each other
        return None


def checks() -> bool:
    """Return whether faults can be found here: what finds them has to be installed."""
    return parser() is not None


def _broken(node: Node) -> Node:
    """Return what the parser could make nothing of, the innermost and first, or missed."""
    for child in node.children:
        if child.is_error or child.is_missing or child.has_error:
            return _broken(child)
    return node


def _misplaced(node: Node, special: bool) -> Iterator[Node]:
    """Give what cannot stand in a plain function; *special* tells whether *node* stands in another kind."""
    if node.type in FUNCTIONS:
        special = _is_special(node)
    if node.type in _ELSEWHERE and not (special and node.type in ("await_expression", "yield_expression")):
        yield node
    for child in node.children:
        yield from _misplaced(child, special)


def _is_special(function: Node) -> bool:
    """Return whether *function* is async or a generator."""
    return function.type.startswith("generator") or any(
        one.type in ("async", "*") for one in function.children
    )


def _remedy(node: Node, column: int) -> str:
    place = f"at column {column + 1}"
    if node.type in _ELSEWHERE:
        return f"{place}: {_ELSEWHERE[node.type]}"
    if node.is_missing:
        return f"this is no JavaScript: {node.type} is missing {place}"
    return f"this is no JavaScript {place}: look for a bracket, a quotation mark or a comma that is missing"
