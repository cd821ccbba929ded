"""Moments are written so that people and servers can read them, and read back exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core import clock

LATEST = 253_402_300_799_999


def test_a_moment_is_written_in_utc_with_milliseconds() -> None:
    assert clock.to_iso(1_795_459_000_007) == "2026-11-23T18:36:40.007Z"


@given(st.integers(0, LATEST))
def test_every_moment_is_read_back_exactly(moment: int) -> None:
    assert clock.from_iso(clock.to_iso(moment)) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-11-23",
        "2026-11-23T18:36:40Z",
        "2026-11-23 18:36:40.000Z",
        "2026-02-30T00:00:00.000Z",
        "2026-11-23T24:00:00.000Z",
        "2026-11-23T18:36:40.000Z\n",
        "1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00.000Z",
        "٢٠٢٦-11-23T18:36:40.000Z",
    ],
)
def test_a_text_that_is_no_moment_is_none(text: str) -> None:
    assert clock.from_iso(text) is None


@given(st.text())
def test_no_text_makes_reading_a_moment_fail(text: str) -> None:
    assert clock.from_iso(text) is None or clock.to_iso(clock.from_iso(text) or 0) == text


@pytest.mark.parametrize("value", [-1, LATEST + 1, 1.5, True, None, "1"])
def test_only_whole_milliseconds_within_the_calendar_are_moments(value: object) -> None:
    assert not clock.is_moment(value)


@pytest.mark.parametrize("value", [0, 1, LATEST])
def test_the_ends_of_the_calendar_are_moments(value: object) -> None:
    assert clock.is_moment(value)
