"""Stacks are read as the engines write them."""

from __future__ import annotations

import pytest

from banner.observe.initiators import of_protocol, of_stack
from banner.observe.kinds import Place

V = "https://cdn.net/v.js"


@pytest.mark.parametrize(
    "stack",
    [
        (
            "Error: observed\n    at observedCall (<anonymous>:2:2)\n    at Object.apply (<anonymous>:3:9)\n"
            f"    at write ({V}:3:7)\n    at https://example.org/:9:1"
        ),
        (
            f"observedCall@debugger eval code:25:25\napply@debugger eval code:38:9\nwrite@{V}:3:7\n"
            "@https://example.org/:9:1"
        ),
        (
            f"observedCall@https://example.org/:2:25\napply@https://example.org/:3:9\nwrite@{V}:3:7\n"
            "global code@https://example.org/:9:1"
        ),
        f"Error\n    at async write ({V}:3:7)\n    at https://example.org/:9:1",
    ],
    ids=["Chromium", "Firefox", "WebKit", "a stack without ours"],
)
def test_the_innermost_call_of_the_page_is_who_has_called(stack: str) -> None:
    found = of_stack(stack)

    assert found.kind == "script"
    assert found.stack == (Place(V, 3, 7), Place("https://example.org/", 9, 1))
    assert found.place == found.stack[0]
    assert str(found) == f"script {V}:3:7"


@pytest.mark.parametrize("stack", ["", "undefined", "Error: observed\n    at observedCall (<anonymous>:1:1)"])
def test_a_stack_that_names_no_file_tells_nothing(stack: str) -> None:
    assert of_stack(stack).kind == "unknown"


def call(line: int) -> dict[str, object]:
    """A call as Chromium tells of it."""
    return {"url": V, "lineNumber": line, "columnNumber": 4, "functionName": ""}


def test_the_protocol_tells_of_scripts_with_what_had_scheduled_them() -> None:
    found = of_protocol(
        {"type": "script", "stack": {"callFrames": [call(0)], "parent": {"callFrames": [call(8)]}}}
    )

    assert (found.kind, found.stack) == ("script", (Place(V, 1, 5), Place(V, 9, 5)))


def test_the_protocol_tells_of_elements_by_their_line() -> None:
    found = of_protocol({"type": "parser", "url": "https://example.org/", "lineNumber": 4})

    assert (found.kind, found.place, found.stack) == ("element", Place("https://example.org/", 5), ())


def test_the_protocol_may_tell_no_more_than_the_document() -> None:
    assert of_protocol({"type": "preload", "url": "https://example.org/"}).kind == "frame"
    assert of_protocol({"type": "other"}).kind == "unknown"
