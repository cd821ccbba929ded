"""Time: milliseconds since 1970 inside the program, ISO 8601 in UTC where people or servers read them.

The calendar is reckoned here, since not every interpreter brings one, and importing ``datetime`` would cost
the visitor time. Days are counted from the first of March of the year 0: a leap day then ends its year, and
the months before it come in a regular pattern of 153 days in five.
"""

from __future__ import annotations

_LATEST = 253_402_300_799_999  # the last millisecond of the year 9999
_SHAPE = "0000-00-00T00:00:00.000Z"
_DIGITS = "0123456789"
_DAY = 86_400_000
_EPOCH = 719_468  # days from the first of March of the year 0 to 1970
_FOUR_CENTURIES = 146_097  # in days


def to_iso(moment: int) -> str:
    """Write *moment* (milliseconds) as ``2026-11-23T18:36:05.123Z``."""
    year, month, day = _date(moment // _DAY)
    seconds = moment // 1000
    return (
        f"{year:04d}-{month:02d}-{day:02d}"
        f"T{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{moment % 1000:03d}Z"
    )


def from_iso(text: str) -> int | None:
    """Read a time that :func:`to_iso` has written; return ``None`` for any other text."""
    if "".join("0" if letter in _DIGITS else letter for letter in text) != _SHAPE:
        return None
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:10])
    hour, minute, second = int(text[11:13]), int(text[14:16]), int(text[17:19])
    seconds = (hour * 60 + minute) * 60 + second
    moment = _days(year, month, day) * _DAY + seconds * 1000 + int(text[20:23])
    # A day or an hour that there is not comes back as another one.
    return moment if is_moment(moment) and to_iso(moment) == text else None


def is_moment(value: object) -> bool:
    """Return whether *value* is a whole number of milliseconds that :func:`to_iso` can write."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LATEST


def _days(year: int, month: int, day: int) -> int:
    """Return the days from 1970 to a date."""
    year -= month < 3  # noqa: PLR2004 - January and February end the year before
    return year * 365 + year // 4 - year // 100 + year // 400 + _before(month) + day - 1 - _EPOCH


def _date(days: int) -> tuple[int, int, int]:
    """Return the year, month and day that is *days* after 1970."""
    eras, rest = divmod(days + _EPOCH, _FOUR_CENTURIES)
    # Without the leap days before it, each year has 365 days.
    years = (rest - rest // 1460 + rest // 36_524 - rest // (_FOUR_CENTURIES - 1)) // 365
    rest -= years * 365 + years // 4 - years // 100
    month = (rest * 5 + 2) // 153 + 3
    day = rest - _before(month) + 1
    if month > 12:  # noqa: PLR2004 - January and February
        return eras * 400 + years + 1, month - 12, day
    return eras * 400 + years, month, day


def _before(month: int) -> int:
    """Return the days from the first of March to that of *month*; 13 is January like 1."""
    return ((month + 9) % 12 * 153 + 2) // 5
