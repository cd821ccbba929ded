"""Names of cookies have hints, which say where they are from."""

from __future__ import annotations

import json

import pytest

from banner.config import cookie_names
from banner.config.cookie_names import list_used, told
from banner.toolchain import cookie_names as maker


@pytest.mark.parametrize(
    ("name", "platform"),
    [
        ("_ga", "Google Analytics"),
        ("_ga_ABC123", "Google Analytics"),
        ("AMCVS_1234@AdobeOrg", "Adobe Audience Manager"),
        ("CookieConsent", "Cookiebot"),
    ],
)
def test_a_name_is_known_by_itself_or_by_how_it_begins(name: str, platform: str) -> None:
    found = told(name)

    assert found
    assert found.platform == platform


@pytest.mark.parametrize("name", ["", "a", "ID", "no-such-cookie-at-all"])
def test_a_name_that_nobody_or_everybody_has_is_not_known(name: str) -> None:
    assert told(name) is None


def test_a_hint_says_that_nobody_has_verified_it() -> None:
    assert str(told("_ga")).startswith("Open Cookie Database, unverified: ")


def test_a_hint_stands_in_one_line() -> None:
    rows = json.loads(cookie_names.FILE.read_text("utf-8"))["cookies"]

    assert len(rows) > 2000
    assert not [row for row in rows if any("\n" in str(cell) for cell in row)]


def test_the_list_is_the_one_that_the_maker_names() -> None:
    told_of = json.loads(cookie_names.FILE.read_text("utf-8"))

    assert (told_of["commit"], told_of["date"]) == (maker.COMMIT, maker.DATE)
    assert list_used() == f"Open Cookie Database {maker.COMMIT[:7]} of {maker.DATE}"
    assert "Apache License" in maker.LICENCE.read_text("utf-8")
    assert maker.COMMIT in maker.LICENCE.read_text("utf-8")


def test_rows_are_compact_and_in_order() -> None:
    head = "ID,Platform,Category,Cookie / Data Key name,Retention period,Wildcard match\n"
    text = maker.compact(f'{head}2,"B\n b",Marketing,_b,2 Years,1\n1,A,Analytics,_a,,0\n3,C,,,,0\n')

    assert json.loads(text)["cookies"] == [
        ["_a", 0, "Analytics", "A", ""],
        ["_b", 1, "Marketing", "B b", "2 years"],
    ]


def test_another_database_is_refused(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "open-cookie-database.csv").write_text("", encoding="utf-8")

    assert maker.main([str(folder)]) == 1
    assert maker.COMMIT in capsys.readouterr().err
