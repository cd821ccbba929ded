"""What a known service says, sets and stands under follows from the settings that the owner gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from banner.build import prerender
from banner.config import catalogue, locales
from banner.config.catalogue import CatalogueError
from banner.config.known import Known
from banner.config.parts import composed, says
from tests.build.conftest import changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from banner.config.site_config import SiteConfig

ANALYTICS, ADS = 'analytics_id = "G-ABC123"', 'ads_id = "AW-1234567"'
ADS_COOKIES = {"_gcl_*", "IDE", "DSID", "test_cookie", "NID"}
SETTINGS = {
    "measurement alone": (ANALYTICS, "analytics", "Google Analytics", {"_ga", "_ga_*"}),
    "advertising alone": (ADS, "marketing", "Google Ads", ADS_COOKIES),
    "both": (f"{ANALYTICS}\n{ADS}", "marketing", "Google Services", {"_ga", "_ga_*"} | ADS_COOKIES),
}


@pytest.mark.parametrize("settings", SETTINGS)
def test_google_stands_under_what_its_settings_do(read: Callable[[str], SiteConfig], settings: str) -> None:
    given, purpose, name, cookies = SETTINGS[settings]
    service = read(changed((ADS, given))).declaration.services[1]

    assert (service.id, service.purpose, service.name) == ("google", purpose, name)
    assert {cookie.name for cookie in service.cookies} == cookies


@pytest.mark.parametrize("language", locales.languages())
def test_google_says_what_its_settings_do(read: Callable[[str], SiteConfig], language: str) -> None:
    said = {}
    for settings, (given, *_) in SETTINGS.items():
        site = read(translated(language, given))
        said[settings] = locales.messages(language, site.texts[language], site.declaration).texts[
            "service.google.text"
        ]

    assert said["both"] == f"{said['measurement alone']} {said['advertising alone']}"
    assert "Ads" not in said["measurement alone"]
    assert "Analytics" not in said["advertising alone"]


def translated(language: str, given: str) -> str:
    """GOOD with these settings of Google, and with all that the language needs."""
    text = changed((ADS, given))
    if language == "en":
        return text
    own = ["purpose.tickets.name", "purpose.tickets.text"]
    own += [f"service.{one}.{word}" for one in ("count", "seats", "basket") for word in ("name", "text")]
    needed = "".join(f'"{one}" = "X"\n' for one in own)
    return (
        text.replace("position", f'languages = ["{language}"]\nposition', 1) + f"[texts.{language}]\n{needed}"
    )


@pytest.mark.parametrize(("given", "signals"), [(ANALYTICS, 1), (ADS, 3), (f"{ANALYTICS}\n{ADS}", 4)])
def test_google_is_told_of_what_its_settings_do_only(
    read: Callable[[str], SiteConfig], given: str, signals: int
) -> None:
    code = read(changed((ADS, given))).code["google"]

    assert len(code.signals) == signals
    assert any("ads" in host or "doubleclick" in host for host in code.hosts) == (ADS in given)


@pytest.mark.parametrize("given", [ANALYTICS, f"{ANALYTICS}\n{ADS}"])
def test_who_does_something_else_with_a_service_asks_everybody_again(
    read: Callable[[str], SiteConfig], given: str
) -> None:
    fixed = f'{ADS}\npurpose = "tickets"'
    changes = (ADS, f'{given}\npurpose = "tickets"')

    assert read(changed((ADS, fixed))).declaration.revision != read(changed(changes)).declaration.revision


TWO = f"""{ANALYTICS}

