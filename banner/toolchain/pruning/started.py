"""Makes of a program one that has started: its data is what its memory was by then.

So the browser has the memory as soon as it has the program, and nothing of it travels twice. Of what the
program gives, a page gets what its script names; what starts a program does nothing in one that has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.toolchain.pruning import wasm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# In a section of this name is Pyodide's own header of a snapshot, as client/runtimes/pyodide.js reads it.
HEADER = "started"
# What starts it, and what of that is not in memory: tables of JavaScript's objects, with their first items.
_START, _ADD, _TABLE, _MAP = (
    *("__wasm_call_ctors", "_hiwire_immortal_add", "_hiwire_immortal_table_init"),
    "__hiwire_deduplicate_new",
)
_NO_LOCALS, _NULL, _CALL, _DROP = b"\0", b"\xd0\x6f", b"\x10", b"\x1a"
# What the addresses of the stack are read from: an exported global, and functions that return another one.
_POINTER, _BASE, _LIMIT = "__stack_pointer", "emscripten_stack_get_base", "emscripten_stack_get_end"
_RETURNED = re.compile(rb"\0\x23(.+)\x0b", re.DOTALL)
# The type of an i32 that changes, i32.const, and the end of what computes.
_CHANGING, _CONST, _END = b"\x7f\1", b"\x41", b"\x0b"
# Behind a gap as long as this in the data there begins another segment.
_GAP = 128
_PAGE = 65536


@dataclass(frozen=True)
class Memory:
    """The memory of a program that has started: Pyodide's *header*, and what is there from address 0 on.

    The stack, which was empty, ends at *limit* and grows down from *base*.
    """

    header: bytes
    content: bytes
    limit: int
    base: int


def started(program: bytes, memory: Memory, named: Collection[str] | None) -> bytes:
    """Return *program* with its *memory*, and with the exports that are *named*, or with all."""
    sections = wasm.parse(program)
    exported = list(wasm.exports(wasm.content(sections, wasm.EXPORTS)))
    outside = list(wasm.imports(wasm.content(sections, wasm.IMPORTS)))
    taken = [one.name for one in outside if one.kind == wasm.FUNCTION]
    index = {**{name: at for at, name in enumerate(taken)}, **{one.name: one.index for one in exported}}
    missing = [name for name in (_START, _ADD, _TABLE, _MAP, _POINTER, _BASE, _LIMIT) if name not in index]
    if missing:
        raise wasm.WasmError(f"it has no {missing[0]}")
    bodies = wasm.items(wasm.content(sections, wasm.CODE))
    bodies[index[_START] - len(taken)] = _start(index)
    base, limit = (_global(bodies[index[name] - len(taken)]) for name in (_BASE, _LIMIT))
    values = {index[_POINTER]: memory.base, base: memory.base, limit: memory.limit}
    before = sum(1 for one in outside if one.kind == wasm.GLOBAL)
    segments = list(_segments(memory.content))
    pages = -(-len(memory.content) // _PAGE)
    fresh = {
        wasm.MEMORIES: _of_pages(wasm.content(sections, wasm.MEMORIES), pages),
        wasm.GLOBALS: _with_values(wasm.content(sections, wasm.GLOBALS), before, values),
        wasm.EXPORTS: wasm.of_exports(one for one in exported if named is None or one.name in named),
        wasm.DATA_COUNT: wasm.number(len(segments)),
        wasm.CODE: wasm.of_items(bodies),
        wasm.DATA: wasm.of_segments(segments),
    }
    for kind, content in fresh.items():
        sections = wasm.with_content(sections, kind, content)
    header = wasm.Section(wasm.CUSTOM, wasm.sized(HEADER.encode()) + memory.header)
    return wasm.encode([*sections, header])


def _start(index: dict[str, int]) -> bytes:
    """Return the body of what starts the program: it adds nothing and a map, and makes another table."""
    add, table, fresh_map = (_CALL + wasm.number(index[name]) for name in (_ADD, _TABLE, _MAP))
    return _NO_LOCALS + _NULL + add + _DROP + fresh_map + add + _DROP + table + _END


def _of_pages(section: bytes, count: int) -> bytes:
    """Return the *section* of the one memory, with so many pages at first."""
    reader = wasm.Reader(section, 1)
    limits = reader.limits()
    return section[:2] + wasm.number(count) + b"".join(wasm.number(one) for one in limits[1:])


def _global(body: bytes) -> int:
    """Return the number of the global whose value a function with this *body* returns."""
    found = _RETURNED.fullmatch(body)
    if not found:
        raise wasm.WasmError("a function does not return a global, as it did")
    return wasm.Reader(found[1]).number()


def _with_values(section: bytes, outside: int, values: dict[int, int]) -> bytes:
    """Return the *section* of globals, some with other *values*; those from *outside* are numbered first."""
    reader = wasm.Reader(section)
    count = reader.number()
    found = []
    for place in range(outside, outside + count):
        start = reader.at
        kind = reader.type() + reader.take(1)
        reader.constant()
        if place in values:
            if kind != _CHANGING:
                raise wasm.WasmError(f"the global {place} does not change")
            found.append(kind + _CONST + wasm.signed(values[place]) + _END)
        else:
            found.append(section[start : reader.at])
    return wasm.number(count) + b"".join(found)


def _segments(memory: bytes) -> Iterator[wasm.Segment]:
    """Give what is not empty of the *memory*."""
    for found in re.finditer(rb"[^\0](?:[^\0]|\0{1,%d}(?=[^\0]))*" % _GAP, memory):
        yield wasm.Segment(found.start(), found[0])
