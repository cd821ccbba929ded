"""The declaration that a scan proposes builds as it is, whatever was seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from banner import config
from banner.build import pipeline
from banner.config import catalogue
from banner.observe.cloaks import Cloak
from banner.observe.kinds import Cookie, Observation, Stored
from banner.scan.proposal import declaration, duration
from tests.matrix import examples
from tests.unit.scan.seen import PAGE, found, request, script, visits

GTAG = "https://www.googletagmanager.com/gtag/js?id=G-ABC1234567"


def proposed(folder: Path, *seen: Observation, codes: tuple[str, ...] = ("en",), markup: str = "") -> str:
    """The declaration for what was seen, which is checked as ``check`` does."""
    text = declaration(found(visits(markup, *seen)), codes)
    file = folder / "consent.toml"
    file.write_text(text, encoding="utf-8")
    pipeline.check(file, folder / "dist")
    return text


def test_a_site_with_nobody_else_has_a_declaration_of_the_banner_alone(tmp_path: Path) -> None:
    assert "use =" not in proposed(tmp_path)


def test_known_and_unknown_services_stand_with_what_was_seen(tmp_path: Path) -> None:
    text = proposed(
        tmp_path,
        request(GTAG),
        request("https://w.nobody.example/w"),
        Cookie(page=PAGE, name="_n", domain="shop.example", days=90.1, initiator=script((GTAG, 1))),
        Cookie(page=PAGE, name="nid", domain="nobody.example", days=None, how="header"),
        Stored(page=PAGE, area="indexeddb", name="db", origin="https://w.nobody.example"),
        Cookie(page=PAGE, name="basket", domain="shop.example"),
    )
    site = config.read(tmp_path / "consent.toml")
    by_id = {one.id: one for one in site.declaration.services}

    assert '{ use = "google", analytics_id = "G-ABC1234567" },' in text
    assert [(one.name, one.duration, one.kind, one.domain) for one in by_id["nobody-example"].cookies] == [
        ("nid", "session", "cookie", "nobody.example"),
        ("db", "persistent", "indexeddb", ""),
    ]
    assert by_id["site"].purpose == "technical"
    assert [one.name for one in by_id["site"].cookies] == ["basket"]
    assert "TODO" in text


@examples("id", sorted(catalogue.services()), run=sorted(catalogue.services())[::50])
def test_every_service_of_the_catalogue_can_be_proposed_without_its_account(tmp_path: Path, id: str) -> None:
    known = catalogue.services()[id]
    hosts = [*known.hosts, *(host for part in known.parts for host in part.hosts)]
    seen = [request(f"https://{host.replace('*.', 'www.')}/") for host in hosts]

    proposed(tmp_path, *seen)


def test_a_service_whose_account_was_not_seen_waits_in_a_comment(tmp_path: Path) -> None:
    text = proposed(tmp_path, request("https://connect.facebook.net/en_US/fbevents.js"))

    assert '  # { use = "facebook-pixel", pixel_id = ' in text
    assert "\n  { use =" not in text


@examples(
    "name", ["", "a b", "a;b", "*", "a*b", "ü", 'a"b', "a\\b", "consent", "x" * 300], run=["", "*", 'a"b']
)
def test_any_name_of_a_cookie_will_do(tmp_path: Path, name: str) -> None:
    proposed(
        tmp_path,
        Cookie(page=PAGE, name=name, domain="shop.example"),
        Stored(page=PAGE, area="local", name=name, origin=PAGE),
    )


# What a page may call something, though no file, comment or line of a terminal can have it as it is.
WILD = ["a\x7fb", "a\x01b", "a\nb", "a\x1b[31mb", "a\ud800b", "\udfff", "a\u202eb", "a\u2028b", "a\x85b"]


@examples("name", [pytest.param(one, id=ascii(one)) for one in WILD], run=[*map(ascii, WILD[2:5])])
def test_whatever_a_page_calls_something_the_declaration_is_a_file_that_can_be_read(
    tmp_path: Path, name: str
) -> None:
    text = proposed(
        tmp_path,
        Cookie(page=PAGE, name=name, domain="shop.example"),
        Stored(page=PAGE, area="local", name=name, origin=PAGE),
        Cookie(page=PAGE, name="n", domain=f"{name}.nobody.example"),
        request(f"https://{name}.nobody.example/"),
        codes=("en", "de"),
    )

    assert all(one.isprintable() for one in text.replace("\n", ""))


def test_a_name_that_can_be_escaped_is_declared_and_half_a_character_is_told(tmp_path: Path) -> None:
    names = ("a\x7fb", "a\ud800b")
    text = proposed(tmp_path, *(Stored(page=PAGE, area="local", name=one, origin=PAGE) for one in names))
    (site,) = [one for one in config.read(tmp_path / "consent.toml").declaration.services if one.id == "site"]

    assert [one.name for one in site.cookies] == ["a\x7fb"]
    assert '# It also keeps "a\\ud800b"' in text


def test_a_tool_that_asks_as_well_is_no_service(tmp_path: Path) -> None:
    text = proposed(tmp_path, request("https://consent.cookiebot.com/uc.js"))

    assert "asks for consent as well" in text
    assert "cookiebot" not in [one.id for one in config.read(tmp_path / "consent.toml").declaration.services]


def test_who_delivers_files_is_told_to_be_hosted_by_oneself(tmp_path: Path) -> None:
    assert "own server" in proposed(tmp_path, request("https://cdn.jsdelivr.net/npm/a.js"))


def test_a_name_that_leads_to_others_is_told() -> None:
    cloak = Cloak("metrics.shop.example", "edge.nobody.example")
    text = declaration(found(visits("", request("https://metrics.shop.example/m")), cloak), ("en",))

    assert "leads to edge.nobody.example" in text


@pytest.mark.parametrize("codes", [("de",), ("en", "ar"), ("pt-BR", "zh-TW", "fr")])
def test_any_languages_will_do(tmp_path: Path, codes: tuple[str, ...]) -> None:
    proposed(tmp_path, request(GTAG), request("https://w.nobody.example/w"), codes=codes)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "session"),
        (0, "1 minute"),
        (1 / 1440, "1 minute"),
        (0.0208, "30 minutes"),
        (0.5, "12 hours"),
        (0.9999, "1 day"),
        (30.01, "30 days"),
        (90, "90 days"),
        (182.6, "6 months"),
        (365, "1 year"),
        (399.9, "400 days"),
        (180, "180 days"),
        (730, "2 years"),
    ],
)
def test_how_long_something_stays_is_told_as_people_do(days: float | None, words: str) -> None:
    assert duration(days) == words
