"""Hosts of others have names: the catalogue's, those of third-party-web's list, or their own domain."""

from __future__ import annotations

import json
from typing import Any

import pytest

from banner.config import catalogue, third_parties
from banner.config.third_parties import Directory, list_used, named
from banner.observe.names import registrable
from banner.toolchain import third_parties as maker

# Of few services, since the catalogue grows.
FEW = Directory(
    {one: catalogue.services()[one] for one in ("youtube", "google", "facebook", "facebook-pixel")}
)
KNOWN = {
    "www.youtube.com": ("YouTube", "catalogue", "content"),
    "region1.google-analytics.com": ("Google Analytics", "catalogue", "analytics"),
    "cdn.33across.com": ("33 Across", "list", "marketing"),
    "33across.com": ("33 Across", "list", "marketing"),
    "securepubads.g.doubleclick.net.": ("Google Ads", "catalogue", "analytics"),
    "SNAP.LICDN.com": ("LinkedIn Ads", "list", "marketing"),
    "fonts.googleapis.com": ("Google Fonts", "list", ""),
    "stats.our-agency.example": ("our-agency.example", "domain", ""),
}


@pytest.mark.parametrize(("host", "who"), KNOWN.items(), ids=KNOWN)
def test_a_host_is_named_by_the_catalogue_then_the_list_then_its_domain(
    host: str, who: tuple[str, str, str]
) -> None:
    found = FEW.named(host)

    assert (found.name, found.source, found.purpose) == who
    assert found.host == host.lower().rstrip(".")


def test_every_host_of_the_catalogue_leads_to_its_service() -> None:
    for known in catalogue.services().values():
        for part in (known, *known.parts):
            for host in part.hosts:
                assert known.id in named(host.replace("*.", "any.")).services, host


def test_a_host_that_several_services_share_has_the_name_of_the_company_behind() -> None:
    found = FEW.named("www.facebook.com")

    assert set(found.services) == {"facebook", "facebook-pixel"}
    assert found.name == "Facebook"


@pytest.mark.parametrize("host", ["ajax.googleapis.com", "cdn.jsdelivr.net", "unpkg.com", "fonts.bunny.net"])
def test_what_only_delivers_files_says_so(host: str) -> None:
    assert named(host).delivers


@pytest.mark.parametrize("host", ["www.youtube.com", "static.hotjar.com", "unknown.example"])
def test_what_does_more_than_deliver_does_not(host: str) -> None:
    assert not named(host).delivers


@pytest.mark.parametrize(
    "host",
    ["consent.cookiebot.com", "cdn.cookielaw.org", "cdn-cookieyes.com", "app.termly.io", "cdn.iubenda.com"],
)
def test_a_consent_tool_of_others_is_known_as_one(host: str) -> None:
    assert named(host).asks


DOMAINS = {
    "a.b.example.com": "example.com",
    "example.com": "example.com",
    "shop.example.co.uk": "example.co.uk",
    "www.example.com.br": "example.com.br",
    "cdn.example.de": "example.de",
    "me.github.io": "me.github.io",
    "www.me.netlify.app": "me.netlify.app",
    "co.uk": "co.uk",
    "www.shop.gv.at": "shop.gv.at",
    "localhost": "localhost",
    "192.0.2.7": "192.0.2.7",
    "[2001:db8::1]": "2001:db8::1",
}


@pytest.mark.parametrize(("host", "domain"), DOMAINS.items(), ids=DOMAINS)
def test_a_registrable_domain_is_what_somebody_could_have_registered(host: str, domain: str) -> None:
    assert registrable(host) == domain


def test_the_narrowest_pattern_decides() -> None:
    assert named("maps.googleapis.com").name == "Google Maps"
    assert named("fonts.googleapis.com").name == "Google Fonts"


def test_the_list_is_the_one_of_the_lock_and_tells_its_version_and_day() -> None:
    lock = json.loads(maker.LOCK.read_text("utf-8"))["packages"][f"node_modules/{maker.PACKAGE}"]
    told = json.loads(maker.FILE.read_text("utf-8"))

    assert lock["integrity"].startswith("sha512-")
    assert told["version"] == lock["version"]
    assert list_used() == f"third-party-web {lock['version']} of {told['date']}"
    assert "Copyright (c)" in maker.LICENCE.read_text("utf-8")
    assert maker.FILE == third_parties.FILE
    assert maker.FILE.stat().st_size < 250_000


ENTITIES: list[dict[str, Any]] = [
    {"name": "Zeta", "company": "Zett AG", "category": "ad", "domains": ["*.Zeta.example", "z.example"]},
    {
        "name": "Cookiebot",
        "category": "utility",
        "domains": ["*.cookiebot.com"],
        "homepage": "https://c.example",
    },
]


def test_the_maker_of_the_list_keeps_what_is_needed_a_line_each() -> None:
    text = maker.compact(ENTITIES, "1.2.3", "2026-01-02")
    told = json.loads(text)

    assert ["Zeta", "Zett AG", "ad", "*.zeta.example z.example"] in told["entities"]
    assert ["Cookiebot", "", "consent-provider", "*.cookiebot.com"] in told["entities"]
    assert (told["version"], told["date"], told["licence"]) == ("1.2.3", "2026-01-02", "MIT")
    assert len(text.splitlines()) == len(told["entities"]) + 2


def test_the_maker_adds_nothing_that_the_list_has_learnt_since() -> None:
    learnt = [{"name": "Bunny", "category": "cdn", "domains": ["fonts.bunny.net"]}]
    told = json.loads(maker.compact(learnt, "1", "2026-01-02"))

    assert [one for one in told["entities"] if "fonts.bunny.net" in one[3]] == [
        ["Bunny", "", "cdn", "fonts.bunny.net"]
    ]
