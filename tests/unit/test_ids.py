"""Ids stay short enough for a record, whatever becomes of a consent, and name one thing only."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.ids import MOST_LETTERS, derived, fits, is_id

# What a decision of today is called: the clock, and all digits of a random number.
DECISION = "1795459000000" + "0" * 6 + "12345678901234567"

ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=2 * MOST_LETTERS)
words = st.lists(st.sampled_from(["merged", "gpc"]), min_size=1, max_size=12)


def descendant(id: str, steps: list[str]) -> str:
    return reduce(derived, steps, id)


def test_a_short_id_says_what_has_become_of_it() -> None:
    assert derived("a1", "merged") == "a1-merged"


def test_a_click_can_be_merged_and_signalled_before_anything_is_left_out() -> None:
    assert descendant(DECISION, ["merged", "gpc"])[:30] == DECISION[:30]
    assert descendant(DECISION[:36], ["merged", "gpc"]) == DECISION[:36] + "-merged-gpc"


@given(ids, words)
def test_an_id_never_outgrows_a_record(id: str, steps: list[str]) -> None:
    assert fits(descendant(id, steps))


@given(st.sampled_from([DECISION, "a1"]), words, words)
def test_what_has_become_of_it_otherwise_is_called_otherwise(
    id: str, one: list[str], other: list[str]
) -> None:
    assert (descendant(id, one) == descendant(id, other)) == (one == other)


@pytest.mark.parametrize("value", ["", "A", "a b", "ä", "<b>", None, 7, ["a"], "x" * (MOST_LETTERS + 1)])
def test_what_is_no_short_id_fits_nowhere(value: object) -> None:
    assert not fits(value)


def test_a_long_id_is_still_an_id() -> None:
    assert is_id("x" * (MOST_LETTERS + 1))
    assert fits("x" * MOST_LETTERS)
