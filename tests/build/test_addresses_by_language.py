"""The policies of a site: one address for all, or one for each language."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from banner import config
from banner.build import pipeline
from tests.build.conftest import GOOD, changed
from tests.build.test_advice import told
from tests.build.test_config_schema import faults

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from banner.config.site_config import SiteConfig

    Read = Callable[[str], SiteConfig]
    Errors = Callable[[str], list[str]]

LANGUAGES = ('language = "en"', 'language = "en"\nlanguages = ["en", "de", "de-AT", "it"]')
ONE = 'cookie-policy = "cookies.html"'
TABLE = 'cookie-policy = { en = "cookies.html", de = "de/cookies.html" }'
# The same as tables of their own, as the end of a file has them.
LONG = '\n[links.cookie-policy]\nen = "cookies.html"\nde = "de/cookies.html"\n'
VENDOR = ('policy = "privacy.html"', 'policy = { en = "privacy.html", it = "it/privacy.html" }')


def declared(*changes: tuple[str, str]) -> str:
    """The small declaration, spoken in four languages, with the words that those need."""
    words = [
        f'[texts.{language}]\n"purpose.analytics.text" = "x"\n"purpose.tickets.name" = "x"\n'
        '"purpose.tickets.text" = "x"\n"service.count.name" = "x"\n"service.count.text" = "x"\n'
        '"service.seats.name" = "x"\n"service.seats.text" = "x"\n"service.basket.name" = "x"\n'
        '"service.basket.text" = "x"\n'
        for language in ("de", "it")
    ]
    return changed(LANGUAGES, *changes) + "\n" + "\n".join(words)


@pytest.mark.parametrize(
    "text", [declared((ONE, TABLE)), declared((ONE, "")) + LONG], ids=["in a line", "as a table"]
)
def test_each_language_has_its_own_address_and_the_others_the_nearest(read: Read, text: str) -> None:
    links = read(text).links["cookie-policy"]

    assert links == {
        "en": "cookies.html",
        "de": "de/cookies.html",
        "de-AT": "de/cookies.html",
        "it": "cookies.html",
    }
    assert faults(text) == []


def test_one_address_is_that_of_all_languages(read: Read) -> None:
    site = read(declared())

    assert set(site.links["cookie-policy"].values()) == {"cookies.html"}
    assert set(site.links["cookie-policy"]) == set(site.languages)
    assert site.links_in("de") == {
        "cookie-policy": "cookies.html",
        "privacy-policy": "https://shop.example/privacy",
    }


def test_a_vendors_policy_can_differ_too(read: Read) -> None:
    text = declared(VENDOR)
    site = read(text)

    policies = {
        language: {one.id: one.policy for one in site.declaration_in(language).vendors}
        for language in site.languages
    }
    assert {language: one["shop"] for language, one in policies.items()} == {
        "en": "privacy.html",
        "de": "privacy.html",
        "de-AT": "privacy.html",
        "it": "it/privacy.html",
    }
    assert {one["google"] for one in policies.values()} == {"https://policies.google.com/privacy"}
    assert faults(text) == []


def test_another_address_asks_nobody_again(read: Read) -> None:
    assert read(declared((ONE, TABLE), VENDOR)).declaration.revision == read(GOOD).declaration.revision


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ('{ de = "de/c.html" }', "links.cookie-policy.en: is missing; write the address"),
        ("{}", "links.cookie-policy.en: is missing; write the address"),
        ('{ en = "c.html", fr = "c.html" }', 'links.cookie-policy.fr = "c.html": no visitor can choose'),
        ('{ en = "c.html", xx = "c.html" }', 'links.cookie-policy.xx = "c.html": there is no such language;'),
        ('{ en = "c.html", German = "c.html" }', "links.cookie-policy.German"),
        ('{ en = "c.html", de_AT = "c.html" }', "write de-AT"),
        ('{ en = "javascript:x()" }', 'links.cookie-policy.en = "javascript:x()": write an address'),
        ('{ en = "c.html", de = "" }', 'links.cookie-policy.de = "": write an address'),
        ('{ en = "c.html", de = 7 }', "links.cookie-policy.de = 7: write a text"),
        ("7", "links.cookie-policy = 7: write an address, or one for each language, such as {"),
        ('["c.html"]', 'links.cookie-policy = ["c.html"]: write an address, or one for each language'),
    ],
)
def test_a_wrong_address_is_told_with_its_line_its_value_and_the_remedy(
    errors: Errors, tmp_path: Path, new: str, told: str
) -> None:
    text = declared((ONE, f"cookie-policy = {new}"))
    (line,) = errors(text)

    assert told in line
    with pytest.raises(config.ConfigError) as raised:
        config.read(tmp_path / "consent.toml")
    number = next(at for at, one in enumerate(text.splitlines(), 1) if one.startswith("cookie-policy"))
    assert f"consent.toml:{number}: " in str(raised.value)


def test_a_wrong_list_of_languages_is_told_once(errors: Errors) -> None:
    lines = errors(changed(('language = "en"', 'language = "en"\nlanguages = ["dee"]'), (ONE, TABLE)))

    assert [line.partition(" = ")[0] for line in lines] == ["languages[0]"]


def test_a_page_that_is_not_there_is_told_once_with_its_language(read: Read, tmp_path: Path) -> None:
    pages = ('position = "top"', f'position = "top"\npages = "{tmp_path}"')
    there = {str(tmp_path / "cookies.html"): "<p>Cookies</p>"}
    lines = told(read(declared(pages, (ONE, TABLE))), there)

    assert [line for line in lines if "no such page" in line] == [
        line for line in lines if 'links.cookie-policy.de = "de/cookies.html": there is no such page' in line
    ]
    assert len([line for line in lines if "no such page" in line]) == 1


def test_each_language_is_built_with_its_own_links_and_the_first_script_has_those_of_one(
    tmp_path: Path,
) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(declared((ONE, TABLE), VENDOR), encoding="utf-8")
    pipeline.build(file, tmp_path / "out", "micropython")
    consent = tmp_path / "out/consent"

    first = (consent / "consent.js").read_text(encoding="utf-8")
    assert "cookies.html" in first
    assert "de/cookies.html" not in first
    (german,) = (consent / "files").glob("de.*.json")
    assert 'href="de/cookies.html"' in json.loads(german.read_text(encoding="utf-8"))["banner"]
    (italian,) = (consent / "files").glob("preferences.it.*.json")
    assert 'href="it/privacy.html"' in json.loads(italian.read_text(encoding="utf-8"))["dialog"]
    (python,) = (consent / "files").glob("banner.*.json")
    assert "de/cookies.html" in python.read_text(encoding="utf-8")
