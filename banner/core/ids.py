"""Ids: the names that a declaration and we ourselves make, and how long those of a record may grow."""

from __future__ import annotations

# The longest id that goes into a record: the build counts on it where it tells whether the largest record
# fits a cookie. What is made at a click takes some 30 characters.
MOST_LETTERS = 48

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"
_BASIS, _PRIME = 2_166_136_261, 16_777_619


def is_id(value: object) -> bool:
    """Return whether *value* is a name as we make them: lower-case letters, digits and hyphens."""
    return isinstance(value, str) and value != "" and all(letter in _LETTERS for letter in value)


def fits(value: object) -> bool:
    """Return whether *value* is an id that is short enough for every record."""
    return isinstance(value, str) and len(value) <= MOST_LETTERS and is_id(value)


def derived(id: str, word: str) -> str:
    """Return the id of what has become of the consent *id*, as *word* says: the same on every device.

    Derived again and again it would outgrow the cookie. From :data:`MOST_LETTERS` on, a digest of the whole
    takes the place of its middle.
    """
    whole = f"{id}-{word}"
    if len(whole) <= MOST_LETTERS:
        return whole
    end = f"-{digest(whole)}-{word}"
    return id[: MOST_LETTERS - len(end)] + end


def digest(text: str) -> str:
    """Return FNV-1a of *text*: not every interpreter brings a hash, and nobody gains by forging this one."""
    value = _BASIS
    for byte in text.encode():
        value = (value ^ byte) * _PRIME % 2**32
    return f"{value:08x}"
