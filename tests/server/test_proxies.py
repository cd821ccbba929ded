"""Whom a request comes from: a header counts only as far as somebody trusted wrote it."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest

from banner.standalone.proxies import PEER, Proxies
from tests.support.loops import run

TRUSTED = tuple(ip_network(one) for one in ("127.0.0.1", "10.0.0.0/8", "fd00::/8"))
XFF, FORWARDED = "x-forwarded-for", "forwarded"


def seen(peer: str, *headers: tuple[str, str], by: str = XFF) -> tuple[str, str]:
    """The client and the scheme that the application sees."""
    found: list[dict[str, Any]] = []

    async def application(scope: Any, _: Any, __: Any) -> None:
        found.append(scope)

    scope = {
        "type": "http",
        "client": (peer, 1234),
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    run(Proxies(application, TRUSTED, by)(scope, None, None))  # type: ignore[arg-type]
    assert found[0][PEER] == peer
    return found[0]["client"][0], found[0]["scheme"]


@pytest.mark.parametrize(
    ("peer", "header", "client"),
    [
        # Anybody can write the header; who is no proxy is himself.
        ("192.0.2.9", "203.0.113.5", "192.0.2.9"),
        ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
        # What stands further left was sent by the visitor.
        ("127.0.0.1", "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "127.0.0.1, 203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "203.0.113.5, 10.1.2.3", "203.0.113.5"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.5, 10.1.2.3, 10.1.2.4", "203.0.113.5"),
        # A request that a proxy makes itself.
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.5, unknown", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.5, <script>, 10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "203.0.113.5:4711", "203.0.113.5"),
        ("127.0.0.1", "[2001:db8::5]:4711", "2001:db8::5"),
        ("127.0.0.1", "2001:db8::5", "2001:db8::5"),
        ("::ffff:127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("fd00::1", "2001:db8::5", "2001:db8::5"),
        ("", "203.0.113.5", ""),
        ("127.0.0.1", ", ".join(["203.0.113.5"] + ["10.0.0.1"] * 1000), "10.0.0.1"),
    ],
)
def test_the_client_is_the_last_that_no_trusted_proxy_is(peer: str, header: str, client: str) -> None:
    assert seen(peer, (XFF, header))[0] == client


def test_several_lines_of_a_header_are_one_list() -> None:
    assert seen("127.0.0.1", (XFF, "198.51.100.1"), (XFF, "203.0.113.5"))[0] == "203.0.113.5"


@pytest.mark.parametrize(
    ("header", "client", "scheme"),
    [
        ("for=203.0.113.5;proto=https;by=10.0.0.1", "203.0.113.5", "https"),
        ('For="[2001:db8::5]:4711";Proto=HTTPS', "2001:db8::5", "https"),
        ("for=198.51.100.1, for=203.0.113.5", "203.0.113.5", "http"),
        ('for="198.51.100.1, for=203.0.113.5", for=203.0.113.7', "203.0.113.7", "http"),
        ("for=203.0.113.5, for=10.1.2.3;proto=https", "203.0.113.5", "https"),
        ("for=_hidden", "127.0.0.1", "http"),
        ("proto=gopher", "127.0.0.1", "http"),
        (";;;==", "127.0.0.1", "http"),
    ],
)
def test_the_standard_header_is_read_the_same_way(header: str, client: str, scheme: str) -> None:
    assert seen("127.0.0.1", (FORWARDED, header), by=FORWARDED) == (client, scheme)


@pytest.mark.attack("forged-address")
def test_the_header_that_the_proxy_does_not_write_is_the_visitors_and_counts_never() -> None:
    forged = (("forwarded", "for=198.51.100.1;proto=https"), (XFF, "203.0.113.5"))

    assert seen("127.0.0.1", *forged, by=XFF) == ("203.0.113.5", "http")
    forged = ((FORWARDED, "for=203.0.113.5"), (XFF, "198.51.100.1"), ("x-forwarded-proto", "https"))
    assert seen("127.0.0.1", *forged, by=FORWARDED) == ("203.0.113.5", "http")


def test_a_proxy_that_nobody_has_named_is_told_once_and_a_visitor_never(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def application(_: Any, __: Any, ___: Any) -> None:
        pass

    proxies = Proxies(application, TRUSTED, XFF)
    for peer in ("172.16.0.9", "172.16.0.9", "8.8.8.8", "127.0.0.1"):
        scope = {
            "type": "http",
            "client": (peer, 1),
            "scheme": "http",
            "headers": [(b"x-forwarded-for", b"::1")],
        }
        run(proxies(scope, None, None))  # type: ignore[arg-type]

    assert [one.getMessage() for one in caplog.records] == [
        "172.16.0.9 is no trusted proxy, so all whom it has requests of are limited as one"
    ]


@pytest.mark.parametrize(
    ("peer", "proto", "scheme"),
    [
        ("127.0.0.1", "https", "https"),
        ("127.0.0.1", "http, https", "https"),
        ("127.0.0.1", "javascript", "http"),
        ("192.0.2.9", "https", "http"),
    ],
)
def test_the_scheme_is_what_a_trusted_proxy_says(peer: str, proto: str, scheme: str) -> None:
    assert seen(peer, ("x-forwarded-proto", proto))[1] == scheme
