"""The page of the catalogue says what the catalogue has."""

from __future__ import annotations

import pytest

from tests.unit.docs.catalogue_page import page
from tests.unit.docs.markdown import REFERENCE

FILE = REFERENCE / "services.md"


def test_the_page_of_the_catalogue_is_what_the_catalogue_makes_of_it(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--write"):
        FILE.write_text(page() + "\n", encoding="utf-8")

    told = "python3 build.py test tests/unit/docs --write makes the page anew"
    assert FILE.read_text(encoding="utf-8") == page() + "\n", told
