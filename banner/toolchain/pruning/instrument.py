"""Makes a program note which of its functions, or parts of them, have run, in any engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.toolchain.pruning import parts, wasm

if TYPE_CHECKING:
    from collections.abc import Callable

# An i32 that changes, and is 0 at first; and what sets it to 1: i32.const 1, global.set.
_NOTE = b"\x7f\1\x41\0\x0b"
_SET = b"\x41\1\x24"
# Begins the name of the exported global of each function; the place in the code section follows.
PREFIX = "called:"


def of_functions(body: bytes) -> list[int]:
    """Return where in a *body* it is noted that it is called."""
    return [parts.code(body)]


def of_parts(body: bytes) -> list[int]:
    """Return where in a *body* it is noted that a part of it runs."""
    return [one.start for one in parts.parts(body)]


def instrumented(program: bytes, noted: Callable[[bytes], list[int]] = of_functions) -> bytes:
    """Return *program* with a global for each place that is *noted* in its functions: 1 once that has run."""
    sections = wasm.parse(program)
    bodies = wasm.items(wasm.content(sections, wasm.CODE))
    places = [noted(body) for body in bodies]
    total = sum(map(len, places))
    outside = wasm.imports(wasm.content(sections, wasm.IMPORTS))
    own, own_count = _list(sections, wasm.GLOBALS)
    # Those that come from outside are numbered before those of the program.
    first = own_count + sum(1 for one in outside if one.kind == wasm.GLOBAL)
    notes = iter(range(first, first + total))
    exported, count = _list(sections, wasm.EXPORTS)
    exports = [
        wasm.sized(f"{PREFIX}{number}".encode()) + bytes([wasm.GLOBAL]) + wasm.number(first + number)
        for number in range(total)
    ]
    code = wasm.of_items(
        _noting(body, {at: next(notes) for at in those}) for body, those in zip(bodies, places, strict=True)
    )
    fresh = {
        wasm.GLOBALS: wasm.number(own_count + total) + own + _NOTE * total,
        wasm.EXPORTS: wasm.number(count + total) + exported + b"".join(exports),
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


def _noting(body: bytes, notes: dict[int, int]) -> bytes:
    """Return the *body* of a function that sets a global at each place before it does anything else there."""
    ends = [*list(notes)[1:], len(body)]
    pieces = [
        _SET + wasm.number(note) + body[at:end] for (at, note), end in zip(notes.items(), ends, strict=True)
    ]
    return body[: next(iter(notes))] + b"".join(pieces)
