"""Names in a sentence: joined as the language does, and none of them turns the words around it."""

from __future__ import annotations

import pytest

from banner.config import locales
from banner.core.messages import Messages
from tests.unit.shop import DECLARATION

ENGLISH, ARABIC, SPANISH = (locales.messages(one, {}, DECLARATION) for one in ("en", "ar", "es"))


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B"), "A and B"),
        (("A", "B", "C"), "A, B, and C"),
        (("A", "B", "C", "D", "E"), "A, B, C, D, and E"),
        (("{0}", "{b}", "%s"), "{0}, {b}, and %s"),
    ],
)
def test_names_are_listed_in_their_order(names: tuple[str, ...], told: str) -> None:
    assert ENGLISH.joined(names) == told


def test_every_name_is_isolated_from_a_sentence_that_runs_from_the_right() -> None:
    assert ARABIC.joined(("IK (US)", "متجر")) == "\u2068IK (US)\u2069 و\u2068متجر\u2069"


def test_a_name_that_runs_from_the_right_is_isolated_from_one_that_runs_from_the_left() -> None:
    assert ENGLISH.joined(("Shop", "متجر")) == "Shop and \u2068متجر\u2069"


@pytest.mark.parametrize(
    ("last", "told"),
    [
        ("Instagram", "X e Instagram"),
        ("hispano", "X e hispano"),
        ("Hierro", "X y Hierro"),
        ("YouTube", "X y YouTube"),
        ("Hotjar", "X y Hotjar"),
        ("", "X y "),
    ],
)
def test_spanish_says_e_before_the_sound_of_i(last: str, told: str) -> None:
    assert SPANISH.joined(("X", last)) == told
    assert SPANISH.joined(("Impact", "X", last)) == "Impact, " + told


@pytest.mark.parametrize(
    ("last", "told"), [("Google", "A ו-Google"), ("חנות", "A וחנות"), ("7", "A ו-7"), ("", "A ו-")]
)
def test_hebrew_puts_a_hyphen_before_other_letters(last: str, told: str) -> None:
    patterns = {"two": "{0} ו{1}", "two-before-other-letters": "{0} ו-{1}"}
    messages = Messages("he", "rtl", {f"joined.{place}": pattern for place, pattern in patterns.items()})

    assert messages.joined(("A", last)).translate({0x2068: None, 0x2069: None}) == told


def test_a_pattern_may_have_words_around_the_names() -> None:
    patterns = {"two": "{0}-и {1}-и", "start": "{0}, {1}", "middle": "{0}, {1}", "end": "{0}, {1} all"}
    messages = Messages("xx", "ltr", {f"joined.{place}": pattern for place, pattern in patterns.items()})

    assert messages.joined(("a", "b")) == "a-и b-и"
    assert messages.joined(("a", "b", "c", "d")) == "a, b, c, d all"
