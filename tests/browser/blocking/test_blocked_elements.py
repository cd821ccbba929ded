"""Elements of a page that wait for a service: in document order, each once, whenever they arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = """<!doctype html><html lang="en"><title>Blocked</title>
<script>var ran = [], seen = [];</script>
<script src="/consent/consent.js" defer></script>
<script type="text/plain" data-service="google">ran.push('inline 1');</script>
<script type="text/plain" data-service="google" data-src="/slow.js" data-kept="yes"></script>
<script type="text/plain" data-service="google">ran.push('inline 2 after ' + window.slow);</script>
<script type="text/plain" data-service="google" data-src="/missing.js"></script>
<script type="text/plain" data-service="google">ran.push('inline 3'); throw new Error('mine');</script>
<script type="text/plain" data-service="impact">ran.push('impact');</script>
<script type="text/plain" data-service="google" data-type="module">
  ran.push('module ' + (this === undefined));</script>
<script type="text/plain" data-service="unknown">ran.push('unknown');</script>
<script type="text/plain" data-service="google">ran.push('last');</script>
<iframe data-service="google" data-src="/frame.html" title="A frame"></iframe>
"""

SLOW = """ran.push('slow');
var slow = 1, me = document.currentScript;
seen.push([me.getAttribute('src'), me.dataset.kept]);"""


@pytest.fixture
def blocked(visitor: Visitor) -> Visitor:
    """A visitor in front of a page with blocked elements."""
    context = visitor.context
    context.route("**/blocked.html", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
    context.route(
        "**/slow.js",
        lambda route: route.fulfill(body=SLOW, content_type="text/javascript"),
    )
    context.route("**/frame.html", lambda route: route.fulfill(body="<p>frame", content_type="text/html"))
    return visitor.visit("blocked.html")


@pytest.fixture
def allowed(blocked: Visitor) -> Visitor:
    """The same, with Google allowed."""
    blocked.press("preferences").choose("google").press("accept-selected", "dialog").settled("partial")
    blocked.page.wait_for_function("ran.includes('last')")
    blocked.errors.remove("mine")
    return blocked


ORDER = ["inline 1", "slow", "inline 2 after 1", "inline 3", "module true", "last"]


@ONE_RUNTIME
def test_before_consent_nothing_of_it_runs_or_loads(blocked: Visitor) -> None:
    assert blocked.page.evaluate("ran") == []
    assert not [one for one in blocked.requests if "slow" in one or "frame" in one]


@pytest.mark.smoke("thorough")
@ONE_RUNTIME
def test_scripts_run_in_document_order_and_failures_stop_no_other(allowed: Visitor) -> None:
    ran = allowed.page.evaluate("ran")

    assert [one for one in ran if one != "module true"] == [one for one in ORDER if one != "module true"]
    assert "module true" in ran


@ONE_RUNTIME
def test_what_waits_for_another_service_still_waits(allowed: Visitor) -> None:
    ran = allowed.page.evaluate("ran")

    assert "impact" not in ran
    assert "unknown" not in ran

    allowed.page.evaluate("void consent.accept(['impact'])")
    allowed.page.wait_for_function("ran.includes('impact')")
    assert allowed.page.evaluate("ran.length") == len(ORDER) + 1


@ONE_RUNTIME
def test_frames_load_and_attributes_are_kept(allowed: Visitor) -> None:
    assert allowed.base + "frame.html" in allowed.requests
    assert ["/slow.js", "yes"] in allowed.page.evaluate("seen")


@ONE_RUNTIME
def test_elements_that_arrive_later_are_treated_like_the_first(allowed: Visitor) -> None:
    page = allowed.page
    page.evaluate(
        """const box = document.createElement('div');
        box.innerHTML = `<script type="text/plain" data-service="google">ran.push('late');</` + `script>
          <script type="text/plain" data-service="impact">ran.push('late impact');</` + `script>`;
        document.body.append(box);"""
    )
    page.wait_for_function("ran.includes('late')")

    assert "late impact" not in page.evaluate("ran")


def test_on_a_return_visit_they_run_without_python(allowed: Visitor) -> None:
    started = len(allowed.python())
    allowed.visit("blocked.html")
    allowed.page.wait_for_function("ran.includes('last')")
    allowed.errors.remove("mine")

    assert len(allowed.python()) == started
    assert "impact" not in allowed.page.evaluate("ran")


def test_one_script_tag_works_in_any_folder_and_on_https(
    new_visitor: Callable[..., Visitor], dist_folder_route: Callable[[Visitor, str], None]
) -> None:
    visitor = new_visitor("https://www.shop.test/")
    dist_folder_route(visitor, "https://www.shop.test/deep/er/")
    visitor.visit("deep/er/index.html").press("accept-all")
    visitor.page.wait_for_selector("html[data-consent=granted]", state="attached")
    visitor.page.wait_for_selector("html[data-links-conversion=on]", state="attached")

    (cookie,) = [one for one in visitor.context.cookies() if one["name"] == "__Host-consent"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "www.shop.test")
    assert visitor.page.locator("#consent-banner a").first.get_attribute("href") == (
        "https://www.shop.test/deep/er/cookie-policy.html"
    )
