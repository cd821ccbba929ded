"""Services of an owner's own: whatever their vendors' code is like, what pages have called waits for it.

One has a script that makes its function when it arrives, one is a piece of code, and of one the vendors' own
snippets stand in the page and wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner.build import pipeline
from banner.serve import local
from tests.matrix import combined
from tests.support.calls import TAG, Shop
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

SITE = """
[links]
cookie-policy = "cookies.html"
privacy-policy = "privacy.html"

[[purposes]]
id = "analytics"

[[purposes]]
id = "marketing"

[[vendors]]
id = "them"
name = "Them"

[[services]]
use = "facebook-pixel"
pixel_id = "1234567890123456"

[[services]]
id = "visits"
name = "Visits"
text = "Counts."
purpose = "analytics"
vendor = "them"
calls = ["_paq.push"]
scripts = [{ src = "visits.js" }]

[[services]]
id = "ttq"
name = "TikTok"
text = "Measures ads."
purpose = "marketing"
vendor = "them"
calls = ["ttq.track", "ttq.page"]
scripts = [{ code = '''
var ttq = window.ttq = window.ttq || [];
ttq.methods = ['page', 'track'];
ttq.methods.forEach(function (method) {
  ttq[method] = function () { ttq.push([method].concat([].slice.call(arguments))); };
});
ttq.page();
''' }]

[[services]]
id = "waits"
name = "Waits"
text = "Waits in the page."
purpose = "analytics"
vendor = "them"
calls = ["hj", "pq", "lintrk", "track", "layer.push"]
gates = true
"""


@pytest.fixture(scope="session")
def own_address(tmp_path_factory: pytest.TempPathFactory, interpreter: str) -> Iterator[str]:
    """Where such a site is served."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "consent.toml").write_text(SITE, encoding="utf-8")
    pipeline.build(folder / "consent.toml", folder / "dist", interpreter)
    with local.running(local.static(folder / "dist")) as base:
        yield base


@pytest.fixture
def shop(new_visitor: Callable[..., Visitor], own_address: str) -> Shop:
    """A visitor of that site, in front of a page that speaks to its vendors."""
    return Shop(new_visitor(own_address))


# Whether a call gives a number.
NUMBERS = {
    "_paq.push(['trackEvent', 'a'])": True,
    "ttq.track('Buy')": True,
    "ttq.page()": True,
    "hj('event', 'a')": False,
    "lintrk('track', { conversion_id: 1 })": False,
    "layer.push({ event: 'a' })": True,
}


def test_any_declared_function_can_be_called_by_a_page(shop: Shop) -> None:
    shop.open()
    for call, number in NUMBERS.items():
        got = shop.buy(call)

        assert isinstance(got, int) if number else got is None, call


def test_a_script_that_brings_its_function_hears_what_was_told_before(shop: Shop) -> None:
    script = """var found = window._paq, told = [];
    window._paq = { push: (...calls) => told.push(...calls) };"""
    shop.visitor.context.route(
        "**/visits.js", lambda to: to.fulfill(body=script, content_type="text/javascript")
    )
    shop.open().buy("_paq.push(['trackPageView'])")
    shop.buy("_paq.push(['trackEvent', 'a'], ['trackEvent', 'b'])")
    shop.allow("visits")
    shop.page.wait_for_function("window.told?.length === 3")

    assert shop.page.evaluate("told") == [["trackPageView"], ["trackEvent", "a"], ["trackEvent", "b"]]
    assert shop.page.evaluate("typeof found") == "undefined"


def test_a_call_while_the_vendors_script_is_on_its_way_waits_for_it(shop: Shop) -> None:
    shop.visitor.context.route(
        "**/visits.js",
        lambda to: to.fulfill(
            body="var told = []; function later() {} var _paq = { push: (one) => told.push(one) };",
            content_type="text/javascript",
        ),
    )
    shop.open().allow("visits")
    shop.open(TAG, "<script>_paq.push(['soon']);</script>")
    shop.page.wait_for_function("window.told?.length === 1")

    assert shop.page.evaluate("told") == [["soon"]]


@pytest.mark.thorough
def test_an_object_with_methods_gives_way_to_the_vendors(shop: Shop) -> None:
    shop.open().buy("ttq.track('Buy', { value: 1 })")
    shop.allow("ttq")

    assert shop.queue("ttq") == [["page"], ["track", "Buy", {"value": 1}]]


SNIPPETS = {
    "where there is none, one is made": (
        "hj",
        """(function (h) { h.hj = h.hj || function () { (h.hj.q = h.hj.q || []).push(arguments); };
        })(window); hj('start');""",
        "hj.q",
    ),
    "where there is one, it ends": (
        "pq",
        """!function (f, n) { if (f.pq) return; n = f.pq = function () { n.queue.push(arguments); };
        n.queue = []; }(window); pq('start');""",
        "pq.queue",
    ),
    "what there is, is handed in": (
        "lintrk",
        """(function (l) { if (!l) { window.lintrk = function (...a) { window.lintrk.q.push(a); };
        window.lintrk.q = []; } })(window.lintrk); lintrk('start');""",
        "lintrk.q",
    ),
    "a function is declared": (
        "track",
        "window.calls = []; function track() { calls.push(arguments); } track('start');",
        "window.calls",
    ),
}


@combined(kind=SNIPPETS, file=[False, True])
@pytest.mark.thorough
def test_a_vendors_own_snippet_in_the_page_finds_nothing_of_ours(shop: Shop, kind: str, file: bool) -> None:
    name, snippet, queue = SNIPPETS[kind]
    waits = f'<script type="text/plain" data-service="waits">{snippet}</script>'
    if file:
        shop.visitor.context.route(
            "**/snippet.js", lambda to: to.fulfill(body=snippet, content_type="text/javascript")
        )
        waits = '<script type="text/plain" data-service="waits" data-src="/snippet.js"></script>'
    shop.open(body=waits).buy(f"{name}('told', 1)")
    shop.allow("waits")
    shop.page.wait_for_function("(queue) => Function(`return ${queue}`)()?.length === 2", arg=queue)

    assert shop.queue(queue) == [["start"], ["told", 1]]
    assert shop.buy(f"{name}('more')") in (None, 3)
    assert shop.queue(queue)[2:] == [["more"]]


@pytest.mark.thorough
def test_a_snippet_of_another_service_can_call_what_is_not_allowed(shop: Shop) -> None:
    code = "fbq('track', 'A'); ttq.page(); var done = 1;"
    waits = f'<script type="text/plain" data-service="waits">{code}</script>'
    shop.open(body=waits).allow("waits")
    shop.page.wait_for_function("window.done")

    assert shop.visitor.outside() == []
