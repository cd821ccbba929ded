"""Does what MicroPython may come to do in a page, and no test has it do; run by it.

Each way to use values is tried with many, and most of that goes wrong: the errors are part of what is to be
done.
"""

# ruff: noqa: TID251

from __future__ import annotations

import asyncio
import gc
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import js
import jsffi

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES = (
    *("", "plain", "Größe", "数字", "\U0001f36a", "12", "-1.5e3", "%s", "{}", "a,b;c", " x\n"),
    *(b"", b"bytes\xff", bytearray(b"ab"), 0, 1, -7, 255, 2**31, 2**53, 2**70, -(2**70), 10**40),
    *(1.5, -0.0, 1e300, 1e-300, float("inf"), float("nan"), True, False, None, [], [3, 1, 2], (), (1, "a")),
    *({}, {"a": 1, "b": [2.5]}, set(), {1, 2}, range(9), ValueError("x", 1), len, int, object()),
)
FEW = (*VALUES[1:5], b"ab", 3, -7, 2**70, 2.5, None, [3, 1], (1,), {"a": 1}, {1, 2}, range(3))


def run(given: Any) -> int:
    """Return how much there was to do: *given* are texts of ``texts.py``, and how much memory to take."""
    from tests.profiling import written

    done = 0
    for one in VALUES:
        done += sum(_tried(way, one) for way in written.ONE)
        for other in FEW:
            done += sum(_tried(way, one, other) for way in written.BOTH)
    for one in ("plain", "Größe 数字", " a,b\tC\n", "", "12"):
        done += sum(_tried(way, one) for way in written.TEXTS)
    done += sum(_tried(way) for way in written.STATEMENTS)
    return done + _calls(given["CALLS"]) + _memory(given["rounds"])


def _tried(way: Callable[..., Any], *values: Any) -> int:
    try:
        way(*values)
    except BaseException as error:  # noqa: BLE001 - it is to be anything
        try:
            told = io.StringIO()
            sys.print_exception(error, told)  # type: ignore[attr-defined]
            str(error) + repr(error) + str(error.args)
        except Exception as worse:  # noqa: BLE001 - what it is about may not be text
            repr(worse)
    return 1


def _calls(texts: list[str]) -> int:
    """Cross the border to JavaScript and back in all ways."""
    for text in texts:
        js.calls = js.Function.new("f", "a", "b", "try {" + text + "} catch (error) { return error }")

        def called(*given: Any, **named: Any) -> Any:
            return (given and given[0]) or named or sorted

        def failing(*given: Any) -> Any:
            raise ValueError(given)

        async def later(*_given: Any) -> Any:
            await asyncio.sleep(0)
            return await js.Promise.resolve(js.Object.new())

        for one in (called, failing, later, jsffi.create_proxy(called), js.Object, None):
            for given in (1, 2**40, 1.5, "Größe", None, True, [1], {"a": [2]}, js.Object.new(), later, jsffi):
                _tried(js.calls, one, given)
                _tried(js.calls, one, given, 3)
                _tried(lambda one, given: js.calls(one, jsffi.to_js(given), b=3), one, given)
    return 1


def _memory(rounds: int) -> int:
    """Take more memory than there is at first, in rings that only the collector can give back."""
    kept: list[Any] = []
    for number in range(rounds):
        ring: list[Any] = []
        ring.append(ring)
        ring.append({"ring": ring, "text": "é" * 100, "number": number * 1.5})
        if number % 50 == 0:
            kept.append(ring)
    kept.append(bytearray(20_000_000))
    texts = [json.dumps({"text": "x" * number, "numbers": [number] * 9}) for number in range(99)]
    kept.extend(json.loads(text) for text in texts)
    try:
        kept.append(bytearray(2**31 - 9))
    except MemoryError as error:
        kept.append(error)
    gc.collect()
    return len(kept)
