"""Inputs of a kind, and what runs of them by default: the others are of the ``thorough`` run.

A test of two or more such kinds, of which the code that it tests does not look at one to treat the other,
needs no run of every combination to show what it says: it is enough that every input takes part in one.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_Parameter = type(pytest.param())


def combined(**inputs: Iterable[object]) -> pytest.MarkDecorator:
    """Give a test every combination of *inputs*, of which each input is in one that runs by default.

    An input can be a ``pytest.param`` with marks, which its combinations have.
    """
    lists = [
        [one if isinstance(one, _Parameter) else pytest.param(one) for one in some]
        for some in inputs.values()
    ]
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


def examples(name: str, inputs: Iterable[object], run: Collection[object]) -> pytest.MarkDecorator:
    """Give a test all *inputs* by this *name*; those in *run* show what it is about."""
    return pytest.mark.parametrize(
        name, [pytest.param(one, marks=() if one in run else pytest.mark.thorough) for one in inputs]
    )


def _parameter(one: object) -> Any:
    """Return *one* as a parameter."""
    return one if isinstance(one, _Parameter) else pytest.param(one)


def _joined(parts: list[Any], *, run: bool) -> Any:
    """Return one parameter of many *parts*."""
    marks = [mark for part in parts for mark in part.marks]
    values = [value for part in parts for value in part.values]
    name = "-".join(part.id or str(value) for part, value in zip(parts, values, strict=True))
    return pytest.param(*values, id=name, marks=marks if run else [*marks, pytest.mark.thorough])
