"""Whose a host is."""

from __future__ import annotations

import pytest

from banner.observe.cloaks import Cloak, aliases, cloaks
from banner.observe.names import registrable, same_site


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("example.org", "example.org"),
        ("www.example.org", "example.org"),
        ("a.b.example.org.", "example.org"),
        ("www.example.co.uk", "example.co.uk"),
        ("shop.example.com.br", "example.com.br"),
        ("me.github.io", "me.github.io"),
        ("www.me.github.io", "me.github.io"),
        ("www.t.co", "t.co"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("shop.me.uk", "shop.me.uk"),
        ("www.shop.ltd.uk", "shop.ltd.uk"),
        ("www.shop.webflow.io", "shop.webflow.io"),
        ("www.shop.gv.at", "shop.gv.at"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("", ""),
    ],
)
def test_the_domain_that_somebody_has_registered(host: str, domain: str) -> None:
    assert registrable(host) == domain


def test_hosts_of_one_domain_are_of_one_site() -> None:
    assert same_site("www.example.org", "cdn.example.org")
    assert not same_site("one.github.io", "two.github.io")
    assert not same_site("shop.me.uk", "other.me.uk")
    assert not same_site("127.0.0.1", "127.0.0.2")


def test_a_host_of_the_site_that_leads_to_somebody_else_is_cloaked() -> None:
    leads = {"metrics.example.org": ["edge.tracker.net."], "www2.example.org": ["web.example.org"]}
    hosts = ["example.org", "metrics.example.org", "www2.example.org", "cdn.other.net"]

    assert cloaks(hosts, "example.org", lambda host: leads.get(host, [])) == [
        Cloak("metrics.example.org", "edge.tracker.net")
    ]


def test_who_serves_the_site_itself_is_no_cloak() -> None:
    assert cloaks(["www.example.org"], "www.example.org", lambda _: ["host.provider.net"]) == []


def test_a_name_that_nobody_has_has_no_aliases() -> None:
    assert aliases("no-such-host.invalid") == []
    assert aliases("a" * 70 + ".invalid") == []
