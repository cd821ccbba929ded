"""What the owner's page draws is what was counted."""

from __future__ import annotations

import datetime as dt

import pytest
from shop.figures import figures, lines

from banner.server.counts import Count

UNTIL = dt.date(2026, 11, 27)


def day(back: int) -> dt.date:
    return UNTIL - dt.timedelta(days=back)


@pytest.mark.parametrize(("days", "sums"), [(7, 7), (30, 30), (365, 52)])
def test_each_day_of_a_period_is_in_one_sum(days: int, sums: int) -> None:
    counts = [Count(day(back), "en", "", accepted=1) for back in range(days)]
    whole = figures(counts, day(days - 1), UNTIL).whole

    assert len(whole.sums) == sums
    assert whole.sums[0].first == day(days - 1)
    assert whole.sums[-1].last == UNTIL
    assert all(one.total == (one.last - one.first).days + 1 for one in whole.sums)
    assert all(
        after.first - before.last == dt.timedelta(days=1)
        for before, after in zip(whole.sums, whole.sums[1:], strict=False)
    )
    assert whole.all.total == days


def test_shares_are_of_those_who_have_decided() -> None:
    counts = [Count(UNTIL, "", "", shown=100), Count(UNTIL, "en", "", accepted=3, partly=1, denied=4)]
    whole = figures(counts, day(6), UNTIL).whole

    assert (whole.all.shown, whole.all.total) == (100, 8)
    assert (whole.all.yes, whole.all.some) == (3 / 8, 4 / 8)
    assert [one.yes for one in whole.sums] == [None] * 6 + [3 / 8]


def test_services_stand_by_their_share_and_languages_by_their_number() -> None:
    counts = [
        Count(UNTIL, "en", "", accepted=1, denied=1),
        Count(UNTIL, "de", "", accepted=2, denied=4),
        Count(UNTIL, "", "", shown=7),
        Count(UNTIL, "en", "maps", accepted=1, denied=1),
        Count(UNTIL, "de", "maps", accepted=2, denied=4),
        Count(UNTIL, "en", "video", accepted=2),
    ]
    found = figures(counts, day(6), UNTIL)

    assert [(one.name, one.all.yes) for one in found.services] == [("video", 1), ("maps", 3 / 8)]
    assert [(one.name, one.all.total) for one in found.languages] == [("de", 6), ("en", 2)]


@pytest.mark.parametrize(
    ("most", "top"), [(0, 2), (1, 2), (3, 4), (5, 6), (9, 10), (11, 20), (25, 30), (205, 300), (999, 1000)]
)
def test_the_axis_ends_at_a_round_number_with_a_whole_half(most: int, top: int) -> None:
    found = figures([Count(UNTIL, "en", "", accepted=most)], day(6), UNTIL)

    assert found.top == top


def test_a_line_has_a_gap_where_nobody_has_decided_and_one_day_alone_is_a_dot() -> None:
    assert lines([0.5, 1, None, None, 0, None]) == ["0.5,50 1.5,0", "4.5,100 4.5,100"]
    assert lines([None]) == []
