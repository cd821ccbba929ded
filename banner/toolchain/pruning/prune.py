"""Takes functions out of a program, or parts of them: what comes to one says so and ends the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.toolchain.pruning import parts, wasm

if TYPE_CHECKING:
    from collections.abc import Collection

_NO_LOCALS, _CALL, _UNREACHABLE, _END = b"\0", b"\x10", b"\0", b"\x0b"


def pruned(program: bytes, kept: Collection[int], signal: str) -> bytes:
    """Return *program* with the bodies of the functions whose places in its code section are *kept*.

    Each other one calls the imported function *signal*, which takes and returns nothing, and then traps: no
    code of WebAssembly can catch that. Raises :class:`wasm.WasmError` where *signal* is not imported, or a
    place is none.
    """
    sections = wasm.parse(program)
    bodies = wasm.items(wasm.content(sections, wasm.CODE))
    _check("function", kept, len(bodies))
    end = trap(sections, signal)
    kept = frozenset(kept)
    fresh = [body if place in kept else end for place, body in enumerate(bodies)]
    return wasm.encode(wasm.with_content(sections, wasm.CODE, wasm.of_items(fresh)))


def pruned_to_parts(program: bytes, kept: Collection[int], signal: str) -> bytes:
    """Return *program* with the parts of its functions that are *kept*, by their numbers in all of it.

    In the place of each other one is what :func:`pruned` puts into a function that goes.
    """
    sections = wasm.parse(program)
    bodies = wasm.items(wasm.content(sections, wasm.CODE))
    end = trap(sections, signal)
    kept = frozenset(kept)
    fresh, first = [], 0
    for body in bodies:
        those = parts.parts(body)
        gone = [one for number, one in enumerate(those, first) if number not in kept]
        first += len(those)
        fresh.append(end if those[0] in gone else _without(body, gone, end[len(_NO_LOCALS) : -len(_END)]))
    _check("part", kept, first)
    return wasm.encode(wasm.with_content(sections, wasm.CODE, wasm.of_items(fresh)))


def _without(body: bytes, gone: list[parts.Part], end: bytes) -> bytes:
    """Return *body* with the code *end* for each part that is *gone*, up to the end of its block."""
    pieces, at = [], 0
    for one in gone:
        if one.start >= at:
            pieces += [body[at : one.start], end]
            at = one.end
    return b"".join((*pieces, body[at:]))


def _check(what: str, kept: Collection[int], count: int) -> None:
    unknown = [one for one in kept if not 0 <= one < count]
    if unknown:
        raise wasm.WasmError(f"there is no {what} {unknown[0]}, only {count} of them")


def trap(sections: list[wasm.Section], signal: str) -> bytes:
    """Return the body of a function that is not there any more, valid for a function of any type."""
    outside = wasm.imports(wasm.content(sections, wasm.IMPORTS))
    functions = [one.name for one in outside if one.kind == wasm.FUNCTION]
    if signal not in functions:
        raise wasm.WasmError(f"the program does not import {signal}")
    return _NO_LOCALS + _CALL + wasm.number(functions.index(signal)) + _UNREACHABLE + _END
