"""Takes modules in Python out of MicroPython's program, which has them as data: to import one ends it.

In the data the names of all such modules stand one after another. A table follows them: for each its names,
its values and its code, as three addresses. What one of them refers to lies from its names up to those of the
next. Nothing but its place in the table leads there: where anything else seems to, what lies behind stays.

What takes the place of a module is one line of code: it calls an object whose function no table has. That
traps by a check of the engine's own. An access beyond the memory would trap too, but engines leave that to
the processor, whose errors not each system hands on to them: there the page crashes.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.toolchain.pruning import wasm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# What ours and PyScript's Python import, and these in turn.
KEPT = frozenset(
    (
        *("asyncio/__init__", "asyncio/core", "asyncio/event", "asyncio/funcs", "asyncio/lock"),
        *("inspect", "io", "os/__init__", "os/path", "time"),
    )
)
_NAMES = re.compile(rb"(?:[\w/]+\.py\0){9,}\0")
_ENTRY = struct.Struct("<3I")
_WORD, _PAIR = struct.Struct("<I"), struct.Struct("<2I")
# i32.const; what loads and stores; how many ways to align there are.
_CONST, _ACCESS, _ALIGNS = 0x41, range(0x28, 0x3F), 4
# As py/bc.h of MicroPython has it: room for two values, one byte that names the code; then: load the first
# constant, call it without arguments, return.
_CODE = bytes((0x08, 0x02, 0x00, 0x23, 0x00, 0x34, 0x00, 0x63))
# A type as py/obj.h has it: its own type, flags, name, the places of what it can do, which all are the first.
_TYPE = struct.Struct("<I2H12BI")
_NO_FUNCTION = 0xFFFF_FFFF
_ROOM = 64


@dataclass(frozen=True)
class Module:
    """A module: its name, where its entry in the table is, and where what it refers to begins and ends."""

    name: str
    entry: int
    start: int
    end: int

    def parts(self) -> tuple[range, range]:
        """Return where the entry lies, and what it refers to."""
        return range(self.entry, self.entry + _ENTRY.size), range(self.start, self.end)


def pruned(program: bytes, kept: Collection[str] = KEPT) -> bytes:
    """Return *program* without the modules that are not *kept*.

    Raises :class:`wasm.WasmError` where it has no modules at all.
    """
    sections = wasm.parse(program)
    segments = list(wasm.segments(wasm.content(sections, wasm.DATA)))
    place, modules = _found(segments)
    gone = closed(sections, segments, [one for one in modules if one.name not in kept])
    first = segments[place]
    data = bytearray(first.data)
    room = next(one for one in gone if one.end - one.start >= _ROOM)
    entry, content = _trap(-(-room.start // 4) * 4)
    for one in gone:
        _ENTRY.pack_into(data, one.entry - first.address, *entry)
        data[one.start - first.address : one.end - first.address] = bytes(one.end - one.start)
    at = entry[0] - first.address
    data[at : at + len(content)] = content
    segments[place] = wasm.Segment(first.address, bytes(data))
    return wasm.encode(wasm.with_content(sections, wasm.DATA, wasm.of_segments(segments)))


def _trap(address: int) -> tuple[tuple[int, int, int], bytes]:
    """Return the entry of a module whose code traps, and what has to lie at *address* for that."""
    type_at, object_at, code_at = address, address + _TYPE.size, address + _TYPE.size + 8
    able = _TYPE.pack(type_at, 0, 0, *[1] * 12, _NO_FUNCTION)
    return (address, object_at + 4, code_at), able + _PAIR.pack(type_at, object_at) + _CODE


def modules(program: bytes) -> list[Module]:
    """Return the modules of *program*."""
    return _found(list(wasm.segments(wasm.content(wasm.parse(program), wasm.DATA))))[1]


def closed(sections: list[wasm.Section], segments: list[wasm.Segment], gone: list[Module]) -> list[Module]:
    """Return the modules *gone*, each up to the first place in it to which anything leads that stays."""
    constants = set(_constants(wasm.content(sections, wasm.CODE)))
    while True:
        inside = {at for one in gone for part in one.parts() for at in part}
        leads = sorted(constants.union(_words(segments, inside)))
        shorter = [_cut(one, leads) for one in gone]
        if shorter == gone:
            return gone
        gone = shorter


def _found(segments: list[wasm.Segment]) -> tuple[int, list[Module]]:
    """Return the place of the segment that has the modules, and them."""
    for place, segment in enumerate(segments):
        for found in _NAMES.finditer(segment.data):
            names = found[0].rstrip(b"\0").decode().split("\0")
            table = -(-found.end() // 4) * 4
            entries = [_ENTRY.unpack_from(segment.data, table + _ENTRY.size * at) for at in range(len(names))]
            starts = [first for first, _, _ in entries]
            inside = range(segment.address, segment.address + len(segment.data))
            if starts == sorted(set(starts)) and all(one in inside for one in starts):
                return place, _modules(names, segment.address + table, entries)
    raise wasm.WasmError("it has no table of modules in Python")


def _modules(names: list[str], table: int, entries: list[tuple[int, ...]]) -> list[Module]:
    # Where the last one ends nothing tells: it stays.
    return [
        Module(name.removesuffix(".py"), table + _ENTRY.size * at, entries[at][0], entries[at + 1][0])
        for at, name in enumerate(names[:-1])
    ]


def _cut(module: Module, leads: list[int]) -> Module:
    end = next((one for one in leads if module.start <= one < module.end), module.end)
    return Module(module.name, module.entry, module.start, end)


def _words(segments: list[wasm.Segment], inside: set[int]) -> Iterator[int]:
    """Give what may be an address in the data, wherever that does not lie *inside*."""
    for segment in segments:
        for at in range(-segment.address % 4, len(segment.data) - 3, 4):
            if segment.address + at not in inside:
                yield _WORD.unpack_from(segment.data, at)[0]


def _constants(code: bytes) -> Iterator[int]:
    """Give what may be an address in the *code*: all numbers behind a byte that may begin an instruction."""
    for at, byte in enumerate(code[:-10]):
        if byte == _CONST:
            yield wasm.Reader(code, at + 1).number()
        elif byte in _ACCESS and code[at + 1] < _ALIGNS:
            yield wasm.Reader(code, at + 2).number()
