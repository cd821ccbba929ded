"""A garbled record is none on the interpreters that the browser gets, too, as lenient as they read JSON."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from banner.core.record import encode, quote
from tests.garble import garblings
from tests.runtime.reading import run
from tests.unit.shop import consent

if TYPE_CHECKING:
    from collections.abc import Callable

RECORD = encode(consent(("google",)))
PLAIN = (
    '{"v":1,"id":"c0","at":"2026-11-23T18:36:40.000Z","action":"deny-all","source":"banner","revision":"r1",'
    '"granted":[],"denied":["google"]}'
)
ABROAD = encode(replace(consent(("google",)), denied=("pixel",), exempt=("impact", "links"), mode="opt-out"))
# What MicroPython takes for JSON and no other does, and what has stopped one of them.
ODD = (
    '{1:1,"v":1}',
    "{1:1}",
    '{"v":1,"v":2}',
    "[1,]",
    '{"v" 1}',
    '"\\x41"',
    "[" * 1_300,
    '{"a":' * 800,
    PLAIN.replace(",", " "),
    PLAIN.replace(":", " "),
    PLAIN.replace('"v":1', '"v":01'),
    PLAIN.replace('"v":1', '"v":1.0'),
    PLAIN.replace('"v":1', '"v":true'),
    PLAIN.replace("google", "g\\x6fogle"),
    PLAIN.replace("google", "g\\u006fogle"),
    PLAIN.replace("]}", "],}"),
    PLAIN + PLAIN,
    PLAIN[:-1],
    PLAIN[1:],
    PLAIN.replace('"v"', "1"),
)


def test_a_whole_record_is_read_there(there: Callable[[str, object], Any]) -> None:
    whole = [quote(PLAIN), RECORD, ABROAD]

    assert there("tests.runtime.reading", whole) == whole


@pytest.mark.long
def test_what_is_no_record_here_is_none_there(
    there: Callable[[str, object], Any], pytestconfig: pytest.Config
) -> None:
    count = 30_000 if pytestconfig.getoption("--thorough") else 300
    garbled = [
        *garblings(RECORD, count),
        *garblings(ABROAD, count),
        *(quote(text) for text in garblings(PLAIN, count)),
    ]
    texts = [*(quote(text) for text in ODD), *ODD, *garbled]
    read = there("tests.runtime.reading", texts)

    assert [text for text, found in zip(texts, read, strict=True) if found not in ("", text)] == []
    assert read == run(texts)
