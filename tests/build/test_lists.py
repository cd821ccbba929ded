"""Names are listed in each language as Unicode's locale data have it, without a translator's doing."""

from __future__ import annotations

import pytest
from babel.lists import format_list

from banner.config import locales
from banner.toolchain.locales import data
from tests.unit.shop import DECLARATION

NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")


@pytest.mark.parametrize("count", range(1, len(NAMES) + 1))
@pytest.mark.parametrize("language", locales.languages())
def test_names_are_joined_as_the_locale_data_have_it(language: str, count: int) -> None:
    joined = locales.messages(language, {}, DECLARATION).joined(NAMES[:count])

    told = format_list(NAMES[:count], locale=data(language))
    # The hyphen before Latin letters is not in the data.
    told = told.replace(" ו", " ו-") if language == "he" else told
    assert joined.translate({0x2068: None, 0x2069: None}) == told


def test_the_language_of_a_country_joins_names_like_the_language() -> None:
    assert locales.messages("es-MX", {}, DECLARATION).joined(("X", "Instagram")) == "X e Instagram"
