"""The command ``services``: the catalogue at a terminal."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest

from banner import cli
from banner.config import catalogue

SERVICES = catalogue.services()


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert cli.main(["services", *arguments]) == code
    return capsys.readouterr().out


def declared(told: str) -> dict[str, Any]:
    """What is to be written, as it stands at the end of what is told."""
    lines = told[told.index("[[services]]") :].partition("\nalso")[0]
    (service,) = tomllib.loads(lines)["services"]
    return dict(service)


def test_all_services_are_listed_under_their_purpose(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys)

    assert [one for one in SERVICES if f"\n  {one} " not in told] == []
    assert f"{len(SERVICES)} services; consent-banner services ID shows one" in told


@pytest.mark.parametrize("word", ["YouTube", "youtube", " youtube "])
def test_one_service_is_shown_with_what_to_write(capsys: pytest.CaptureFixture[str], word: str) -> None:
    told = said(capsys, word)

    assert "Google, https://policies.google.com/privacy; it may bring data to the USA" in told
    assert "VISITOR_INFO1_LIVE, 180 days, on youtube.com" in told
    assert declared(told) == {"use": "youtube"}


@pytest.mark.parametrize("one", SERVICES)
def test_what_is_shown_of_a_service_can_be_declared(capsys: pytest.CaptureFixture[str], one: str) -> None:
    needed = {key for key, setting in SERVICES[one].settings.items() if setting.required}

    assert set(declared(said(capsys, one))) == {"use", *needed, *SERVICES[one].one_of[:1]}


@pytest.mark.parametrize(
    ("word", "service"), [("googlevideo", "youtube"), ("Meta", "instagram"), ("marketing", "impact")]
)
def test_a_service_is_found_by_host_vendor_and_purpose(
    capsys: pytest.CaptureFixture[str], word: str, service: str
) -> None:
    assert service in said(capsys, word)


def test_other_services_with_the_same_word_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert "also with “google”: " in said(capsys, "google")


def test_json_has_all_of_a_service(capsys: pytest.CaptureFixture[str]) -> None:
    (told,) = json.loads(said(capsys, "--json", "facebook-pixel"))

    assert told["settings"]["pixel_id"]["required"]
    assert {"name": "_fbp", "duration": "90 days", "kind": "cookie", "domain": ""} in told["cookies"]


def test_a_word_that_no_service_has_ends_with_a_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert "name one that the command services lists" in said(capsys, "zzzz", code=1)
    assert json.loads(said(capsys, "--json", "zzzz", code=1)) == []
