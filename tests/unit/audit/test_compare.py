"""What was seen is compared with what is declared."""

from __future__ import annotations

from pathlib import Path

import pytest

from banner.audit.compare import Moment, compare
from banner.audit.coverage import unseen
from banner.audit.expected import Expected
from banner.audit.seen import Cause, Contact, Kept
from tests.unit.audit.sites import HOST, TOML, expected, site

CAUSE = Cause("<script>", "https://www.shop.example/", 7)


def rules(
    one: Expected, contacts: tuple[Contact, ...] = (), kept: tuple[Kept, ...] = (), **moment: object
) -> list[tuple[str, str]]:
    """Return the rule and the service of each finding."""
    at = Moment("/", "chromium", "undecided", **{"granted": (), **moment})  # type: ignore[arg-type]
    return [(found.rule, found.service) for found in compare(one, at, contacts, kept)]


@pytest.mark.parametrize(
    ("url", "granted", "found"),
    [
        ("https://www.googletagmanager.com/gtag/js?id=G-SHOP123456", (), ("early-contact", "google")),
        ("https://www.googletagmanager.com/gtag/js?id=G-SHOP123456", ("google",), None),
        ("https://region1.google-analytics.com/collect", ("youtube",), ("early-contact", "google")),
        ("https://www.facebook.com/tr", ("facebook-pixel",), None),
        ("wss://live.chat.example/", (), ("early-contact", "chat")),
        ("wss://live.chat.example/", ("chat",), None),
        ("https://stats.unknown.example/count.js", ("google", "chat"), ("undeclared-host", "")),
        ("https://cdn.shop-assets.example/shop.css", (), None),
        ("https://www.shop.example/shop.js", (), None),
        ("https://shop.example/shop.js", (), None),
        ("https://images.shop.example/a.png", (), None),
        ("https://www.shop.example/assets/visits.js?site=1&x=2", (), ("early-contact", "visits")),
        ("https://www.shop.example/assets/visits.js?site=1", ("visits",), None),
        ("https://www.shop.example/assets/visits.js", (), None),
        ("data:text/plain,x", (), None),
        ("https://[", (), None),
    ],
)
def test_a_host_is_contacted_where_its_service_is_granted(
    url: str, granted: tuple[str, ...], found: tuple[str, str] | None, tmp_path: Path
) -> None:
    assert rules(expected(tmp_path), (Contact(url),), granted=granted) == ([found] if found else [])


@pytest.mark.parametrize(
    ("path", "granted", "found"),
    [
        ("maps/embed?pb=!1m18!1m12", "google-recaptcha", [("early-contact", "google-maps")]),
        ("maps/embed?pb=!1m18!1m12", "google-maps", []),
        ("maps/vt", "google-recaptcha", []),
        ("maps/vt", "google-maps", []),
        ("maps/vt", "youtube", [("early-contact", "google-maps")]),
    ],
)
def test_an_item_belongs_to_its_own_service_though_another_one_has_the_host(
    path: str, granted: str, found: list[tuple[str, str]], tmp_path: Path
) -> None:
    both = '[[services]]\nuse = "google-maps"\n[[services]]\nuse = "google-recaptcha"\nrender = "onload"\n'
    one = Expected(site(tmp_path, TOML + both), HOST)

    assert rules(one, (Contact(f"https://www.google.com/{path}", "frame"),), granted=(granted,)) == found


def test_a_finding_names_page_engine_phase_and_cause(tmp_path: Path) -> None:
    moment = Moment("https://www.shop.example/", "firefox", "denied", ())
    contact = Contact("https://www.facebook.com/tr#x", "image", CAUSE)
    (found,) = compare(expected(tmp_path), moment, (contact, contact), ())

    assert (found.page, found.engine, found.phase) == ("https://www.shop.example/", "firefox", "denied")
    assert found.what == "image https://www.facebook.com/tr, of facebook-pixel"
    assert found.caused_by == CAUSE
    assert str(found.caused_by) == "<script> in https://www.shop.example/:7"


def test_a_long_address_is_cut(tmp_path: Path) -> None:
    moment = Moment("/", "chromium", "denied", ())
    (found,) = compare(expected(tmp_path), moment, (Contact("https://www.facebook.com/" + 200 * "x"),), ())

    assert "x…, of facebook-pixel" in found.what


@pytest.mark.parametrize(
    ("other", "granted", "found"),
    [
        ("live.chat.example.", (), ("cloaked-host", "chat")),
        ("live.chat.example", ("chat",), None),
        ("shop.hosting.example", (), None),
        ("shop.matomo.cloud", (), ("cloaked-host", "")),
        ("d1.cloudfront.net", (), None),
        ("other.shop.example", (), None),
    ],
)
def test_another_name_of_a_declared_host_is_that_host(
    other: str, granted: tuple[str, ...], found: tuple[str, str] | None, tmp_path: Path
) -> None:
    one = expected(tmp_path, lambda host: [other] if host == "talk.shop.example" else [])

    assert rules(one, (Contact("https://talk.shop.example/x"),), granted=granted) == (
        [found] if found else []
    )


