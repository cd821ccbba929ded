"""Reads addresses that differ by language: one for all, or a table with one for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import formats, locales
from banner.config.problems import NOTHING
from banner.core.languages import lookup

if TYPE_CHECKING:
    from banner.config.reader import Table

_BOTH = 'write an address, or one for each language, such as { en = "policy.html", de = "de/policy.html" }'


class AddressReader:
    """Reads addresses for all *languages* that visitors can choose, of which one is the *default*."""

    def __init__(self, languages: tuple[str, ...], default: str) -> None:
        self._languages = languages
        self._default = default

    def read(self, table: Table, key: str, default: str = NOTHING) -> dict[str, str]:
        """Return the address under *key* of *table* by language.

        A language without one is given that of the language which it is a kind of, as de-AT is of de, else
        that of the default language.
        """
        value = table.values.get(key)
        if isinstance(value, dict):
            return self._each(table.table(key))
        if key in table.values and not isinstance(value, str):
            table.given(key)
            table.wrong(key, _BOTH)
            return {}
        if default is NOTHING and key not in table.values:
            table.given(key)
            table.missing(key, f'is missing; write the address of that page, such as "{key}.html"')
            return {}
        address = table.text(key, default, formats.address)
        return dict.fromkeys(self._languages, address)

    def _each(self, table: Table) -> dict[str, str]:
        found = {}
        for language in table.values:
            if language in self._languages:
                found[language] = table.text(language, check=formats.address)
            else:
                other_language(table, language)
        usual = found.get(self._default, "")
        # An unknown default is an error of its own.
        if self._default not in found and self._default in self._languages:
            table.missing(self._default, "is missing; write the address for whom no other one is meant")
        return {one: found.get(lookup((one,), tuple(found)), usual) for one in self._languages}


def other_language(table: Table, language: str) -> None:
    """Note that *table* has something in a *language* that the site does not have."""
    remedy = locales.unspoken(language)
    if remedy:
        table.wrong(language, f"there is no such language; {remedy}")
    elif table.errors.below(("languages",), ("language",)):
        table.given(language)  # it may be one of those
    else:
        table.wrong(language, f'no visitor can choose this language; add "{language}" to languages')
