"""What a withdrawal erases, wherever it was kept; and what the visitor is told of the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.waits import wait_for_promise

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

HOSTS = {
    "a host below the domain": ("https://shop.example.test/", "example.test"),
    "the domain itself": ("https://example.test/", "example.test"),
    "a public suffix of two labels": ("https://shop.example.co.uk/", "example.co.uk"),
}
# What Google's cookies may be called, in every place that a script of such a page can write to.
WRITE = """(domain) => {
  const texts = [];
  for (const path of ['/', '/shop', '/shop/']) {
    texts.push(`_ga=1;Path=${path}`, `_ga_HOST=1;Path=${path};Secure`);
    for (const one of [location.hostname, domain]) texts.push(`_gcl_au=1;Path=${path};Domain=${one}`);
  }
  for (const text of texts) document.cookie = text + ';Max-Age=9999';
}"""


@pytest.fixture
def on_host(
    new_visitor: Callable[..., Visitor], dist_folder_route: Callable[[Visitor, str], None]
) -> Callable[[str], Visitor]:
    """A visitor of the demo site on a host of its own."""

    def visit(base: str) -> Visitor:
        visitor = new_visitor(base)
        dist_folder_route(visitor, base)
        dist_folder_route(visitor, base + "shop/")
        return visitor

    return visit


# The one that has all of it: parents, of which two are a public suffix.
@examples("name", HOSTS, run=["a public suffix of two labels"])
def test_cookies_go_from_the_host_its_parents_and_every_path(
    on_host: Callable[[str], Visitor], name: str
) -> None:
    base, domain = HOSTS[name]
    visitor = on_host(base)
    page = visitor.visit("shop/product.html").press("accept-all").settled("granted").page
    page.evaluate(WRITE, domain)
    ours = {"_ga", "_ga_HOST", "_gcl_au"}
    written = [cookie for cookie in visitor.context.cookies() if cookie["name"] in ours]
    assert {cookie["domain"].lstrip(".") for cookie in written} == {domain, base.split("/")[2]}
    assert {cookie["path"] for cookie in written} == {"/", "/shop", "/shop/"}
    with page.expect_navigation():
        page.evaluate("void consent.deny(['google'])")
    visitor.settled("partial")

    left = [cookie["name"] for cookie in visitor.context.cookies() if cookie["name"] in ours]
    assert left == []


DECLARED = """
[[services.cookies]]
name = "__Host-links"
duration = "30 days"

[[services.cookies]]
name = "__Secure-links*"
duration = "30 days"

[[services.cookies]]
name = "links-db*"
duration = "persistent"
kind = "indexeddb"

[[services.cookies]]
name = "links-files"
duration = "persistent"
kind = "cache"

[[services.cookies]]
name = "links.*"
duration = "persistent"
kind = "local"
"""
KEEP = """async () => {
  document.cookie = '__Host-links=1;Secure;Path=/';
  document.cookie = '__Secure-links-a=1;Secure;Path=/;Max-Age=99';
  for (const name of ['links-db', 'links-db-2', 'other-db']) {
    await new Promise((done) => {
      indexedDB.open(name).onsuccess = ({ target }) => done(target.result.close());
    });
  }
  for (const name of ['links-files', 'other-files']) await caches.open(name);
  localStorage['links.a'] = localStorage['links.b'] = localStorage.other = '1';
}"""
# That what is left is of others alone. Databases and caches are erased in the browser's own time.
ERASED = """async () =>
  (await indexedDB.databases()).length === 1 && (await caches.keys()).length === 1 &&
  !('links.a' in localStorage || 'links.b' in localStorage)"""
LEFT = """async () => ({
  cookies: document.cookie.split('; ').filter((pair) => pair.startsWith('__')),
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  local: Object.keys(localStorage).filter((key) => !key.startsWith('consent.')),
})"""


@pytest.fixture(scope="session")
def keeping_address(rebuilt: Callable[[str, str], str]) -> str:
    """The demo site where links conversion keeps things in every place that there is."""
    own = '[[services.cookies]]\nname = "links_conversion"'
    return rebuilt(own, DECLARED.lstrip() + "\n" + own)


def test_prefixed_cookies_storage_databases_and_caches_go_and_those_of_others_stay(
    new_visitor: Callable[..., Visitor], keeping_address: str
) -> None:
    visitor = new_visitor(keeping_address)
    page = visitor.visit("privacy-policy.html").press("accept-all").settled("granted").page
    page.evaluate(KEEP)
    with page.expect_navigation():
        page.evaluate("void consent.deny(['links-conversion'])")
    visitor.settled("partial")
    wait_for_promise(page, ERASED)

    assert page.evaluate(LEFT) == {
        "cookies": [],
        "databases": ["other-db"],
        "caches": ["other-files"],
        "local": ["other"],
    }


def googles(visitor: Visitor) -> list[str]:
    """The names of Google's cookies, on whatever path they lie."""
    return [cookie["name"] for cookie in visitor.context.cookies() if cookie["name"].startswith("_ga")]


