"""Makes a program note which of its functions have been called, in any engine and without a trace of it."""

from __future__ import annotations

from banner.toolchain.pruning import wasm

# An i32 that changes, and is 0 at first; and what sets it to 1: i32.const 1, global.set.
_NOTE = b"\x7f\1\x41\0\x0b"
_SET = b"\x41\1\x24"
# Begins the name of the exported global of each function; the place in the code section follows.
PREFIX = "called:"


def instrumented(program: bytes) -> bytes:
    """Return *program* with a global for each function of its own, which is 1 once that has been called."""
    sections = wasm.parse(program)
    bodies = wasm.items(wasm.content(sections, wasm.CODE))
    outside = wasm.imports(wasm.content(sections, wasm.IMPORTS))
    own, own_count = _list(sections, wasm.GLOBALS)
    # Those that come from outside are numbered before those of the program.
    first = own_count + sum(1 for one in outside if one.kind == wasm.GLOBAL)
    exported, count = _list(sections, wasm.EXPORTS)
    places = range(len(bodies))
    exports = [
        wasm.sized(f"{PREFIX}{place}".encode()) + bytes([wasm.GLOBAL]) + wasm.number(first + place)
        for place in places
    ]
    code = wasm.of_items(_noting(body, first + place) for place, body in enumerate(bodies))
    fresh = {
        wasm.GLOBALS: wasm.number(own_count + len(bodies)) + own + _NOTE * len(bodies),
        wasm.EXPORTS: wasm.number(count + len(bodies)) + exported + b"".join(exports),
        wasm.CODE: code,
    }
    for kind, content in fresh.items():
        sections = wasm.with_content(sections, kind, content)
    return wasm.encode(sections)


def _list(sections: list[wasm.Section], kind: int) -> tuple[bytes, int]:
    """Return the items of a section as they are written, and how many there are."""
    reader = wasm.Reader(wasm.content(sections, kind))
    count = reader.number()
    return reader.data[reader.at :], count


def _noting(body: bytes, note: int) -> bytes:
    """Return the *body* of a function that sets the global *note* before it does anything else."""
    reader = wasm.Reader(body)
    for _ in range(reader.number()):
        reader.number()
        reader.type()
    return body[: reader.at] + _SET + wasm.number(note) + body[reader.at :]
