"""A program that has started goes on from its memory, and has what its script names."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from banner import resources
from banner.toolchain import runtime
from banner.toolchain.environment import node
from banner.toolchain.pruning import started, wasm
from tests.unit.pruning.handmade import PROGRAM

STACK = 1 << 20


def exported(program: bytes) -> set[str]:
    return {one.name for one in wasm.exports(wasm.content(wasm.parse(program), wasm.EXPORTS))}


def told() -> dict[str, int]:
    """What Node says of the program that visitors get, before anything of it has run."""
    script = Path(__file__).with_name("started.mjs")
    file = resources.FOLDER / "pyodide.pruned.wasm"
    ended = subprocess.run([node(), script, file], capture_output=True, encoding="utf-8", check=True)
    found: dict[str, int] = json.loads(ended.stdout)
    return found


def test_its_memory_is_there_as_soon_as_the_program_is() -> None:
    found = told()

    # Python's data, a stack of a tenth of Pyodide's own, and behind it the heap, with our modules.
    assert 4 * STACK < found["stack"] < 5 * STACK
    assert found["stack"] < found["ours"] < found["memory"] < 20_000_000
    assert found["header"] == 128


def test_it_gives_what_its_script_names_and_the_script_finds_all_that_it_assigns() -> None:
    script = resources.data("pyodide.js")
    names = exported(resources.data("pyodide.pruned.wasm"))
    all_names = exported(runtime.program("pyodide"))
    assigned = set(re.findall(r"=\w+\.(\w+)(?:\.value>>>0)?[,;}]", script.decode())) & all_names

    assert names == all_names & runtime.named(script)
    assert assigned <= names
    assert 100 < len(names) < 1000


@given(some.lists(some.sampled_from([b"\0", b"\1", bytes(127), bytes(129), b"text"])))
def test_what_is_not_empty_in_a_memory_is_where_it_was(parts: list[bytes]) -> None:
    memory = b"".join(parts)
    again = bytearray(len(memory))
    for one in started._segments(memory):
        assert one.data[0]
        assert one.data[-1]
        again[one.address : one.address + len(one.data)] = one.data

    assert again == memory


def test_another_program_is_refused() -> None:
    memory = started.Memory(b"", b"", 0, STACK)

    with pytest.raises(wasm.WasmError, match="has no __wasm_call_ctors"):
        started.started(PROGRAM, memory, None)
