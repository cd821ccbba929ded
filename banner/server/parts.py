"""Parts of long lists: a query takes only so many values at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AT_ONCE = 400  # SQLite before 3.32 takes 999 values

_T = TypeVar("_T")


def parts(things: Iterable[_T]) -> Iterator[list[_T]]:
    """Give *things* in lists of so many as one query takes."""
    rest = iter(things)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
