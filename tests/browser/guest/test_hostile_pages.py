"""A page whose elements or storage are hostile: nothing is opened, and no decision is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.strict import strict_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.visitor import Visitor

# What the document has of its own, and an element can take the name of.
NAMES = (
    "activeElement",
    "addEventListener",
    "adoptedStyleSheets",
    "baseURI",
    "body",
    "cookie",
    "createElement",
    "currentScript",
    "dispatchEvent",
    "documentElement",
    "head",
    "hidden",
    "prerendering",
    "querySelectorAll",
    "readyState",
    "visibilityState",
)
ELEMENTS = {
    "images": "<img name={0} src=//evil.test/consent/x alt>",
    "forms": "<form name={0}></form>",
    "two of a name": "<img name={0} alt><img name={0} alt>",
    "ids": "<object id={0}></object>",
}


# The browser library's own selectors go by the names that are taken here.
HTML = "Reflect.get(Document.prototype, 'documentElement', document)"
STATE = HTML + ".dataset.consent"
PRESS = HTML + ".querySelector('#consent-banner [data-consent-action=accept-all]').click()"
OURS = HTML + ".querySelector('script[src$=\"links-conversion.js\"]')?.src"


@pytest.mark.thorough
@examples("kind", ELEMENTS, run=["forms"])
def test_elements_that_are_named_like_the_documents_own_change_nothing(visitor: Visitor, kind: str) -> None:
    # What the site's own script makes of such a page is its own matter.
    visitor.context.route("**/links-conversion.js", lambda route: route.fulfill(body=""))
    body = "".join(ELEMENTS[kind].format(name) for name in NAMES)
    page = strict_page(visitor, body=body).page
    page.wait_for_function(f"{STATE} === 'undecided'")
    page.evaluate(PRESS)
    page.wait_for_function(f"{STATE} === 'granted'")
    page.wait_for_function(OURS)

    assert page.evaluate(OURS) == visitor.base + "links-conversion.js"
    record = visitor.record()
    assert record is not None
    assert record.action == "accept-all"
    visitor.requests = [address for address in visitor.requests if address != "http://evil.test/consent/x"]


KEYS = ("plan", "pending", "unsent", "scope", "stays", "history", "language", "owner")
VALUES = ("5", '"x"', "{}", "[null]", "[5]", '{"services":5}')


@pytest.mark.parametrize(
    "keys", [KEYS, *(pytest.param([key], marks=pytest.mark.thorough, id=key) for key in KEYS)]
)
def test_a_value_of_another_kind_in_storage_breaks_no_page_and_no_decision(
    visitor: Visitor, keys: Sequence[str], *, thorough: bool
) -> None:
    page = visitor.visit("empty.html").page
    for value in VALUES if thorough else VALUES[2::3]:
        for key in keys:
            visitor.store(f"consent.{key}", value)
        visitor.visit("privacy-policy.html")
        page.wait_for_selector("#consent-banner:popover-open")
        # The server sets the cookie anew with its answer, which must not come after the cookies have gone.
        visitor.press("deny-all").settled("denied")
        record = visitor.record()
        assert record is not None
        assert record.action == "deny-all", value
        # From a page of its own: what is there now would write it again.
        visitor.visit("empty.html")
        page.evaluate("localStorage.clear()")
        visitor.context.clear_cookies()


# What Python is told of the site: without it none starts.
TOLD = "**/consent/files/banner.*"


def test_a_decision_behind_something_else_in_storage_is_still_pending(visitor: Visitor) -> None:
    visitor.visit("privacy-policy.html").press("accept-all").settled("granted")
    visitor.context.route(TOLD, lambda route: route.abort())
    visitor.visit("product.html")
    visitor.page.evaluate("() => { consent.deny() }")
    pending = visitor.stored()["consent.pending"]
    visitor.store("consent.pending", f"[null,5,{pending[1:-1]}]")
    # The page itself is going to leave, since Python does not come.
    visitor.leave().afresh().visit("privacy-policy.html")

    assert visitor.state() == "pending"
    assert visitor.outside() == []
    visitor.context.unroute(TOLD)
    visitor.visit("product.html").settled("denied")
