"""Empties tables of the East Asian codecs, which are a tenth of all that a page would fetch of Pyodide.

Nothing would tell of a table that is missing. So two things have to be sure: whose each byte is, and that no
code is left that reads it. ``tests/profiling/tables.py`` finds the bytes as those of CPython's own codecs.
Each of these keeps its tables to itself, and its code stands in one piece, from its first function on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.toolchain.pruning import wasm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# The modules with the tables, in the order of their code, and the one that follows.
MODULES = ("_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw")
_NEXT = "_multibytecodec"


def emptied(memory: bytes, tables: Iterable[range], program: bytes, kept: Collection[int]) -> bytes:
    """Return *memory* without *tables*, of a *program* of which the functions at the places *kept* are left.

    Raises :class:`wasm.WasmError` where one of those is a function of the modules that the tables belong to.
    """
    sections = wasm.parse(program)
    outside = wasm.imports(wasm.content(sections, wasm.IMPORTS))
    before = sum(1 for one in outside if one.kind == wasm.FUNCTION)
    index = {one.name: one.index for one in wasm.exports(wasm.content(sections, wasm.EXPORTS))}
    starts = [index[f"PyInit_{name}"] - before for name in (*MODULES, _NEXT)]
    if starts != sorted(starts):
        raise wasm.WasmError("the code of its codecs stands in another order")
    theirs = [one for one in kept if starts[0] <= one < starts[-1]]
    if theirs:
        raise wasm.WasmError(f"function {theirs[0]} is of a codec, whose tables would be empty")
    content = bytearray(memory)
    for one in tables:
        content[one.start : one.stop] = bytes(len(one))
    return bytes(content)
