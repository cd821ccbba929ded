"""Pictures, style sheets, films, sound and objects wait for their service as scripts do."""

from __future__ import annotations

import re

import pytest

from tests.matrix import examples
from tests.support.blocked import BlockedPage
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

# What stands in the page, and what is asked for once it may be.
ELEMENTS = {
    "a picture": ('<img data-service="google" data-src="/a.png" alt="">', "a.png"),
    "a picture of several sizes": (
        '<img data-service="google" data-srcset="/a.png 1x, /b.png 9x" alt="">',
        "a.png",
    ),
    "a style sheet": ('<link rel="stylesheet" data-service="google" data-href="/a.css">', "a.css"),
    "a film": ('<video data-service="google" data-src="/a.mp4" controls></video>', "a.mp4"),
    "the poster of a film": ('<video data-service="google" data-poster="/a.png" controls></video>', "a.png"),
    "a source of a film": (
        '<video controls><source data-service="google" data-src="/a.mp4"></video>',
        "a.mp4",
    ),
    "sound": ('<audio data-service="google" data-src="/a.mp3" controls></audio>', "a.mp3"),
    "an object": ('<object data-service="google" data-data="/a.svg"></object>', "a.svg"),
    "a document in the markup": (
        '<iframe data-service="google" data-srcdoc="<img src=/a.png>" title="w"></iframe>',
        "a.png",
    ),
}


@examples("name", ELEMENTS, run=[*ELEMENTS][1::4])
def test_it_is_asked_for_once_its_service_is_granted_and_not_before(visitor: Visitor, name: str) -> None:
    markup, file = ELEMENTS[name]
    asked: list[str] = []
    visitor.context.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    stage = BlockedPage(visitor).open(markup)
    stage.page.evaluate("consent.deny().then(() => {})")
    assert file not in asked

    with stage.page.expect_request(re.compile(rf"/{re.escape(file)}$")):
        stage.page.evaluate("consent.accept('google').then(() => {})")
    # A later page has it at once.
    with stage.page.expect_request(re.compile(rf"/{re.escape(file)}$")):
        visitor.visit("blocked.html")


@pytest.mark.parametrize("attribute", ["data-src", "data-data"])
def test_an_address_that_is_none_of_the_web_is_never_used(visitor: Visitor, attribute: str) -> None:
    element = "object" if attribute == "data-data" else "embed"
    stage = BlockedPage(visitor).open(
        f'<{element} data-service="google" {attribute}="javascript:ran.push(1)"></{element}>'
        '<img data-service="google" data-src="/after.png" alt="">'
    )
    with stage.page.expect_request(re.compile("/after.png$")):
        stage.page.evaluate("consent.accept('google').then(() => {})")

    assert stage.page.evaluate("ran") == []
    assert not stage.page.evaluate("(one) => document.querySelector(one).hasAttribute('data')", element)
