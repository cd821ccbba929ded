"""Tells the parts of a function apart, of which each runs as a whole or not at all.

One begins with the function, with each branch of a condition, behind a jump that may not be taken, and behind
a block, out of which a jump may lead there. Where one has not run, nothing behind it in the same block has:
WebAssembly has no way into the middle of a block.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.toolchain.pruning import wasm

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPENING = (0x02, 0x03, 0x04)  # block, loop, if
_IF, _ELSE, _END, _BR_IF, _BR_TABLE = 0x04, 0x05, 0x0B, 0x0D, 0x0E
# How many numbers follow an instruction; LEB128 of any sign ends at the same byte.
_NUMBERS = {
    **dict.fromkeys((*_OPENING, 0x0C, _BR_IF, 0x10, *range(0x20, 0x27), 0x3F, 0x40, 0x41, 0x42), 1),
    **dict.fromkeys((0x11, *range(0x28, 0x3F)), 2),
}
# And how many bytes: f32.const, f64.const.
_BYTES = {0x43: 4, 0x44: 8}
_PLAIN = frozenset((0x00, 0x01, _ELSE, _END, 0x0F, 0x1A, 0x1B, *range(0x45, 0xC5)))
# Begins instructions that have a number of their own: conversions, and what copies and fills memory.
_MORE = 0xFC
_NUMBERS_OF_MORE = {**dict.fromkeys(range(8), 0), 10: 2, 11: 1}


@dataclass(frozen=True)
class Part:
    """Where a part begins in the body of a function, and where the block ends that it is in."""

    start: int
    end: int


def parts(body: bytes) -> list[Part]:
    """Return the parts of a function in the order of their places; the first is with the function itself.

    Raises :class:`wasm.WasmError` where there is an instruction that is not known here.
    """
    begun: list[list[int]] = [[code(body)]]
    found: list[Part] = []
    for instruction, at, behind in _instructions(body):
        if instruction in (_ELSE, _END):
            found += [Part(start, at) for start in begun.pop()]
        if instruction in (*_OPENING, _ELSE):
            begun.append([behind] if instruction in (_IF, _ELSE) else [])
        elif begun and instruction in (_END, _BR_IF):
            begun[-1].append(behind)
    return sorted(found, key=lambda one: one.start)


def code(body: bytes) -> int:
    """Return where the code of a function begins, behind its local variables."""
    reader = wasm.Reader(body)
    for _ in range(reader.number()):
        reader.number()
        reader.type()
    return reader.at


def _instructions(body: bytes) -> Iterator[tuple[int, int, int]]:
    """Give each instruction, its place, and that of what follows."""
    reader = wasm.Reader(body, code(body))
    while reader.at < len(body):
        at = reader.at
        instruction = reader.byte()
        numbers = _NUMBERS.get(instruction, 0)
        if instruction == _BR_TABLE:
            numbers = reader.number() + 1
        elif instruction == _MORE:
            more = reader.number()
            if more not in _NUMBERS_OF_MORE:
                raise wasm.WasmError(f"there is an unknown instruction, {instruction:x} {more:x}")
            numbers = _NUMBERS_OF_MORE[more]
        elif instruction in _BYTES:
            reader.take(_BYTES[instruction])
        elif not numbers and instruction not in _PLAIN:
            raise wasm.WasmError(f"there is an unknown instruction, {instruction:x}")
        for _ in range(numbers):
            reader.number()
        yield instruction, at, reader.at
