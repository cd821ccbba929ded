"""Limits of each client: they forget nobody at once, hold a bounded memory, and take networks as one."""

from __future__ import annotations

import random

import pytest

from banner.server.limits import DAY, Bucket, a_day, group


class Clock:
    """Seconds, as a test has them pass."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_client_gets_what_has_come_back_and_no_more(clock: Clock) -> None:
    bucket = Bucket(2, 3, clock=clock)

    assert [bucket.take("a") for _ in range(4)] == [True, True, True, False]
    assert bucket.seconds("a") == 1
    clock.now = 0.5
    assert [bucket.take("a") for _ in range(2)] == [True, False]
    clock.now = 100
    assert [bucket.take("a") for _ in range(4)] == [True, True, True, False]


def test_several_are_taken_all_or_none_and_can_be_given_back(clock: Clock) -> None:
    bucket = Bucket(1, 10, clock=clock)

    assert bucket.take("a", 8)
    assert not bucket.take("a", 3)
    assert bucket.seconds("a", 3) == 1
    bucket.give("a", 8)
    bucket.give("nobody", 8)
    assert bucket.take("a", 10)
    assert not bucket.take("a")


def test_many_clients_do_not_make_the_limit_forget_the_others(clock: Clock) -> None:
    bucket = Bucket(0.001, 1, most=100, clock=clock)
    assert bucket.take("greedy")
    for number in range(10_000):
        bucket.take(f"192.0.2.{number % 90}")
        assert not bucket.take("greedy")


def test_the_memory_is_bounded_and_who_was_silent_for_the_longest_is_forgotten(clock: Clock) -> None:
    bucket = Bucket(0.001, 1, most=100, clock=clock)
    for number in range(1000):
        bucket.take(f"client-{number}")

    assert len(bucket) == 100
    assert not bucket.take("client-999")
    assert not bucket.take("client-901")
    assert bucket.take("client-1")


def test_nobody_gets_more_than_the_entries_of_a_day_within_any_day(clock: Clock) -> None:
    bucket, chance = a_day(1000), random.Random(7)  # noqa: S311 - of a test
    bucket._clock = clock
    taken: list[tuple[float, int]] = []
    while clock.now < 4 * DAY:
        clock.now += chance.choice([1, 60, 3_600, 20_000])
        count = chance.randint(1, 50)
        while bucket.take("a", count):
            taken.append((clock.now, count))

    assert sum(count for _, count in taken) > 2_000
    for start, _ in taken:
        assert sum(count for at, count in taken if start <= at < start + DAY) <= 1000


@pytest.mark.parametrize(
    ("address", "other", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:DB8:1:2:0:0:0:9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("x" * 10_000, "x" * 10_001, True),
    ],
)
def test_a_network_of_one_line_is_one_client(address: str, other: str, same: bool) -> None:
    assert (group(address) == group(other)) == same
    bucket = Bucket(0.001, 1)
    assert bucket.take(address)
    assert bucket.take(other) != same
