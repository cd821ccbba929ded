"""Modern Python becomes Python that the smallest interpreter knows, and means the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from banner.toolchain.lowering import lowered

if TYPE_CHECKING:
    from pathlib import Path

MODERN = '''
"""A module."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elsewhere import Unknown

@dataclass(frozen=True)
class Point:
    """A point."""

    x: int
    y: int = 2

    @property
    def sum(self) -> int:
        """Both."""
        return self.x + self.y

@dataclass(frozen=True)
class Nothing:
    """No field at all."""

def all_of(*names: str, **more: Unknown) -> tuple[str, ...]:
    """All."""
    first, *rest = names
    known: list[str] = [*rest, first]
    late: int
    return (*known, "and", *more)

async def later(one: Unknown) -> Unknown:
    """Later."""
    return one

moved = replace(Point(1), y=5)
'''


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """A file with everything that is lowered."""
    file = tmp_path / "modern.py"
    file.write_text(MODERN)
    return file


def test_a_lowered_module_does_what_it_did(module: Path) -> None:
    known: dict[str, Any] = {}
    exec(lowered(module), known)  # noqa: S102 - our own text

    assert (known["Point"](1).y, known["Point"](y=4, x=3).sum) == (2, 7)
    assert (known["moved"].x, known["moved"].y) == (1, 5)
    assert known["Nothing"]()
    assert known["all_of"]("a", "b", "c", d=1) == ("b", "c", "a", "and", "d")


def test_nothing_is_left_that_only_checkers_and_readers_need(module: Path) -> None:
    text = lowered(module)

    for word in ("dataclass", "typing", "TYPE_CHECKING", "Unknown", "__future__", "->", '"""'):
        assert word not in text


def test_a_field_that_cannot_be_lowered_is_told(tmp_path: Path) -> None:
    file = tmp_path / "modern.py"
    file.write_text(
        "from dataclasses import dataclass, field\n"
        "@dataclass\nclass A:\n    x: list = field(default_factory=list)\n"
    )

    with pytest.raises(ValueError, match="x: only a plain default"):
        lowered(file)
