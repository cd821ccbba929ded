"""What a test fails with: what was expected, what was seen, and what stood in the way."""

from __future__ import annotations


class ConsentError(AssertionError):
    """Banner that is not as a test expects it.

    *expected* and *seen* are sentences without a stop. So is *hindrance*: what stood in the way, with what to
    do about it; empty where nothing did.
    """

    def __init__(self, expected: str, seen: str, hindrance: str = "") -> None:
        super().__init__(expected, seen, hindrance)
        self.expected = expected
        self.seen = seen
        self.hindrance = hindrance

    def __str__(self) -> str:
        lines = [f"expected: {self.expected}", f"seen: {self.seen}"]
        return "\n".join([*lines, *([f"in the way: {self.hindrance}"] if self.hindrance else [])])
