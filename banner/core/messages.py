"""The words that a visitor reads, in one language, looked up by key."""

from __future__ import annotations

from banner.core.clock import civil


class Messages:
    """All texts of one language.

    *direction* is ``"ltr"`` or ``"rtl"``. *texts* maps keys such as ``"banner.title"`` to texts, in
    which ``{name}`` stands for a value. *months* are twelve names as they stand in a full date.
    """

    def __init__(self, language: str, direction: str, texts: dict[str, str], months: tuple[str, ...]) -> None:
        self.language = language
        self.direction = direction
        self.months = months
        self.texts = texts

    def text(self, key: str, **values: str) -> str:
        """The text of *key* with *values* filled in.

        Raises :class:`KeyError` where the language has no such text: the build has checked that it does.
        """
        return self.texts[key].format(**values)

    def moment(self, moment: int, offset_minutes: int) -> str:
        """*moment* (milliseconds) in words, on a clock *offset_minutes* ahead of UTC."""
        when = civil(moment, offset_minutes)
        return self.text(
            "date.moment",
            day=str(when.day),
            month=self.months[when.month - 1],
            year=str(when.year),
            hour=f"{when.hour:02d}",
            minute=f"{when.minute:02d}",
        )
