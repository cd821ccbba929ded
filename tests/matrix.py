"""Inputs of a kind, and what runs of them by default: the others are of the ``thorough`` run.

A test of two or more such kinds, of which the code that it tests does not look at one to treat the other,
needs no run of every combination to show what it says: it is enough that every input takes part in one.

Of a browser test the first of those that would run is enough, unless it is marked ``each``
(``tests/support/runtimes.py``).
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_Parameter = type(pytest.param())


def combined(**inputs: Iterable[object]) -> pytest.MarkDecorator:
    """Give a test every combination of *inputs*, of which each input is in one that runs by default.

    An input can be a ``pytest.param`` with marks, which its combinations have.
    """
    lists = [[_parameter(one) for one in some] for some in inputs.values()]
    lengths = [len(one) for one in lists]
    shown = {tuple(at % length for length in lengths) for at in range(max(lengths))}
    cells = itertools.product(*map(range, lengths))
    return pytest.mark.parametrize(
        tuple(inputs),
        [
            _joined([some[at] for some, at in zip(lists, cell, strict=True)], run=cell in shown)
            for cell in cells
        ],
    )


def examples(
    names: str | tuple[str, ...],
    inputs: Iterable[object],
    run: Collection[object],
    *,
    indirect: Sequence[str] = (),
) -> pytest.MarkDecorator:
    """Give a test all *inputs* by these *names*; those in *run* show what it is about.

    An input can be a ``pytest.param``; one that has an id is in *run* by that. A name in *indirect* is that
    of a fixture, which gets the input.
    """
    given = [_parameter(one, alone=isinstance(names, str)) for one in inputs]
    shown = [one.id in run if one.id else _value(one) in run for one in given]
    assert sum(shown) == len(run), "each of those that run is among the inputs"
    return pytest.mark.parametrize(
        names,
        [one if show else _other(one) for one, show in zip(given, shown, strict=True)],
        indirect=indirect,
    )


def _parameter(one: Any, *, alone: bool = True) -> Any:
    """Return *one*, which is a value, or unless it is *alone* one for each name, as a parameter."""
    if isinstance(one, _Parameter):
        return one
    return pytest.param(one) if alone else pytest.param(*one)


def _value(one: Any) -> Any:
    """Return what a parameter gives: a value, or one for each name."""
    return one.values[0] if len(one.values) == 1 else one.values


def _other(one: Any) -> Any:
    """Return a parameter of which others are examples."""
    return pytest.param(*one.values, id=one.id, marks=[*one.marks, pytest.mark.thorough])


def _joined(parts: list[Any], *, run: bool) -> Any:
    """Return one parameter of many *parts*."""
    marks = [mark for part in parts for mark in part.marks]
    values = [value for part in parts for value in part.values]
    name = "-".join(part.id or str(value) for part, value in zip(parts, values, strict=True))
    return pytest.param(*values, id=name, marks=marks if run else [*marks, pytest.mark.thorough])
