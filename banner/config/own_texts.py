"""Reads ``[texts.LANGUAGE]``: the owner's own words, in each language that visitors can choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import locales
from banner.config.by_language import other_language
from banner.config.problems import NOTHING
from banner.core.languages import lookup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from banner.config.reader import Table


class TextReader:
    """One reading of all texts; it goes on after an error, to find the others.

    *own* is what the declaration says in the default language, by message key, and *said* where the catalogue
    says it: the keys of its sentences, by the message key that they stand under.
    """

    def __init__(self, top: Table, own: Mapping[str, str], said: Mapping[str, tuple[str, ...]]) -> None:
        self._top = top
        self._errors = top.errors
        self._own = own
        self._said = said

    def texts(self, languages: tuple[str, ...], default: str) -> dict[str, dict[str, str]]:
        """Return the texts by language and key: of all *languages*, of which one is the *default*."""
        table = self._top.table("texts")
        found = {language: {**self._own} if language == default else {} for language in languages}
        sure = not self._errors.ids_below("purposes", "services")
        for language in table.values:
            own = table.table(language)
            if language not in languages:
                other_language(table, language)
                continue
            known = locales.texts(language)
            _check_quotes(own)
            for key, text in own.texts_of().items():
                remedy = locales.wrong(key, text, known, {*self._own, *self._said})
                if remedy and (sure or not key.startswith(("purpose.", "service."))):
                    own.wrong(key, remedy)
                found[language][key] = text
            own.done()
        for language in sorted(languages, key=len):
            # A kind of a language says what the language itself does, where nothing else is said. One with
            # texts of its own, as zh-TW beside zh, is another language.
            kind = language not in locales.languages()
            wider = lookup((language.rpartition("-")[0],), languages) if kind else ""
            found[language] = {**found.get(wider, {}), **found[language]}
        for language in languages if sure else ():
            for key in self._own:
                if key not in found[language] and key in self._only_own(language):
                    place = ("texts", language, key)
                    self._errors.add(place, NOTHING, f"is missing; say {self._own[key]!r} in that language")
            self._compose(language, found[language])
        return found

    def _only_own(self, language: str) -> list[str]:
        """Return the texts that only the owner can say: of services and purposes that no catalogue knows."""
        known = locales.texts(language)
        return [key for key in self._own if key not in known and key not in self._said]

    def _compose(self, language: str, own: dict[str, str]) -> None:
        """Add to the owner's *own* words what the catalogue says of a service in several sentences."""
        words = {**locales.texts(language), **own}
        for key, parts in self._said.items():
            sentences = [words[part] for part in parts if part in words]
            if sentences and key not in words:
                own[key] = " ".join(sentences)


def _check_quotes(own: Table) -> None:
    """Note each key of the table *own* that TOML has taken for a table, because of its dot."""
    for key, value in own.values.items():
        if isinstance(value, dict) and own.given(key):
            own.wrong(key, f'put the whole key into quotes: "{key}.{next(iter(value), "…")}" = …')
