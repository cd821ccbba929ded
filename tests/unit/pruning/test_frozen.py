"""Modules in Python are taken out of MicroPython: all else stays, and to import one ends the program."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from banner import resources
from banner.toolchain import environment, runtime
from banner.toolchain.pruning import frozen, wasm
from tests.unit.pruning.handmade import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL = runtime.program("micropython")
TRAP = "RuntimeError: table index is out of bounds"


def segments(program: bytes) -> list[wasm.Segment]:
    return list(wasm.segments(wasm.content(wasm.parse(program), wasm.DATA)))


def gone() -> list[frozen.Module]:
    return [one for one in frozen.modules(FULL) if one.name not in frozen.KEPT]


def importable(module: frozen.Module) -> str:
    return module.name.removesuffix("/__init__").replace("/", ".")


def changed(before: wasm.Segment, after: wasm.Segment) -> Iterator[int]:
    """Give the addresses at which two segments differ."""
    assert (before.address, len(before.data)) == (after.address, len(after.data))
    pairs = enumerate(zip(before.data, after.data, strict=True))
    return (before.address + at for at, (one, other) in pairs if one != other)


def test_data_is_written_as_it_was_read_to_the_byte() -> None:
    content = wasm.content(wasm.parse(FULL), wasm.DATA)

    assert wasm.of_segments(wasm.segments(content)) == content


def test_what_visitors_import_is_there_under_its_name() -> None:
    assert {one.name for one in frozen.modules(FULL)} >= frozen.KEPT


def test_only_what_is_gone_changes() -> None:
    before, after = wasm.parse(FULL), wasm.parse(frozen.pruned(FULL))
    theirs = [part for one in gone() for part in one.parts()]
    places = [
        place
        for old, new in zip(segments(FULL), segments(frozen.pruned(FULL)), strict=True)
        for place in changed(old, new)
    ]

    assert [one for one in after if one.kind != wasm.DATA] == [one for one in before if one.kind != wasm.DATA]
    assert all(any(place in one for one in theirs) for place in places)
    assert len(places) > 20_000


def test_nothing_that_stays_leads_to_what_is_gone() -> None:
    sections = wasm.parse(FULL)
    before = frozen.closed(sections, segments(FULL), gone())
    after = wasm.parse(frozen.pruned(FULL))

    # What is gone is empty, so whatever may be an address anywhere is looked at.
    assert frozen.closed(after, segments(frozen.pruned(FULL)), before) == before


def test_what_something_else_leads_to_stays() -> None:
    one = gone()[5]
    lead = wasm.Segment(0, (one.start + 8).to_bytes(4, "little"))

    (cut,) = frozen.closed(wasm.parse(FULL), [lead], [one])
    assert (cut.start, cut.end) == (one.start, one.start + 8)


def test_who_imports_what_is_gone_ends_the_program_and_nothing_catches_that(tmp_path: Path) -> None:
    small = tmp_path / "micropython.pruned.wasm"
    small.write_bytes(frozen.pruned(FULL))
    script = Path(__file__).with_name("frozen.mjs")
    mjs = environment.package(runtime.PACKAGES["micropython"]) / "micropython.mjs"
    names = {importable(one): one.name in frozen.KEPT for one in frozen.modules(FULL)}
    result = subprocess.run(
        [str(environment.node()), str(script), str(mjs), str(small), *names],
        capture_output=True,
        check=True,
        encoding="utf-8",
    )

    expected = {name: "it went on" if kept else TRAP for name, kept in names.items()}
    assert json.loads(result.stdout) == expected


def test_the_program_that_visitors_get_lacks_them() -> None:
    small = segments(resources.data("micropython.pruned.wasm"))

    assert small == segments(frozen.pruned(FULL))


def test_a_program_without_modules_is_refused() -> None:
    empty = wasm.encode([*wasm.parse(PROGRAM), wasm.Section(wasm.DATA, wasm.of_segments([]))])

    with pytest.raises(wasm.WasmError, match="no table of modules in Python"):
        frozen.pruned(empty)
