"""The guide lists the languages that there are."""

from __future__ import annotations

import pytest
from babel import Locale

from banner.config import locales
from banner.toolchain.locales import data
from tests.tables import markdown
from tests.unit.docs.markdown import DOCS

FILE = DOCS / "guide/languages.md"
HEADING = "## The languages that are included\n"
# Where its tag alone does not say enough.
IN_ENGLISH = {"zh": "Chinese (Simplified)"}


def listed() -> str:
    """The table of languages, which the guide ends with."""
    tags = locales.languages()
    aliases = locales.aliases(tags)
    rows = [
        (
            f"`{tag}`",
            locales.names((tag,))[tag],
            IN_ENGLISH.get(tag) or data(tag).get_display_name(Locale("en")),
            ", ".join(f"`{alias}`" for alias, one in aliases.items() if one == tag),
        )
        for tag in tags
    ]
    return markdown(("tag", "its own name", "in English", "also found by"), rows)


def test_the_guide_lists_every_language(pytestconfig: pytest.Config) -> None:
    text = FILE.read_text(encoding="utf-8")
    start, _, _ = text.partition(HEADING)
    whole = f"{start}{HEADING}\n{listed()}\n"
    if pytestconfig.getoption("--write"):
        FILE.write_text(whole, encoding="utf-8")

    assert FILE.read_text(encoding="utf-8") == whole, "python3 build.py test tests/unit/docs --write makes it"
