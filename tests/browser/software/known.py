"""What does not hold yet, and why: whoever mends it takes the lines away, which the tests insist on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Fault(NamedTuple):
    """A reason, and the tests that fail for it: a pattern of what stands in brackets behind each name."""

    reason: str
    tests: dict[str, str]


FAULTS = (
    Fault(
        "React 18 bears nothing behind the body, where the banner stands once a page rests",
        {
            "test_nothing_errs_in_the_console": (
                "^react 18, document, late-.*(there and back|undecided-by links)"
            ),
        },
    ),
)


def reasons(test: str, inputs: str) -> Iterator[str]:
    """Give why a *test* of these *inputs* fails: nothing where it should hold."""
    for fault in FAULTS:
        pattern = fault.tests.get(test)
        if pattern and re.search(pattern, inputs):
            yield fault.reason
