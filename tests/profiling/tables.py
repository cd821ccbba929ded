"""Finds in Pyodide's program the tables of the East Asian codecs, the same as this Python has."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

from banner.toolchain.pruning import wasm
from banner.toolchain.pruning.tables import MODULES

if TYPE_CHECKING:
    from collections.abc import Iterator

# So many bytes that are no coincidence, and not the same over and over.
_SAME, _DIFFERENT = 32, 8
# What is shorter is not worth a line in the profile.
_WORTH = 512


def found(program: bytes) -> list[range]:
    """Return where in its memory *program* has these tables. The codecs of this Python have to be files."""
    segments = wasm.segments(wasm.content(wasm.parse(program), wasm.DATA))
    memory = bytearray()
    for one in segments:
        memory += bytes(one.address - len(memory)) + one.data
    ranges = {one for module in modules() for one in _common(bytes(memory), module)}
    return sorted(ranges, key=lambda one: one.start)


def modules() -> list[bytes]:
    """Return the files of the codecs of this Python."""
    specs = [importlib.util.find_spec(name) for name in MODULES]
    files = [Path(one.origin) for one in specs if one and one.has_location and one.origin]
    assert len(files) == len(MODULES), "this Python has its codecs built in"
    return [file.read_bytes() for file in files]


def _common(memory: bytes, module: bytes) -> Iterator[range]:
    """Give the pieces of *memory* that *module* has, too."""
    places = {module[at : at + _SAME]: at for at in range(0, len(module) - _SAME, 4)}
    at = 0
    while at < len(memory) - _SAME:
        same = memory[at : at + _SAME]
        there = places.get(same)
        if there is None or len(set(same)) < _DIFFERENT:
            at += 1
            continue
        start = at - _length(memory[at - 1 :: -1], module[there - 1 :: -1])
        stop = at + _length(memory[at:], module[there:])
        if stop - start >= _WORTH:
            yield range(start, stop)
        at = stop


def _length(one: bytes, other: bytes) -> int:
    """Return how long the two are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