[[services]]
use = "google"
id = "google-ads"
{ADS}"""


def test_two_accounts_share_what_pages_call(read: Callable[[str], SiteConfig]) -> None:
    both = prerender.calls(read(changed((ADS, TWO))).code)

    assert ["gtag", "", ["google", "google-ads"], "consent"] in both


def test_two_accounts_of_one_service_are_two_services_with_their_own_purposes(
    read: Callable[[str], SiteConfig],
) -> None:
    site = read(changed((ADS, TWO)))
    found = {one.id: (one.name, one.purpose) for one in site.declaration.services if one.vendor == "google"}

    assert found == {
        "google": ("Google Analytics", "analytics"),
        "google-ads": ("Google Ads", "marketing"),
    }
    assert set(site.code["google"].signals) & set(site.code["google-ads"].signals) == set()
    assert site.code["google-ads"].scripts[-1].src.endswith("?id=AW-1234567")
    assert "Google Ads" in site.texts["en"]["service.google-ads.text"]


def test_an_account_can_have_a_name_and_a_text_of_the_owners(read: Callable[[str], SiteConfig]) -> None:
    own = 'id = "google-shop"\nname = "Shop figures"\ntext = "Counts sales."\n'
    site = read(changed((ADS, own + ANALYTICS)))
    messages = locales.messages("en", site.texts["en"], site.declaration)

    assert messages.name(site.declaration.services[1]) == "Shop figures"
    assert messages.text("service.google-shop.text") == "Counts sales."


def test_an_accounts_name_and_text_need_no_other_language_and_can_have_it(
    read: Callable[[str], SiteConfig],
) -> None:
    text = translated("it", f'name = "Our figures"\ntext = "Counts."\n{ANALYTICS}')
    site = read(text)
    assert site.texts["it"]["service.google.text"].startswith("Google Analytics conta")

    site = read(text + '"service.google.text" = "Conta."\n"service.google.name" = "I nostri numeri"\n')
    messages = locales.messages("it", site.texts["it"], site.declaration)
    assert messages.text("service.google.text") == "Conta."
    assert messages.name(site.declaration.services[1]) == "I nostri numeri"


@pytest.mark.parametrize(
    ("old", "new", "told", "remedy"),
    [
        (ADS, f'{ADS}\n[[services]]\nuse = "google"\n{ANALYTICS}', 'services[2].use = "google"', "google-2"),
        (
            ADS,
            f'{ADS}\n[[services]]\nuse = "google"\nid = "google"\n{ANALYTICS}',
            'services[2].id = "google"',
            "google-2",
        ),
        (ADS, f'{ADS}\nid = "youtube"', 'services[1].id = "youtube"', "another"),
        (ADS, f'{ADS}\nid = "Ads!"', 'services[1].id = "Ads!"', "lower-case"),
        (
            '[[purposes]]\nid = "marketing"\n',
            "",
            "services[1].purpose",
            'add [[purposes]] with id = "marketing"',
        ),
    ],
)
def test_an_account_that_cannot_be_is_told_with_its_place_and_the_remedy(
    errors: Callable[[str], list[str]], old: str, new: str, told: str, remedy: str
) -> None:
    (line,) = [line for line in errors(changed((old, new))) if line.startswith(told)]

    assert remedy in line


THING = """
name = "Thing"
vendor = "us"
purpose = "analytics"
checked = 2026-11-26
sources = ["https://vendor.example/cookies"]
hosts = ["thing.example"]
signals = ["counts"]
scripts = [{ code = "start();" }]
cookies = [{ name = "thing", duration = "1 day" }]
settings = { more = { pattern = "[a-z]+", example = "abc", help = "more of it" } }

[[parts]]
when = "more"
purpose = "marketing"
signals = ["counts", "sells"]
hosts = ["thing.example", "more.example"]
scripts = [{ src = "https://more.example/{more}.js" }]
cookies = [{ name = "more", duration = "1 day" }]
"""


@pytest.fixture
def thing(tmp_path: Path) -> Callable[[str], Known]:
    """Reads a file of a catalogue given as text."""

    def read(text: str) -> Known:
        (tmp_path / "thing.toml").write_text(text, encoding="utf-8")
        return catalogue.services(tmp_path)["thing"]

    return read


def test_a_part_holds_with_its_setting_and_not_without(thing: Callable[[str], Known]) -> None:
    without, whole = composed(thing(THING), {}), composed(thing(THING), {"more": "abc"})

    assert (without.purpose, without.signals, without.hosts) == ("analytics", ("counts",), ("thing.example",))
    assert [cookie.name for cookie in without.cookies] == ["thing"]
    assert says(without) == ("service.thing.text",)
    assert (whole.purpose, whole.signals) == ("marketing", ("counts", "sells"))
    assert whole.hosts == ("thing.example", "more.example")
    assert [script.code or script.src for script in whole.scripts] == [
        "start();",
        "https://more.example/{more}.js",
    ]
    assert [cookie.name for cookie in whole.cookies] == ["thing", "more"]
    assert says(whole) == ("service.thing.text", "service.thing.more.text")
    assert whole.name == "Thing"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('when = "more"', "", "parts[0].when: is missing"),
        ('when = "more"', 'when = "mroe"', 'parts[0].when = "mroe": did you mean more?'),
        ('when = "more"', 'when = "more"\nsignal = 1', "parts[0].signal = 1: there is no such key"),
        ('"more", duration', '"*", duration', 'parts[0].cookies[0].name = "*"'),
        ("https://more", "file://more", "parts[0].scripts[0].src = "),
        ("settings = { more", "settings = { signals", "settings.signals"),
    ],
)
def test_a_part_is_read_as_strictly_as_the_rest(
    thing: Callable[[str], Known], old: str, new: str, told: str
) -> None:
    with pytest.raises(CatalogueError, match=re.escape(told)):
        thing(THING.replace(old, new, 1))
