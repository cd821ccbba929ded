"""How far the tests are is told in lines that a newcomer understands, and a log keeps."""

from __future__ import annotations

import pytest

from tests.progress import duration, part


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (247, "4 min 7 s")]
)
def test_a_duration_is_told_in_minutes_and_seconds(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_where_nothing_is_known_all_tests_count_alike() -> None:
    assert part(["a", "b", "c", "d"], ["a"], {}) == 0.25


def test_a_test_counts_by_how_long_it_took_the_last_time_and_a_new_one_like_the_others() -> None:
    assert part(["long", "short", "new"], ["long"], {"long": 9, "short": 1, "gone": 100}) == 9 / 15


def test_of_no_tests_all_is_done() -> None:
    assert part([], [], {}) == 1