def denied_elsewhere(visitor: Visitor, *cookies: str) -> Visitor:
    """Have a page below ``/shop`` get *cookies*, and Google denied on a page that does not see these."""
    page = visitor.visit("shop/product.html").press("accept-all").settled("granted").page
    page.evaluate("(texts) => { for (const one of texts) document.cookie = one + ';Max-Age=9999' }", cookies)
    visitor.visit("product.html").settled("granted")
    with page.expect_navigation():
        page.evaluate("void consent.deny(['google'])")
    return visitor.settled("partial")


@pytest.mark.thorough
def test_what_lies_on_another_path_goes_on_the_first_page_that_sees_it(
    on_host: Callable[[str], Visitor],
) -> None:
    cookies = ["_ga=1;Path=/shop", "_ga_X=1;Path=/shop/;Secure", "_ga_P=1;Path=/shop/;Secure;Partitioned"]
    visitor = denied_elsewhere(on_host("https://shop.example.test/"), *cookies)
    assert {*googles(visitor)} == {"_ga", "_ga_X", "_ga_P"}

    visitor.visit("shop/product.html").settled("partial")
    visitor.page.wait_for_function("!document.cookie.includes('_ga')")
    assert googles(visitor) == []


@pytest.mark.thorough
def test_where_nothing_is_left_to_erase_no_page_loads_python(on_host: Callable[[str], Visitor]) -> None:
    visitor = denied_elsewhere(
        on_host("https://shop.example.test/"), "_ga_Z=1;Path=/shop", "own=1;Path=/shop"
    )
    visitor.visit("shop/product.html").settled("partial")
    visitor.page.wait_for_function("!document.cookie.includes('_ga_Z')")
    visitor.requests.clear()
    visitor.visit("shop/product.html").settled("partial")
    visitor.page.wait_for_function("document.readyState === 'complete'")

    assert visitor.page.evaluate("document.cookie").count("own=1") == 1
    assert visitor.python() == []


@pytest.mark.thorough
def test_a_database_that_comes_back_after_a_withdrawal_goes_on_the_next_page(
    new_visitor: Callable[..., Visitor], keeping_address: str
) -> None:
    visitor = new_visitor(keeping_address)
    page = visitor.visit("privacy-policy.html").press("deny-all").settled("denied").page
    page.evaluate(KEEP)
    visitor.visit("privacy-policy.html").settled("denied")
    wait_for_promise(page, ERASED)

    assert page.evaluate(LEFT)["cookies"] == []


@pytest.mark.thorough
def test_the_page_after_a_withdrawal_tells_what_only_the_visitor_can_erase_and_how(visitor: Visitor) -> None:
    page = visitor.visit().press("accept-all").settled("granted").page
    with page.expect_navigation():
        page.evaluate("void consent.deny(['facebook-pixel', 'links-conversion'])")
    visitor.settled("partial")
    toast = page.locator(".consent-toast")
    toast.wait_for()

    assert "Off now: Facebook Pixel and IK Multimedia links conversion." in toast.inner_text()
    assert toast.get_by_text("facebook.com").is_hidden()
    toast.locator("summary").click()
    assert toast.get_by_text("facebook.com").is_visible()
    assert str(toast.get_by_role("link").get_attribute("href")).endswith("cookie-policy.html")
    assert toast.locator("xpath=..").get_attribute("role") == "status"

    visitor.visit("product.html")
    assert visitor.state() == "partial"
    assert page.locator(".consent-toast").count() == 0


@pytest.mark.thorough
def test_a_toast_whose_style_does_not_come_is_told_all_the_same(visitor: Visitor) -> None:
    page = visitor.visit().press("accept-all").settled("granted").page
    visitor.context.route("**/consent/files/more.*.json", lambda route: route.fulfill(status=404))
    with page.expect_navigation():
        page.evaluate("void consent.deny(['facebook-pixel'])")
    visitor.settled("partial")
    page.locator(".consent-toast").wait_for()

    assert "Facebook Pixel" in page.locator(".consent-toast").inner_text()


@pytest.mark.thorough
def test_a_denial_of_what_never_ran_leaves_nothing_to_be_told(visitor: Visitor) -> None:
    page = visitor.visit().press("deny-all").settled("denied").page
    page.evaluate("void consent.accept(['links-conversion'])")
    visitor.settled("partial")
    with page.expect_navigation():
        page.evaluate("void consent.deny()")
    visitor.settled("denied")
    page.wait_for_function("(localStorage['consent.plan'] || '').includes('ground')")

    assert page.locator(".consent-toast").count() == 0
