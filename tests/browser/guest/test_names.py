"""Names are the page's: what others keep or call by a name of ours is never obeyed, replaced or erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from banner.core.record import encode
from tests.matrix import examples
from tests.unit.shop import consent

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

FOREIGN = ["newsletter", "yes", "%7B%22analytics%22%3Atrue%7D", "true|2026"]


def kept_by_others(visitor: Visitor, name: str, value: str) -> Visitor:
    """A cookie of the host, as another tool or the server has set it."""
    visitor.context.add_cookies([{"name": name, "value": value, "url": visitor.base}])
    return visitor


def speak_german(visitor: Visitor) -> None:
    """Choose it in the banner."""
    visitor.page.hover("#consent-banner select")
    visitor.page.select_option("#consent-banner select", "de")
    visitor.page.wait_for_selector("#consent-banner[lang=de]")


@examples("value", FOREIGN, run=FOREIGN[2:3])
def test_a_foreign_cookie_named_consent_starts_nothing_and_is_left_alone(
    visitor: Visitor, value: str
) -> None:
    kept_by_others(visitor, "consent", value).visit("privacy-policy.html")
    assert visitor.asked()
    assert visitor.state() == "undecided"
    assert visitor.python() == []

    visitor.press("deny-all").settled("denied")
    assert visitor.cookies()["consent"] == value
    started = len(visitor.python())
    visitor.visit("product.html")
    assert visitor.state() == "denied"
    assert not visitor.asked()
    assert len(visitor.python()) == started
    visitor.page.evaluate("() => { consent.accept(['links-conversion']) }")
    visitor.settled("partial")
    assert visitor.cookies()["consent"] == value


@pytest.mark.thorough
def test_the_owner_is_told_that_the_cookie_has_another_owner(visitor: Visitor) -> None:
    said: list[str] = []
    visitor.page.on("console", lambda message: said.append(message.text))
    kept_by_others(visitor, "consent", "newsletter").visit("privacy-policy.html")
    visitor.press("deny-all").settled("denied")

    assert [text for text in said if "[cookies] consent" in text]


def test_a_language_cookie_of_the_shop_is_neither_obeyed_nor_rewritten(visitor: Visitor) -> None:
    page = kept_by_others(visitor, "language", "it").visit("privacy-policy.html").page
    assert page.inner_text("#consent-banner h2") == "Your cookie choices"

    speak_german(visitor)
    assert visitor.cookies()["language"] == "it"
    visitor.visit("product.html").page.wait_for_selector("#consent-banner[lang=de]")


@pytest.mark.thorough
def test_a_chosen_language_that_the_shop_writes_over_is_the_shops_from_then_on(visitor: Visitor) -> None:
    visitor.visit("privacy-policy.html")
    speak_german(visitor)
    assert visitor.cookies()["language"] == "de"

    kept_by_others(visitor, "language", "fr").visit("product.html").page.wait_for_selector(
        "#consent-banner[lang=en]"
    )


GLOBALS = {
    "like jQuery": "var consent = { get: (at) => at };",
    "a map": "var consent = new Map();",
    "a form's data": "var consent = new FormData();",
    "a flag": "var consent = false;",
    "a function": "function consent() { return 7; }",
    "a constant": "window.consent = Object.freeze({ newsletter: true });",
}


@examples("kind", GLOBALS, run=["a map", "a constant"])
def test_a_global_of_the_page_stops_nothing_and_stays(visitor: Visitor, kind: str) -> None:
    # As a script of the page would run it: by itself, an init script is a function's inside.
    visitor.page.add_init_script(f"(0, eval)({json.dumps(GLOBALS[kind])}); window.before = window.consent;")
    page = visitor.visit("privacy-policy.html").page
    assert visitor.asked()
    assert page.evaluate("window.consent === window.before")
    visitor.press("deny-all").settled("denied")
    assert page.evaluate("window.consent === window.before")


def test_a_second_tag_in_a_page_does_nothing(visitor: Visitor) -> None:
    page = visitor.visit("privacy-policy.html").page
    page.evaluate("window.first = consent")
    page.add_script_tag(url=visitor.base + "consent/consent.js")

    assert page.evaluate("consent === first")
    assert page.locator("#consent-banner").count() == 1


def test_the_owner_names_the_cookies_and_the_global(
    rebuilt: Callable[[str, str], str], new_visitor: Callable[..., Visitor]
) -> None:
    names = '[cookies]\nconsent = "shop-choice"\nlanguage = "shop-language"'
    visitor = new_visitor(rebuilt("[links]", f'global = "cookieChoice"\n\n{names}\n\n[links]'))
    page = visitor.visit("privacy-policy.html").page
    speak_german(visitor)
    visitor.press("deny-all").settled("denied")

    assert page.evaluate("typeof window.consent") == "undefined"
    assert page.evaluate("cookieChoice.get().state") == "denied"
    assert set(visitor.cookies()) == {"shop-choice", "shop-language"}
    visitor.visit("product.html").settled("denied")
    assert not visitor.asked()


def test_a_shared_domain_is_asked_once(
    rebuilt: Callable[[str, str], str],
    new_visitor: Callable[..., Visitor],
    elsewhere: Callable[[Visitor, str, str], None],
) -> None:
    shop = rebuilt("[links]", '[cookies]\ndomain = "shop.test"\n\n[links]')
    visitor = new_visitor("https://www.shop.test/")
    for host in ("https://www.shop.test/", "https://my.shop.test/"):
        elsewhere(visitor, host, shop)
    visitor.visit("privacy-policy.html").press("deny-all")
    visitor.page.wait_for_selector("html[data-consent=denied]", state="attached")
    (cookie,) = [one for one in visitor.context.cookies() if one["name"] == "consent"]
    assert cookie["domain"] == ".shop.test"

    visitor.page.goto("https://my.shop.test/privacy-policy.html")
    visitor.page.wait_for_selector("html[data-consent=denied]", state="attached")
    assert not visitor.asked()
    # Both hosts are the site's.
    visitor.requests = [address for address in visitor.requests if "//my.shop.test/" not in address]


RECORD = encode(consent(("google", "facebook-pixel")))


@examples("name", ["consent", "consent-pending", "consent-banner"], run=["consent", "consent-pending"])
def test_on_https_no_sub_domain_can_decide_for_the_visitor(
    new_visitor: Callable[..., Visitor],
    dist_folder_route: Callable[[Visitor, str], None],
    name: str,
) -> None:
    visitor = new_visitor("https://www.shop.test/")
    dist_folder_route(visitor, "https://www.shop.test/")
    tossed = CLICK if name == "consent-pending" else RECORD
    visitor.context.add_cookies([{"name": name, "value": tossed, "domain": ".shop.test", "path": "/"}])
    visitor.visit("privacy-policy.html")

    assert visitor.asked()
    assert (visitor.state(), visitor.python(), visitor.outside()) == ("undecided", [], [])


CLICK = (
    "%5B%7B%22id%22%3A%22neverclicked%22%2C%22action%22%3A%22accept-all%22%2C%22services%22%3A%5B%22google%22%5D"
    "%2C%22at%22%3A1%2C%22source%22%3A%22banner%22%2C%22revision%22%3A%22r%22%7D%5D"
)


def test_where_storage_works_a_cookie_that_stands_in_for_it_is_somebody_elses(visitor: Visitor) -> None:
    kept_by_others(visitor, "consent-pending", CLICK).visit("privacy-policy.html")

    assert (visitor.state(), visitor.python()) == ("undecided", [])
    assert visitor.stored() == {}
