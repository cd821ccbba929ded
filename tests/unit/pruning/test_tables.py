"""What is emptied in Pyodide's memory is the tables of codecs, none of which is left to read them."""

from __future__ import annotations

import pytest

from banner import resources
from banner.toolchain import runtime
from banner.toolchain.pruning import profile, tables, wasm
from tests.profiling import tables as codecs

FILE = profile.FILES["pyodide"]
PIECE = 256


def memory(program: bytes) -> bytes:
    found = bytearray()
    for one in wasm.segments(wasm.content(wasm.parse(program), wasm.DATA)):
        found += bytes(one.address - len(found)) + one.data
    return bytes(found)


def test_each_byte_that_is_emptied_is_one_of_cpythons_own_codecs() -> None:
    before, theirs = memory(runtime.program("pyodide")), codecs.modules()
    ranges = profile.tables(FILE)

    assert sum(len(one) for one in ranges) > 600_000
    for one in ranges:
        for at in range(one.start, one.stop, PIECE):
            piece = before[at : min(at + PIECE, one.stop)]
            assert any(piece in module for module in theirs), at


def test_they_are_empty_in_the_program_that_visitors_get() -> None:
    content = memory(resources.data("pyodide.pruned.wasm"))

    assert [one for one in profile.tables(FILE) if any(content[one.start : one.stop])] == []


def test_nothing_is_emptied_where_a_function_of_a_codec_is_left() -> None:
    full = runtime.program("pyodide")
    kept = profile.read(full, FILE)
    exported = {one.name: one.index for one in wasm.exports(wasm.content(wasm.parse(full), wasm.EXPORTS))}
    outside = [one for one in wasm.imports(wasm.content(wasm.parse(full), wasm.IMPORTS)) if not one.kind]
    codec = exported["PyInit__codecs_jp"] - len(outside) + 1

    assert tables.emptied(b"abcdef", [range(1, 3)], full, kept) == b"a\0\0def"
    with pytest.raises(wasm.WasmError, match=f"function {codec} is of a codec"):
        tables.emptied(b"abcdef", [range(1, 3)], full, {*kept, codec})
