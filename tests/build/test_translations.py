"""Each language: whole, as short as the others, in its own letters and marks, with no English left over."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from banner.config import locales
from banner.toolchain import locales as catalogues
from tests.languages import LETTERS, QUOTES, SCRIPTS, STRANGE
from tests.unit.shop import DECLARATION

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGLISH, GERMAN = locales.texts("en"), locales.texts("de")
BUTTONS = ("accept-all", "deny-all", "accept-selected", "save", "preferences")
every = pytest.mark.parametrize("language", locales.languages())
translated = pytest.mark.parametrize("language", [one for one in locales.languages() if one != "en"])


@every
def test_a_language_says_what_english_says_with_the_same_blanks(language: str) -> None:
    assert set(catalogues.texts(language)) == set(ENGLISH)


@every
def test_a_catalogue_names_the_language_of_its_folder(language: str) -> None:
    for name in catalogues.CATALOGUES:
        with (catalogues.FOLDER / language / name).open("rb") as file:
            assert str(read_po(file).locale_identifier).replace("_", "-") == language


# Names, and words that several languages share.
SAME = {
    "event.given",
    "history.download",
    "list.kind.indexeddb",
    "list.name",
    "list.party",
    "purpose.marketing.name",
    "source.account",
    "source.banner",
}


@translated
def test_a_translation_leaves_no_english_text(language: str) -> None:
    said = locales.texts(language)

    assert {key for key, text in said.items() if text == ENGLISH[key]} <= SAME


@translated
def test_a_translation_leaves_no_english_word(language: str) -> None:
    # None of these is a word of any other language here.
    english = re.compile(r"\b(the|with|you|your|this|that|from|what|which|allow\w*|choice)\b", re.IGNORECASE)

    assert [text for text in words(language) if english.search(text)] == []


@every
def test_the_banner_says_what_its_x_does(language: str) -> None:
    assert "X" in locales.texts(language)["banner.close"]


@every
def test_a_button_of_the_first_layer_has_a_short_word(language: str) -> None:
    said = locales.texts(language)

    assert [text for name in BUTTONS if len(text := said[f"action.{name}"]) > 30] == []
    # And each another one.
    assert len({said[f"action.{name}"] for name in BUTTONS}) == len(BUTTONS)


@every
def test_the_first_layer_is_about_as_long_as_the_german_one(language: str) -> None:
    assert len(first_layer(language)) <= 1.35 * len(first_layer("de"))


def first_layer(language: str) -> str:
    """The sentences of the first layer, with all purposes that we know."""
    messages = locales.messages(language, {}, DECLARATION)
    aims = tuple(messages.text(f"purpose.{one}.aim") for one in ("analytics", "marketing", "content"))
    names = messages.text("banner.usa", names="Meta, Google")
    said = messages.text("banner.text-partners", names=names, aims=messages.joined(aims))
    return " ".join([said, *(messages.text(f"banner.{one}") for one in ("close", "withdraw"))])


def test_a_toast_says_in_twenty_words_what_has_happened() -> None:
    said = [text for key, text in ENGLISH.items() if re.fullmatch(r"(toast\..*|leaving)\.text", key)]

    assert len(said) == 7
    assert max(len(text.split()) for text in said) <= 20


@every
def test_each_layer_has_a_title_of_its_own(language: str) -> None:
    # That of the banner also names all switches of the preferences, within the title of these.
    titles = [locales.texts(language)[f"{layer}.title"] for layer in ("banner", "preferences", "opt-out")]

    assert len(set(titles)) == 3


@every
def test_no_text_is_much_longer_than_the_german_one(language: str) -> None:
    # What a single word needs more is no matter.
    assert [
        text for key, text in locales.texts(language).items() if len(text) > 1.35 * len(GERMAN[key]) + 15
    ] == []


@every
def test_a_text_is_written_in_the_letters_of_its_language(language: str) -> None:
    assert {letter for text in words(language) for letter in alien(text, language)} == set()


# What stays in Latin letters wherever it stands: names, and the word that many languages took over.
NAMES = re.compile(
    r"Global Privacy Control|Google|Analytics|Ads|Facebook|Meta|YouTube|Instagram|SoundCloud|Twitter|\bX\b"
    r"|\b[Cc]ookies?\b|\bUSA?\b|\bGPC\b|\bJSON\b|\bWeb\b",
    re.ASCII,
)


def words(language: str) -> Iterator[str]:
    """Every text of *language* without its blanks, and what a declaration is begun with."""
    yield from (re.sub(r"{\w*}", "", text) for text in locales.texts(language).values())
    yield from locales.choice(language)


def alien(text: str, language: str) -> set[str]:
    """The letters of *text* that *language* does not have; those of names are everybody's."""
    return {one for one in unicodedata.normalize("NFC", NAMES.sub("", text)) if _is_alien(one, language)}


def _is_alien(one: str, language: str) -> bool:
    if not one.isalpha():
        return False
    if language in SCRIPTS:
        return not unicodedata.name(one).startswith(SCRIPTS[language]) or one in STRANGE.get(language, "")
    own = LETTERS[language]
    latin = "" if own and unicodedata.name(own[0]).split()[0] != "LATIN" else "abcdefghijklmnopqrstuvwxyz"
    return one.lower().replace("i̇", "i") not in (*own, *latin)


@every
def test_letters_with_marks_are_single_characters(language: str) -> None:
    assert [text for text in words(language) if unicodedata.normalize("NFC", text) != text] == []


@every
def test_apostrophes_and_quotes_are_typographic(language: str) -> None:
    assert [text for text in words(language) if re.search("['\"`´]", text)] == []


@every
def test_quotes_are_those_of_the_language(language: str) -> None:
    text = locales.texts(language)["purpose.other.aim"]
    marks = "".join(re.findall('[«»“”„‘’‚‹›״「」『』"]', text))

    assert marks in QUOTES[language]


@every
def test_a_sentence_ends_like_one_and_no_text_has_loose_spaces(language: str) -> None:
    said = locales.texts(language)

    assert [key for key, text in said.items() if text != text.strip() or "  " in text] == []
    sentences = [key for key, text in ENGLISH.items() if text.endswith(".")]
    assert [said[key] for key in sentences if not said[key].endswith((".", "。"))] == []
