"""A site has the languages that it declares: its build reads no others, and writes no others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from banner import config, resources
from banner.build import pipeline, prerender, styles
from banner.config import locales, starter
from banner.view.html import escape
from banner.view.notice import exempt, notice
from tests.build.conftest import changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from banner.config.site_config import SiteConfig

TICKETS = '"purpose.tickets.name" = "Karten"\n"purpose.tickets.text" = "Plätze."'
SERVICES = "\n".join(
    f'"service.{one}.name" = "Zähler"\n"service.{one}.text" = "Zählt."'
    for one in ("count", "seats", "basket")
)
GERMAN = changed(
    ('language = "en"', 'language = "de"\nlanguages = ["de", "it"]'),
    ("[texts.en]", f"[texts.it]\n{TICKETS}\n{SERVICES}\n\n[texts.de]"),
)


@pytest.fixture
def build(tmp_path: Path) -> Callable[[str], Path]:
    """Builds a declaration given as text, and gives the folder."""

    def build(text: str) -> Path:
        file = tmp_path / "consent.toml"
        file.write_text(text, encoding="utf-8")
        pipeline.build(file, tmp_path / "dist", "micropython")
        return tmp_path / "dist/consent"

    return build


def spoken(folder: Path) -> set[str]:
    """The languages that files of a build are named after."""
    found = (
        re.match(r"(?:preferences\.|more\.)?([\w-]+)\.\w{8}\.json", one.name) for one in folder.iterdir()
    )
    return {one[1] for one in found if one} - {"banner"}


def test_a_build_reads_and_writes_the_languages_that_are_declared_and_no_others(
    build: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[str] = set()
    locale = resources.locale

    def note(language: str) -> dict[str, Any]:
        read.add(language)
        return locale(language)

    monkeypatch.setattr(resources, "locale", note)
    folder = build(GERMAN)

    assert read == {"de", "it"}
    assert spoken(folder / "files") == {"de", "it"}
    assert len([*(folder / "notices").glob("*.json")]) == 2
    french = locales.texts("fr")["action.accept-all"]
    assert not [file for file in folder.rglob("*.js*") if french.encode() in file.read_bytes()]


def test_a_language_is_found_by_the_other_tags_that_its_readers_ask_with() -> None:
    assert locales.aliases(("en", "nb", "zh", "zh-TW")) == {
        "nn": "nb",
        "no": "nb",
        "zh-Hant": "zh-TW",
        "zh-HK": "zh-TW",
        "zh-MO": "zh-TW",
    }
    assert locales.aliases(("nb", "nn")) == {"no": "nb"}
    assert locales.aliases(("en", "zh")) == {}


def test_the_script_looks_for_other_tags_too_and_finds_the_same_texts(
    build: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locales, "_ALSO", {"it": ("sc", "it-Latn")})
    folder = build(GERMAN)

    listed = re.search(
        r'languages:(\["it-Latn","de","it","sc"\])', (folder / "consent.js").read_text("utf-8")
    )
    assert listed
    texts = {one: next(folder.glob(f"files/{one}.????????.json")).read_bytes() for one in ("it", "sc")}
    assert texts["it"] == texts["sc"]
    assert b'"language": "it"' in texts["sc"]


@pytest.mark.parametrize(("tag", "told"), [("sc", "write it"), ("sc-IT", "write it"), ("SC", "write it")])
def test_an_owner_declares_a_language_by_its_own_tag(
    monkeypatch: pytest.MonkeyPatch, tag: str, told: str
) -> None:
    monkeypatch.setattr(locales, "_ALSO", {"it": ("sc",)})

    assert locales.unspoken(tag).startswith(told)
    assert locales.unspoken("it") == ""


def test_a_language_with_a_catalogue_is_no_kind_of_another_one(
    errors: Callable[[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = GERMAN.replace('"de", "it"', '"de", "it", "it-CH"')
    monkeypatch.setattr(locales, "languages", lambda: ("de", "en", "it", "it-CH"))
    monkeypatch.setattr(resources, "locale", lambda one, read=resources.locale: read(one.partition("-")[0]))

    assert sorted(line.partition(":")[0] for line in errors(text))[:1] == [
        'texts.it-CH."purpose.tickets.name"'
    ]


def read(folder: Path, language: str) -> SiteConfig:
    """Read a declaration in *language* of audience measurement that needs no consent."""
    file = folder / "consent.toml"
    matomo = starter.Use("matomo", {"host": "stats.example", "site_id": "1"})
    text = starter.starter([matomo], (language,))
    file.write_text(
        text.replace('use = "matomo"', 'use = "matomo", exempt = "audience-measurement"'), encoding="utf-8"
    )
    return config.read(file)


@pytest.mark.parametrize(("language", "space"), [("ja", ""), ("zh", ""), ("en", " "), ("ko", " ")])
def test_sentences_follow_each_other_as_the_language_writes_them(
    tmp_path: Path, language: str, space: str
) -> None:
    site = read(tmp_path, language)
    messages = locales.messages(language, site.texts[language], site.declaration)
    said = notice(site.declaration, messages, site.partners())
    unasked = "".join(exempt(site.declaration, messages))
    banner = prerender.painted(site, messages, {language: language})["banner"]

    assert unasked
    assert escape(said) + space + escape(unasked) in banner


def test_korean_breaks_its_lines_between_words_and_no_other_language_pays_for_it(tmp_path: Path) -> None:
    assert ":lang(ko){word-break:keep-all}" in styles.first_layer(read(tmp_path, "ko"))
    assert "keep-all" not in styles.first_layer(read(tmp_path, "en"))


def test_a_language_of_a_long_name_leaves_the_title_its_room_and_costs_no_other_site(tmp_path: Path) -> None:
    assert "select{max-inline-size:26vw}" in styles.first_layer(read(tmp_path, "pt-BR"))
    assert "max-inline-size:26vw" not in styles.first_layer(read(tmp_path, "de"))
