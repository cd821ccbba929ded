"""An owner's account is found where a page has it, and never guessed."""

from __future__ import annotations

import pytest

from banner.config import catalogue
from banner.config.filling import BLANK, plain
from banner.config.known import Known
from banner.scan.accounts import about, fits, settings
from tests.unit.scan.seen import found, request, visits

KNOWN = catalogue.services()


def addresses(known: Known) -> list[str]:
    """What the service loads, with the examples of its settings."""
    examples = {key: one.example for key, one in known.settings.items()}
    return [plain(one.address, examples) for one in known.all_scripts if one.address]


@pytest.mark.parametrize("id", KNOWN)
def test_what_a_service_loads_is_known_by_its_address(id: str) -> None:
    assert [url for url in addresses(KNOWN[id]) if not fits(KNOWN[id], url)] == []


@pytest.mark.parametrize("id", KNOWN)
def test_an_account_in_an_address_is_found_and_no_other(id: str) -> None:
    known = KNOWN[id]
    templates = [one.address for one in known.scripts if one.address]
    keys = {place[2].split("|")[0] for one in templates for place in BLANK.finditer(one)}
    seen = settings(known, addresses(known), [])

    assert {key: seen.get(key) for key in keys} == {key: known.settings[key].example for key in keys}


def test_a_word_is_no_account() -> None:
    known = KNOWN["google-tag-manager"]

    assert settings(known, [], ["x('GTM-ABCDEF'); y('GTM-ABC1')"]) == {"container_id": "GTM-ABC1"}
    assert settings(known, [], ["x('GTM-ABCDEF')"]) == {}


def test_code_of_somebody_else_has_no_account_of_a_service() -> None:
    markup = "<script>other('123456789012345')</script>"
    made = found(visits(markup, request("https://connect.facebook.net/en_US/fbevents.js")))

    assert made.others["facebook-pixel"].settings == {}


@pytest.mark.parametrize(
    ("code", "is_about"),
    [
        ("fbq('init', '1')", True),
        ("window.fbq('init', '1')", True),
        ("load('https://connect.facebook.net/x.js')", True),
        ("myfbq('init')", False),
        ("fbq2('init')", False),
        ("", False),
    ],
)
def test_code_is_about_a_service_whose_function_it_calls(code: str, is_about: bool) -> None:
    assert about(KNOWN["facebook-pixel"], ["connect.facebook.net"], code) == is_about


@pytest.mark.parametrize(
    "code",
    [
        "_paq.push(['setSiteId', '7'])",
        'var _paq = [["setSiteId", 7]]',
        "const siteId = '7';",
        "{ site_id: 7 }",
    ],
)
def test_an_account_stands_behind_a_name_like_that_of_its_setting(code: str) -> None:
    assert settings(KNOWN["matomo"], [], [code, "setTrackerUrl('x'); width = 9"]) == {"site_id": "7"}