@pytest.mark.parametrize(
    ("kept", "granted", "found"),
    [
        (Kept("cookie", "_ga_XYZ", "shop.example", 400), (), ("early-storage", "google")),
        (Kept("cookie", "_ga_XYZ", "shop.example", 400), ("google",), None),
        (Kept("cookie", "other", "www.shop.example", 1), ("google",), ("undeclared-storage", "")),
        (Kept("local", "_ga", "www.shop.example"), ("google",), ("undeclared-storage", "")),
        (Kept("local", "visits.seen", "www.shop.example"), ("visits",), None),
        (Kept("local", "visits.seen", "www.shop.example"), (), ("early-storage", "visits")),
        (Kept("cookie", "visits", "example", 365), ("visits",), None),
        (Kept("cookie", "chat", "live.chat.example", 30), ("chat",), None),
        (Kept("cookie", "chat", "www.shop.example", 30), ("chat",), ("party", "chat")),
        (Kept("cookie", "basket", "chat.example", 7), ("chat",), ("party", "basket")),
        (Kept("cookie", "basket", "www.shop.example", 7), (), None),
        (Kept("cookie", "basket", "www.shop.example", 365), (), ("lifetime", "basket")),
        (Kept("cookie", "basket", "www.shop.example", 0.2), (), ("shorter-lifetime", "basket")),
        (Kept("cookie", "basket", "www.shop.example"), (), ("shorter-lifetime", "basket")),
        (Kept("cookie", "sid", "www.shop.example"), (), None),
        (Kept("cookie", "sid", "www.shop.example", 1), (), ("lifetime", "basket")),
        (Kept("cookie", "consent", "www.shop.example", 180), (), None),
        (Kept("cookie", "__Host-consent-banner-shop", "www.shop.example", 180), (), None),
        (Kept("cookie", "consent-analytics", "www.shop.example", 180), (), ("undeclared-storage", "")),
        (Kept("local", "consent.plan", "www.shop.example"), (), None),
        (Kept("local", "consent.plan-shop", "www.shop.example"), (), None),
        (Kept("session", "consent.plan", "www.shop.example"), (), ("undeclared-storage", "")),
        (Kept("cookie", "consent", "chat.example", 180), (), ("party", "basket")),
    ],
)
def test_what_is_kept_is_declared_granted_and_as_declared(
    kept: Kept, granted: tuple[str, ...], found: tuple[str, str] | None, tmp_path: Path
) -> None:
    assert rules(expected(tmp_path), (), (kept,), granted=granted) == ([found] if found else [])


def test_what_an_engine_cuts_down_is_not_too_short(tmp_path: Path) -> None:
    one = expected(tmp_path)
    week = Kept("cookie", "_ga", "www.shop.example", 7)

    assert rules(one, (), (week,), granted=("google",)) == [("shorter-lifetime", "google")]
    assert rules(one, (), (week,), granted=("google",), capped=7.0) == []


def test_what_was_written_and_is_gone_counts_where_nobody_granted_it(tmp_path: Path) -> None:
    one = expected(tmp_path)
    gone = tuple(Kept("cookie", name, HOST, gone=True) for name in ("_fbp", "probe", "basket"))

    assert rules(one, (), gone) == [("early-storage", "facebook-pixel")]


def test_a_clock_that_is_ahead_tells_no_lifetimes(tmp_path: Path) -> None:
    one = expected(tmp_path)

    assert rules(one, (), (Kept("cookie", "basket", HOST, 200),), ahead=True) == []


def test_what_is_left_after_a_withdrawal_has_a_rule_of_its_own(tmp_path: Path) -> None:
    found = rules(expected(tmp_path), (), (Kept("cookie", "_fbp", HOST, 90),), withdrawn=True)

    assert found == [("kept-after-withdrawal", "facebook-pixel")]


def test_what_several_services_declare_may_be_kept_for_any_of_them(tmp_path: Path) -> None:
    twice = TOML + '\n[[services]]\nuse = "google"\nid = "google-2"\nanalytics_id = "G-OTHER12345"\n'
    one = Expected(site(tmp_path, twice), HOST)
    kept = (Kept("cookie", "_ga", HOST, 400),)
    tag = Contact("https://www.googletagmanager.com/gtag/js?id=G-OTHER12345")

    assert rules(one, (), kept, granted=("google-2",)) == []
    assert rules(one, (), kept) == [("early-storage", "google")]
    assert rules(one, (tag,), granted=("google",)) == [("early-contact", "google-2")]
    assert rules(one, (tag,), granted=("google-2",)) == []


def test_what_is_declared_and_never_seen_is_told(tmp_path: Path) -> None:
    one = expected(tmp_path)
    contacts = (
        Contact("https://www.googletagmanager.com/gtag/js?id=G-SHOP123456"),
        Contact("https://www.shop.example/visits.js?site=1"),
    )
    kept = (Kept("cookie", "_ga", HOST, 400), Kept("cookie", "visits", HOST, 365))
    found = [(one.rule, one.what) for one in unseen(one, ("google", "youtube", "visits"), contacts, kept)]

    assert ("unseen-service", "youtube was granted, and did nothing") in found
    assert ("unseen-host", "*.google-analytics.com, of google") in found
    assert ("unseen-cookie", "cookie _ga_*, of google") in found
    assert ("unseen-cookie", "local visits.seen, of visits") in found
    assert ("unseen-host", "visits.shop.example, of visits") in found
    assert ("unseen-host", "cdn.shop-assets.example, of a required service") in found
    assert not [
        words for _, words in found if "chat" in words or "consent" in words or "of facebook" in words
    ]


def test_a_third_partys_cookie_that_was_not_seen_is_told_with_its_domain(tmp_path: Path) -> None:
    found = unseen(expected(tmp_path), ("chat",), (Contact("https://a.chat.example/"),), ())

    assert "cookie chat of chat.example, of chat" in [one.what for one in found]


def test_all_that_was_declared_and_seen_is_no_finding(tmp_path: Path) -> None:
    contacts = (Contact("https://a.chat.example/"), Contact("https://cdn.shop-assets.example/"))
    kept = (
        Kept("cookie", "chat", "chat.example", 30),
        Kept("cookie", "basket", HOST, 7),
        Kept("cookie", "sid", HOST),
    )

    assert unseen(expected(tmp_path), ("chat",), contacts, kept) == ()
