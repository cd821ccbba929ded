"""Languages by their tags (BCP 47): what one looks like, and which of those on offer a visitor is given."""

from __future__ import annotations

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DIGITS = "0123456789"
_MOST_LETTERS = 35  # what an implementation has to take at least (RFC 5646, 4.4.1)
_SUBTAG = 8


def is_tag(value: object) -> bool:
    """Return whether *value* is built like a language tag: ``"de"``, ``"pt-BR"``, ``"zh-Hant-TW"``."""
    if not isinstance(value, str) or len(value) > _MOST_LETTERS:
        return False
    first, *others = value.lower().split("-")
    # A single letter introduces what follows it (RFC 5646, 2.1).
    return (
        len(value) > 1
        and _is_subtag(first, _LETTERS)
        and all(_is_subtag(subtag, _LETTERS + _DIGITS) for subtag in others)
    )


def lookup(wanted: tuple[str, ...], offered: tuple[str, ...]) -> str:
    """Return the tag of *offered* that fits the first of *wanted* that any of them does; else an empty text.

    As RFC 4647 looks it up (3.4): from the end of what is wanted one subtag is dropped after the other, so
    that ``"de-AT"`` is given ``"de"``. Nobody is given more than was asked for, and case does not count.
    """
    by_tag = {tag.lower(): tag for tag in offered}
    for tag in wanted:
        subtags = tag.lower().split("-")
        while subtags:
            found = by_tag.get("-".join(subtags))
            if found:
                return found
            subtags.pop()
            # What a single letter introduces has gone with it.
            if subtags and len(subtags[-1]) == 1:
                subtags.pop()
    return ""


def _is_subtag(text: str, letters: str) -> bool:
    return 1 <= len(text) <= _SUBTAG and all(letter in letters for letter in text)
