"""Does what Python may come to do in a page, and no test has it do; run in a browser's Python.

How it is written is the point here: each way calls other functions of the interpreter.
"""

# ruff: noqa: PLW0108, PLC3002, PLE0643, RUF005, TRY301, UP031, UP032

from __future__ import annotations

import asyncio
import gc
import json
from base64 import b64decode, b64encode
from html import escape
from typing import Any

from banner.core.messages import Messages

WORDS = ("", "plain", "Größe", "متجر", "数字", "\U0001f36a", "a\u0301", "\u202e", "ǅ", "İ", "x" * 70_000)


def run(given: Any) -> int:
    """Return how much there was to do."""
    done = [*_texts(), *_numbers(), *_errors(), *_shapes(), *_memory(given)]
    return len(done)


def _texts() -> Any:
    for one in WORDS:
        for other in WORDS:
            yield (
                one + other,
                one == other,
                one < other,
                other in one,
                one.find(other),
                one.count(other or "x"),
            )
            yield one.startswith(other), one.endswith(other), one.replace(other or "x", "·")
            yield (
                one.split(other or "x"),
                one.partition(other or "x"),
                one.rsplit(other or "x", 1),
                (other,).count(one),
            )
        yield (
            one.upper(),
            one.lower(),
            one.casefold(),
            one.strip(),
            one.title(),
            repr(one),
            ascii(one),
            hash(one),
        )
        yield (
            one.encode(),
            one.encode("utf-16"),
            one.isdigit(),
            one.isalnum(),
            one.isidentifier(),
            one.isspace(),
        )
        yield (
            one.encode().decode(),
            one.encode("latin-1", "replace"),
            list(one[:9]),
            one[::-1],
            one[1:3],
            one * 2,
        )
        yield (
            escape(one),
            json.loads(json.dumps(one)),
            json.dumps(one, ensure_ascii=False),
            f"{one!r:>9}",
            f"{one:^9}",
        )
        yield (
            b64decode(b64encode(one.encode())),
            "%s %r %5.1f %d" % (one, one, 2.5, 7),
            "{} {!r:>9}".format(one, one),
        )
        yield (
            one.splitlines(),
            one.translate({97: "b", 98: None}),
            one.zfill(9),
            one.ljust(9),
            one.center(9),
            "|".join(one),
        )
        yield (
            int.from_bytes(one.encode()[:9], "big"),
            bytes(one, "utf-8").hex(),
            sorted(one[:99]),
            max(one or "x"),
        )


def _numbers() -> Any:
    for one in (
        0,
        1,
        -1,
        2**31,
        2**53,
        2**64,
        -(2**70),
        10**40,
        1.5,
        -0.0,
        1e300,
        1e-300,
        float("inf"),
        True,
    ):
        for other in (1, 7, -3, 2.5, 2**40):
            yield (
                one + other,
                one - other,
                one * other,
                one / other,
                one // other if abs(one) < 1e290 else 0,
                one < other,
            )
            yield one == other, min(one, other), max(one, other), divmod(7, other), bool(one) and other
        yield (
            str(one),
            repr(one),
            hash(one),
            abs(one),
            f"{one:.3f}",
            f"{one:,}",
            json.dumps(one),
            json.loads(json.dumps(one)),
        )
        yield float(one), complex(one), round(one, 2) if one != float("inf") else 0, isinstance(one, int)
    for one in (0, 1, 255, 2**33, -5, 10**30):
        yield (
            hex(one),
            bin(one),
            one << 3,
            one >> 1,
            one & 7,
            one | 8,
            one ^ 5,
            ~one,
            one**3,
            pow(3, abs(one) % 99, 97),
        )
        yield one.bit_length(), f"{one:x}", f"{one:08d}", int(str(one)), int(hex(one), 16), float(str(one))


def _errors() -> Any:
    """Have everything go wrong that may, and read what is said of it."""

    def deep(left: int) -> int:
        return deep(left - 1) if left else [][left]  # type: ignore[return-value]

    for wrong in (
        lambda: 1 // 0,
        lambda: {}["x"],
        lambda: [][3],
        lambda: None.x,  # type: ignore[attr-defined]
        lambda: int("x"),
        lambda: "a" + 1,  # type: ignore[operator]
        lambda: json.loads("{"),
        lambda: json.loads('[1e999, -1E5, NaN, 1.5e-7, true, null, "\\ud83c\\udf6a"]'),
        lambda: b"\xff".decode(),
        lambda: deep(50),
        lambda: deep(10**6),
        lambda: next(iter(())),
        lambda: (lambda a: a)(),  # type: ignore[call-arg, misc]
        lambda: sorted([1, "a"]),  # type: ignore[list-item]
        lambda: __import__("nothing_of_this_name"),
        lambda: Messages("en", "ltr", {})["no such text"] if hasattr(Messages, "__getitem__") else {}[1],
    ):
        try:
            yield wrong()
        except Exception as error:  # noqa: BLE001 - it is to be anything
            yield (
                repr(error),
                str(error),
                type(error).__name__,
                error.args,
                error.__traceback__,
                error.__context__,
            )
            try:
                raise RuntimeError("after it") from error
            except RuntimeError as later:
                yield later.__cause__


def _shapes() -> Any:
    some = {str(number): [number] * 3 for number in range(3000)}
    for key in list(some)[::2]:
        del some[key]
    some.update({str(-number): [] for number in range(3000)})
    yield (
        {**some},
        dict(reversed(list(some.items()))),
        some.setdefault("x", []),
        some.pop("x"),
        some.popitem(),
        some | {"a": []},
    )
    yield (
        set(some) - {"1"},
        set(some) & {"3"},
        set(some) | {"y"},
        set(some) ^ {"3", "z"},
        frozenset(some),
        {1, 2} <= {1, 2, 3},
    )
    numbers = sorted(range(5000), key=lambda one: one * 7919 % 5003)
    numbers.sort(reverse=True)
    numbers.reverse()
    yield (
        numbers.index(7),
        numbers[::3],
        numbers.pop(5),
        numbers.insert(2, 9),
        numbers.remove(9),
        [*numbers, 1] == numbers,
    )
    yield (
        list(zip(numbers, some, strict=False)),
        list(map(str, numbers)),
        list(filter(None, numbers)),
        sum(numbers),
        any(numbers),
    )
    yield (
        all(numbers),
        list(enumerate(numbers[:5], 1)),
        tuple(numbers)[3:9],
        (1, 2) < (1, 3),
        (1,) + (2,),
        hash((1, "a", None)),
    )
    del numbers[10:20]
    numbers[5:7] = [1, 2, 3]
    yield (
        numbers * 2,
        bytearray(b"abc") + b"d",
        memoryview(b"abc")[1:],
        b"a,b".split(b","),
        range(10)[::2],
        slice(1, 2),
    )

    async def slow(number: int) -> int:
        await asyncio.sleep(0)
        return number

    steps = slow(3)
    try:
        steps.send(None)
        steps.close()
    except (RuntimeError, StopIteration) as error:
        yield error


def _memory(rounds: int) -> Any:
    """Take more memory than there is at first, in rings that only the collector can give back."""
    for _ in range(rounds):
        ring: list[Any] = []
        ring.append(ring)
        ring.append({"ring": ring, "text": "é" * 100})
        yield ring
    yield bytearray(80_000_000)[5]
    yield gc.collect()
