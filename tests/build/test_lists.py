"""Names are listed in each language as Unicode's locale data have it, without a translator's doing."""

from __future__ import annotations

import pytest
from babel.lists import format_list

from banner.config import locales
from banner.toolchain.locales import data
from tests.unit.shop import DECLARATION

NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")


@pytest.mark.parametrize("language", locales.languages())
def test_names_are_joined_as_the_locale_data_have_it(language: str) -> None:
    lists = [NAMES[:count] for count in range(1, len(NAMES) + 1)]
    words = locales.messages(language, {}, DECLARATION)
    joined = [words.joined(names).translate({0x2068: None, 0x2069: None}) for names in lists]

    told = [format_list(names, locale=data(language)) for names in lists]
    # The hyphen before Latin letters is not in the data.
    assert joined == [one.replace(" ו", " ו-") if language == "he" else one for one in told]


def test_the_language_of_a_country_joins_names_like_the_language() -> None:
    assert locales.messages("es-MX", {}, DECLARATION).joined(("X", "Instagram")) == "X e Instagram"
