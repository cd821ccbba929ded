"""The profiles: each is that of the interpreter that is installed, and what it leaves out traps."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from banner import resources
from banner.build import runtimes
from banner.toolchain import runtime
from banner.toolchain.environment import SetUpError
from banner.toolchain.pruning import profile, prune, wasm

# MicroPython's has modules in Python in its data (test_frozen.py), and brings ours along (test_compiled.py);
# Pyodide's has started (test_started.py).
CHANGED = {
    "micropython": (wasm.CODE, wasm.DATA, wasm.CUSTOM),
    "pyodide": (
        wasm.CODE,
        wasm.DATA,
        wasm.DATA_COUNT,
        wasm.MEMORIES,
        wasm.GLOBALS,
        wasm.EXPORTS,
        wasm.CUSTOM,
    ),
}


def bodies(program: bytes) -> list[bytes]:
    return wasm.items(wasm.content(wasm.parse(program), wasm.CODE))


def test_each_function_that_is_not_called_traps_and_each_other_is_as_it_was() -> None:
    full = runtime.program("pyodide")
    called = profile.read(full, profile.FILES["pyodide"])
    trap = prune.trap(wasm.parse(full), runtime.SIGNAL)
    before, after = bodies(full), bodies(resources.data("pyodide.pruned.wasm"))

    assert len(after) == len(before)
    wanted = [body if place in called else trap for place, body in enumerate(before)]
    # The function that starts Pyodide has been called by then.
    assert sum(one != other for one, other in zip(after, wanted, strict=True)) == 1
    assert 1_000 < len(called) < 4_000


@pytest.mark.parametrize("name", runtimes.NAMES)
def test_all_else_of_the_pruned_program_is_as_it_was_so_that_a_memory_fits(name: str) -> None:
    before, after = wasm.parse(runtime.program(name)), wasm.parse(resources.data(f"{name}.pruned.wasm"))

    assert [one for one in after if one.kind not in CHANGED[name]] == [
        one for one in before if one.kind not in CHANGED[name]
    ]


def test_what_the_page_side_hears_is_what_the_program_calls() -> None:
    source = Path(runtime.__file__).parent.parent / "client/runtimes/pruned.js"

    assert f'SIGNAL = "{runtime.SIGNAL}"' in source.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", runtimes.NAMES)
def test_a_profile_of_another_program_is_refused_with_a_remedy(name: str) -> None:
    with pytest.raises(
        SetUpError, match=rf"{name}\.json: .* of another version; run python -m tests\.profiling"
    ):
        profile.read(b"another", profile.FILES[name])


@given(some.frozensets(some.integers(0, 20_000)), some.frozensets(some.text()))
def test_a_profile_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, called: frozenset[int], named: frozenset[str]
) -> None:
    file = tmp_path_factory.mktemp("profile") / "profile.json"
    tables = [range(3, 9), range(10, 11)]
    profile.write(b"program", called, named, tables, file)

    assert profile.tables(file) == tables

    assert profile.read(b"program", file) == called
    assert profile.python(file) == sorted(named)
