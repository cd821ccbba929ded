"""Reads and writes WebAssembly, as far as pruning needs it.

https://webassembly.github.io/spec/core/binary/modules.html: a module is a list of sections; what is not
looked into is kept to the byte.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

HEAD = b"\0asm\1\0\0\0"
# The kinds of sections.
CUSTOM, IMPORTS, MEMORIES, GLOBALS, EXPORTS, CODE, DATA, DATA_COUNT = 0, 2, 5, 6, 7, 10, 11, 12
# The kinds of what a module takes from outside, and gives.
FUNCTION, _TABLE, _MEMORY, GLOBAL, _TAG = range(5)
# Begins a segment of data with a place in the first memory, by i32.const; ends the place; the bit of a sign.
_PLACED, _END, _SIGN = b"\0\x41", 0x0B, 0x40
# What computes a value: f32.const, f64.const, by their lengths; ref.null; i32.const, i64.const, global.get,
# ref.func.
_FIXED, _NULL, _NUMBERED = {0x43: 4, 0x44: 8}, 0xD0, (0x41, 0x42, 0x23, 0xD2)
# Types that are followed by the number of another one: a reference that may be null, or may not.
_REFERENCES = (0x63, 0x64)


class WasmError(ValueError):
    """What is given is no WebAssembly, or more than this module reads; the message says where."""


@dataclass(frozen=True)
class Section:
    """Part of a module: its kind, and its content without the length before it."""

    kind: int
    content: bytes


@dataclass(frozen=True)
class Import:
    """What comes from outside: the names of its module and its own, its kind, a function's type."""

    module: str
    name: str
    kind: int
    type: int


@dataclass(frozen=True)
class Export:
    """What a module gives: its name, its kind, and which one of these it is."""

    name: str
    kind: int
    index: int


@dataclass(frozen=True)
class Segment:
    """Data that is in memory from an *address* on when a module starts."""

    address: int
    data: bytes


class Reader:
    """Reads on from a place in *data*."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def byte(self) -> int:
        """Return the next byte. Raises :class:`WasmError` at the end."""
        if self.at >= len(self.data):
            raise WasmError(f"it ends at byte {self.at}")
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """Return an unsigned number, as LEB128 has it."""
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:  # noqa: PLR2004 - the highest bit says that more follows
                return value
            shift += 7

    def take(self, count: int) -> bytes:
        """Return the next *count* bytes."""
        if self.at + count > len(self.data):
            raise WasmError(f"it ends within {count} bytes from byte {self.at}")
        self.at += count
        return self.data[self.at - count : self.at]

    def sized(self) -> bytes:
        """Return bytes with their count before them."""
        return self.take(self.number())

    def type(self) -> bytes:
        """Return the type of a value."""
        start = self.at
        if self.byte() in _REFERENCES:
            self.number()
        return self.data[start : self.at]

    def limits(self) -> tuple[int, ...]:
        """Return how large a table or memory is at first, and how large it may become, where that is told."""
        bounded = self.number() & 1
        return tuple(self.number() for _ in range(1 + bounded))

    def constant(self) -> bytes:
        """Return what computes the first value of a global."""
        start = self.at
        while (code := self.byte()) != _END:
            if code in _FIXED:
                self.take(_FIXED[code])
            elif code == _NULL:
                self.type()
            elif code in _NUMBERED:
                self.number()
            else:
                raise WasmError(f"at byte {self.at - 1} a value is computed in an unknown way")
        return self.data[start : self.at]


def number(value: int) -> bytes:
    """Return an unsigned *value* as LEB128, as short as can be."""
    found = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits travel in a byte
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def sized(content: bytes) -> bytes:
    """Return *content* with its length before it."""
    return number(len(content)) + content


def parse(data: bytes) -> list[Section]:
    """Return the sections of a module. Raises :class:`WasmError` where it is none."""
    if not data.startswith(HEAD):
        raise WasmError("it does not begin as WebAssembly 1.0 does")
    reader = Reader(data, len(HEAD))
    found = []
    while reader.at < len(data):
        kind = reader.byte()
        found.append(Section(kind, reader.sized()))
    return found


def encode(sections: Iterable[Section]) -> bytes:
    """Return the module of *sections*."""
    return HEAD + b"".join(bytes([one.kind]) + sized(one.content) for one in sections)


def content(sections: Iterable[Section], kind: int) -> bytes:
    """Return the content of the section of a *kind*. Raises :class:`WasmError` where there is none."""
    found = next((one.content for one in sections if one.kind == kind), None)
    if found is None:
        raise WasmError(f"it has no section of the kind {kind}")
    return found


def with_content(sections: Iterable[Section], kind: int, fresh: bytes) -> list[Section]:
    """Return *sections*, of which the one of a *kind* has a *fresh* content."""
    return [replace(one, content=fresh) if one.kind == kind else one for one in sections]


def items(code: bytes) -> list[bytes]:
    """Return the bodies in the *code* section, each without the length before it."""
    reader = Reader(code)
    return [reader.sized() for _ in range(reader.number())]


def of_items(bodies: Iterable[bytes]) -> bytes:
    """Return a code section with *bodies*."""
    encoded = [sized(one) for one in bodies]
    return number(len(encoded)) + b"".join(encoded)


def imports(section: bytes) -> Iterator[Import]:
    """Give what the import *section* names, in its order."""
    reader = Reader(section)
    for _ in range(reader.number()):
        module, name, kind = reader.sized().decode(), reader.sized().decode(), reader.byte()
        yield Import(module, name, kind, _imported(reader, kind))


def _imported(reader: Reader, kind: int) -> int:
    """Return the number of the type of a function or tag, and 0 for what has none; read on behind it."""
    if kind == FUNCTION:
        return reader.number()
    if kind in (_TABLE, GLOBAL):
        reader.type()
    if kind in (_TABLE, _MEMORY):
        reader.limits()
    elif kind in (GLOBAL, _TAG):
        reader.byte()
    else:
        raise WasmError(f"an import is of the unknown kind {kind}")
    return reader.number() if kind == _TAG else 0


def exports(section: bytes) -> Iterator[Export]:
    """Give what the export *section* names, in its order."""
    reader = Reader(section)
    for _ in range(reader.number()):
        yield Export(reader.sized().decode(), reader.byte(), reader.number())


def of_exports(listed: Iterable[Export]) -> bytes:
    """Return an export section with those *listed*."""
    encoded = [sized(one.name.encode()) + bytes([one.kind]) + number(one.index) for one in listed]
    return number(len(encoded)) + b"".join(encoded)


def segments(section: bytes) -> Iterator[Segment]:
    """Give the segments in a data *section*, each of which has to have a place in the first memory."""
    reader = Reader(section)
    for _ in range(reader.number()):
        if reader.take(2) != _PLACED:
            raise WasmError("a segment of its data is of an unknown kind")
        address = reader.number()
        if reader.byte() != _END:
            raise WasmError("the place of a segment of its data is computed")
        yield Segment(address, reader.sized())


def of_segments(placed: Iterable[Segment]) -> bytes:
    """Return a data section with the segments *placed*."""
    encoded = [_PLACED + signed(one.address) + bytes([_END]) + sized(one.data) for one in placed]
    return number(len(encoded)) + b"".join(encoded)


def signed(value: int) -> bytes:
    """Return a *value* that is not negative as signed LEB128, whose last byte has the sign."""
    plain = number(value)
    return plain if plain[-1] < _SIGN else plain[:-1] + bytes([plain[-1] | 0x80, 0])
