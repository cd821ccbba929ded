"""Texts as they should not be: garbled in every byte, the same every time."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LETTERS = '"{}[],:%\\\x00é\u202e0aA ' + "trueflsn-."


def garblings(text: str, count: int, seed: int = 1) -> Iterator[str]:
    """*count* texts that differ from *text*: each letter in its turn, then chance, which *seed* repeats."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    made = 0
    while made < count:
        at = made if made < len(text) else chance.randrange(len(text))
        garbled = _garbled(text, at, chance)
        for _ in range(chance.choice((0, 0, 0, 1, 3)) if made >= len(text) else 0):
            garbled = _garbled(garbled, chance.randrange(len(garbled) + 1), chance)
        if garbled != text:
            made += 1
            yield garbled


def _garbled(text: str, at: int, chance: random.Random) -> str:
    end = at + chance.choice((1, 1, 2, 5, 30))
    piece = text[at:end]
    put = chance.choice(
        (
            chance.choice(_LETTERS),
            "".join(chance.choice(_LETTERS) for _ in piece),
            "".join(chr(ord(letter) ^ 1 << chance.randrange(7)) for letter in piece),
            piece * 2,
            piece[::-1],
            "",
        )
    )
    return text[:at] if chance.random() < 0.02 else text[:at] + put + text[end:]
