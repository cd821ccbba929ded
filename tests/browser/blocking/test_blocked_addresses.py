"""What pages write into our attributes becomes an address of the web, an id, or nothing."""

from __future__ import annotations

import html
import itertools
import json

import pytest

from tests.matrix import combined, examples
from tests.support.blocked import BlockedPage, blocked
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import GOOGLE, Visitor

pytestmark = ONE_RUNTIME

# Texts that would run, were they an address.
CODE = [
    "javascript:parent.ran.push('ran')",
    " JavaScript:parent.ran.push('ran')",
    "java\tscript:parent.ran.push('ran')",
    "java\nscript:parent.ran.push('ran')",
    "\x01javascript:parent.ran.push('ran')",
    "data:text/html,<script>parent.ran.push('ran')</script>",
    "data:text/javascript,ran.push('ran')",
    "vbscript:ran",
    "blob:http://localhost/ran",
    "http://[",
]
EXAMPLES = [CODE[0], CODE[5]]
IDS = [
    '"><img src=/nope onerror="ran.push(`ran`)">',
    "ikmultimedia/status/1\"><script>ran.push('ran')</script>",
    "ikmultimedia/status/1&amp;x=1",
    "tasca000001?autoplay=1&list=x",
    "../redirect?q=tasca000001",
    "tasca000001\n",
    "1234567890&color=red",
]
MARKS = """() =>
  document.querySelectorAll('.consent-placeholder, [data-embed] > *, [data-consent-activated]').length"""


@pytest.fixture
def stage(visitor: Visitor) -> BlockedPage:
    """A visitor who has not decided yet."""
    return BlockedPage(visitor)


def told(stage: BlockedPage) -> list[str]:
    """What the console says as an error, from here on."""
    lines: list[str] = []
    stage.page.on("console", lambda one: lines.append(one.text) if one.type == "error" else None)
    return lines


def bring(stage: BlockedPage, markup: str) -> None:
    """Have a router bring *markup*, and wait until what comes after it has been looked at."""
    stage.page.evaluate(
        "(markup) => document.querySelector('main').insertAdjacentHTML('beforeend', markup)",
        markup + blocked("ran.push('end')"),
    )
    stage.saw("end")


@examples("written", CODE, run=EXAMPLES)
def test_an_address_that_is_none_of_the_web_is_told_and_never_used(stage: BlockedPage, written: str) -> None:
    text = html.escape(written)
    lines = told(stage)
    stage.open("<main></main>").allow("google", "youtube")
    bring(
        stage,
        f'<iframe data-service="google" data-src="{text}"></iframe>'
        f'<iframe data-service="youtube" data-src="{text}"></iframe>' + blocked("", f'data-src="{text}"'),
    )

    assert stage.ran() == ["end"]
    assert stage.page.locator("[data-consent-activated]").count() == 0
    assert len([one for one in lines if "data-src" in one]) >= 2
    assert set(stage.visitor.outside()) <= {GOOGLE}


@examples("written", CODE, run=EXAMPLES)
def test_the_link_and_the_picture_of_a_placeholder_are_addresses_of_the_web(
    stage: BlockedPage, written: str
) -> None:
    text = html.escape(written)
    more = f'data-link="{text}" data-picture="{text}"'
    page = stage.open(f'<div data-service="youtube" data-embed="tasca000001" {more}></div>').page
    page.wait_for_selector(".consent-placeholder")

    assert page.get_attribute(".consent-link", "href") == "https://www.youtube.com/watch?v=tasca000001"
    assert page.locator(".consent-placeholder img").count() == 0
    assert stage.ran() == []


# A page tells of twenty mistakes at most.
@combined(
    when=["before", "after"], ids=[pytest.param(IDS[::2], id="some"), pytest.param(IDS[1::2], id="others")]
)
def test_an_id_that_is_none_stays_closed_on_every_path(stage: BlockedPage, when: str, ids: list[str]) -> None:
    services = ("youtube", "x", "soundcloud")
    items = "".join(
        f'<div data-service="{one}" data-embed="{html.escape(item)}"></div>'
        for one, item in itertools.product(services, ids)
    )
    lines = told(stage)
    stage.open("<main></main>" + items * (when == "before"))
    stage.allow("google", *services)
    bring(stage, items * (when == "after"))

    assert stage.ran() == ["end"]
    assert stage.page.evaluate(MARKS) == 0
    assert len([one for one in lines if "data-embed" in one]) == len(services) * len(ids)
    assert set(stage.visitor.outside()) <= {GOOGLE}


def test_the_id_of_an_item_becomes_attributes_and_texts_of_its_markup(stage: BlockedPage) -> None:
    post = "ikmultimedia/status/1990000000000000000"
    page = stage.open(f'<div id="post" data-service="x" data-embed="{post}"></div>').allow("x").page
    page.wait_for_selector("#post a", state="attached")

    assert page.get_attribute("#post a", "href") == f"https://twitter.com/{post}"
    assert page.text_content("#post a") == f"https://twitter.com/{post}"
    assert page.locator("#post blockquote").is_visible()
    assert json.dumps(page.evaluate("document.querySelector('#post').innerHTML")).count("twitter") == 0
