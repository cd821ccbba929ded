"""From a program functions are taken: the others do as before, and a call of one that is gone ends it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from banner.toolchain.environment import package
from banner.toolchain.pruning import instrument, prune, wasm
from tests.unit.pruning.handmade import BODIES, PROGRAM, run

CALLS = (("double", 21), ("half", 84), ("stop", 0))
TRAP = "RuntimeError: unreachable"


def pyodide() -> bytes:
    return (package("pyodide") / "pyodide.asm.wasm").read_bytes()


@given(some.integers(0, 2**32 - 1))
def test_a_number_is_read_as_it_is_written(value: int) -> None:
    written = wasm.number(value)
    reader = wasm.Reader(written)

    assert reader.number() == value
    assert reader.at == len(written)


def test_a_module_is_written_as_it_was_read() -> None:
    sections = wasm.parse(PROGRAM)

    assert wasm.encode(sections) == PROGRAM
    assert wasm.items(wasm.content(sections, wasm.CODE)) == BODIES


def test_pyodide_is_written_as_it_was_read_to_the_byte() -> None:
    program = pyodide()
    sections = wasm.parse(program)
    code = wasm.content(sections, wasm.CODE)

    assert wasm.encode(sections) == program
    assert wasm.of_items(wasm.items(code)) == code


def test_what_comes_from_outside_is_listed_by_name_and_kind() -> None:
    found = wasm.imports(wasm.content(wasm.parse(PROGRAM), wasm.IMPORTS))

    assert [(one.module, one.name, one.kind) for one in found] == [
        ("env", "tell", wasm.FUNCTION),
        ("env", "memory", 2),
        ("env", "number", wasm.GLOBAL),
    ]


def test_a_function_that_is_gone_tells_and_traps_and_the_others_do_as_before() -> None:
    assert run(PROGRAM, *CALLS) == {"results": [42, 42, None], "told": 1, "noted": {}}
    assert run(prune.pruned(PROGRAM, {0, 2}, "tell"), *CALLS) == {
        "results": [42, TRAP, None],
        "told": 2,
        "noted": {},
    }
    assert run(prune.pruned(PROGRAM, (), "tell"), *CALLS)["results"] == [TRAP] * 3


def test_pruning_changes_nothing_but_the_bodies_that_go() -> None:
    before, after = wasm.parse(PROGRAM), wasm.parse(prune.pruned(PROGRAM, {1}, "tell"))
    trap = prune.trap(before, "tell")

    assert [one for one in after if one.kind != wasm.CODE] == [one for one in before if one.kind != wasm.CODE]
    assert wasm.items(wasm.content(after, wasm.CODE)) == [trap, BODIES[1], trap]


def test_whoever_keeps_all_has_the_same_program() -> None:
    assert prune.pruned(PROGRAM, range(3), "tell") == PROGRAM


def test_an_instrumented_program_does_the_same_and_notes_what_was_called() -> None:
    program = instrument.instrumented(PROGRAM)

    assert run(program, *CALLS[1:]) == {
        "results": [42, None],
        "told": 1,
        "noted": {"called:0": 0, "called:1": 1, "called:2": 1},
    }


@pytest.mark.parametrize(
    ("program", "kept", "signal", "message"),
    [
        (b"\x7fELF", (), "tell", "it does not begin as WebAssembly"),
        (PROGRAM[:-20], (), "tell", "it ends within"),
        (PROGRAM[:8], (), "tell", "it has no section of the kind 10"),
        (PROGRAM, (3,), "tell", "there is no function 3, only 3 of them"),
        (PROGRAM, (), "shout", "the program does not import shout"),
    ],
)
def test_what_cannot_be_pruned_is_refused_with_a_reason(
    program: bytes, kept: tuple[int, ...], signal: str, message: str
) -> None:
    with pytest.raises(wasm.WasmError, match=message):
        prune.pruned(program, kept, signal)
