"""Tells how long a duration of a declaration is, which stands there in words."""

from __future__ import annotations

_DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "month": 30.4, "year": 365.0}


def days(duration: str) -> float:
    """Return how many days *duration* is: none for a session, and no end for what is persistent.

    What is no duration has none; that is an error of its own.
    """
    number, _, unit = duration.partition(" ")
    if number.isdecimal():
        return int(number) * _DAYS.get(unit.removesuffix("s"), 0.0)
    return float("inf") if duration == "persistent" else 0.0
