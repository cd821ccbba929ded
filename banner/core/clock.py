"""Moments: milliseconds since 1970 inside the program, ISO 8601 in UTC where people or servers read them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_ISO = re.compile(r"^(\d\d\d\d)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d\d\d)Z$")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 253_402_300_799_999  # the last millisecond of the year 9999


def to_iso(moment: int) -> str:
    """Write *moment* (milliseconds) as ``2026-11-23T18:36:05.123Z``."""
    when = _EPOCH + timedelta(seconds=moment // 1000)
    return (
        f"{when.year:04d}-{when.month:02d}-{when.day:02d}"
        f"T{when.hour:02d}:{when.minute:02d}:{when.second:02d}.{moment % 1000:03d}Z"
    )


def from_iso(text: str) -> int | None:
    """Read what :func:`to_iso` writes; any other text is no moment (``None``)."""
    found = _ISO.match(text)
    if not found or len(text) != len("2026-11-23T18:36:05.123Z") or not text.isascii():
        return None
    year, month, day, hour, minute, second, millisecond = (int(found.group(i)) for i in range(1, 8))
    try:
        when = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    span = when - _EPOCH
    moment = (span.days * 86_400 + span.seconds) * 1000 + millisecond
    return moment if moment >= 0 else None


def is_moment(value: object) -> bool:
    """Whether *value* is a whole number of milliseconds that :func:`to_iso` can write."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LATEST
