"""Writes ``banner/contract.py`` as TypeScript: both sides of the border are checked by the same words.

``python -m banner.toolchain.contract`` writes the file; a test fails where the two differ.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BANNER = Path(__file__).parent.parent
SOURCE = _BANNER / "contract.py"
TARGET = _BANNER / "client/contract.d.ts"
_HEAD = "// Written by banner/toolchain/contract.py from banner/contract.py: change it there.\n"
_WORDS = {"str": "string", "int": "number", "bool": "boolean", "None": "null", "object": "unknown"}


def typescript(source: str) -> str:
    """Return the declarations that say in TypeScript what *source*, the text of the contract, says in Python.

    Raises :class:`ValueError`, with the line, for what has no like there.
    """
    body = ast.parse(source).body
    parts = [_HEAD]
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            parts.append(f"{_comment(_text(after))}type {node.targets[0].id} = {_type(node.value)};\n")
        elif isinstance(node, ast.ClassDef):
            parts.append("\n".join([*_interface(node), "}\n"]))
    return "\n".join(parts)


def _interface(node: ast.ClassDef) -> Iterator[str]:
    bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
    parents = [base for base in bases if base not in ("TypedDict", "Protocol")]
    extends = f" extends {', '.join(parents)}" if parents else ""
    yield f"{_comment(ast.get_docstring(node))}interface {node.name}{extends} {{"
    for member, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
            mark, kind = _field(member.annotation)
            yield f"{_comment(_text(after), '  ')}  {member.target.id}{mark}: {kind};"
        elif isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{_comment(ast.get_docstring(member), '  ')}  {member.name}: {_function(member)};"


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    arguments = ", ".join(f"{one.arg}: {_type(one.annotation)}" for one in node.args.args[1:])
    nothing = isinstance(node.returns, ast.Constant) and node.returns.value is None
    result = "void" if nothing else _type(node.returns)
    return f"({arguments}) => {f'Promise<{result}>' if isinstance(node, ast.AsyncFunctionDef) else result}"


def _field(annotation: ast.expr) -> tuple[str, str]:
    """Return the mark behind a field's name, and its type."""
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "NotRequired":
        return "?", _type(annotation.slice)
    return "", _type(annotation)


def _type(node: ast.expr | None) -> str:
    """Return the type that the annotation *node* is."""
    match node:
        case ast.Name(id=name):
            return _WORDS.get(name, name)
        case ast.Constant(value=None):
            return "null"
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return f"{_type(left)} | {_type(right)}"
        case ast.Subscript(value=ast.Name(id=name), slice=inside):
            return _generic(name, inside.elts if isinstance(inside, ast.Tuple) else [inside])
        case _:
            line = getattr(node, "lineno", "?")
            raise ValueError(f"{SOURCE}: line {line}: this has no like in TypeScript")


def _generic(name: str, inside: Sequence[ast.expr]) -> str:
    if name == "Literal":
        return " | ".join(json.dumps(one.value) for one in inside if isinstance(one, ast.Constant))
    kinds = [_type(one) for one in inside]
    if name == "list":
        return f"({kinds[0]})[]" if "|" in kinds[0] else f"{kinds[0]}[]"
    if name == "dict":
        return f"Record<{kinds[0]}, {kinds[1]}>"
    if name == "tuple":
        return f"[{', '.join(kinds)}]"
    raise ValueError(f"{SOURCE}: {name}[…] has no like in TypeScript")


def _text(node: ast.stmt | None) -> str | None:
    """Return the text that *node* is, which says what stands in front of it."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return str(node.value.value)
    return None


def _comment(text: str | None, indent: str = "") -> str:
    if not text:
        return ""
    lines = text.replace("``", "`").strip().splitlines()
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    inner = "".join(f"{indent} *{' ' if line.strip() else ''}{line.strip()}\n" for line in lines)
    return f"{indent}/**\n{inner}{indent} */\n"


if __name__ == "__main__":
    TARGET.write_text(typescript(SOURCE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
