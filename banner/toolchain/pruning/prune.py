"""Takes functions out of a program: a call of one of them says so and ends the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.toolchain.pruning import wasm

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
    unknown = [one for one in kept if not 0 <= one < len(bodies)]
    if unknown:
        raise wasm.WasmError(f"there is no function {unknown[0]}, only {len(bodies)} of them")
    end = trap(sections, signal)
    kept = frozenset(kept)
    fresh = [body if place in kept else end for place, body in enumerate(bodies)]
    return wasm.encode(wasm.with_content(sections, wasm.CODE, wasm.of_items(fresh)))


def trap(sections: list[wasm.Section], signal: str) -> bytes:
    """Return the body of a function that is not there any more, valid for a function of any type."""
    outside = wasm.imports(wasm.content(sections, wasm.IMPORTS))
    functions = [one.name for one in outside if one.kind == wasm.FUNCTION]
    if signal not in functions:
        raise wasm.WasmError(f"the program does not import {signal}")
    return _NO_LOCALS + _CALL + wasm.number(functions.index(signal)) + _UNREACHABLE + _END
