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
    "a picture with sources": (
        '<picture><source data-service="google" data-srcset="/b.png"><img src="data:," alt=""></picture>',
        "b.png",
    ),
    "a font that is fetched ahead": (
        '<link rel="preload" as="font" crossorigin data-service="google" data-href="/a.woff2">',
        "a.woff2",
    ),
    "a form in a template, and what stands with it": (
        '<template data-service="google"><form action="/form"><img src="/a.png"></form></template>',
        "a.png",
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


@pytest.mark.needs("import maps that come late")
def test_an_import_map_and_data_wait_and_stop_nothing_behind_them(visitor: Visitor) -> None:
    imports = '{ "imports": { "waits": "/waits.js" } }'
    stage = BlockedPage(visitor).file("waits.js", "ran.push('module')")
    stage.open(
        f'<script type="text/plain" data-type="importmap" data-service="google">{imports}</script>'
        '<script type="text/plain" data-type="application/json" data-service="google">{}</script>'
        '<script type="text/plain" data-type="module" data-service="google">import "waits";</script>'
        '<script type="text/plain" data-service="google">ran.push("script");</script>'
    )
    assert stage.ran() == []

    stage.allow().saw("script", "module")


@pytest.mark.thorough
def test_a_form_that_sends_elsewhere_is_there_once_its_service_is_granted(visitor: Visitor) -> None:
    forms = "https://forms.example/**"
    visitor.context.route(forms, lambda route: route.abort())
    form = '<form action="https://forms.example/list"><button name="join" value="1">Join</button></form>'
    stage = BlockedPage(visitor).open(f'<template data-service="google">{form}</template>')
    assert stage.page.locator("form").count() == 0

    stage.allow()
    with stage.page.expect_request(forms):
        stage.page.click("text=Join")
    sent = [one for one in visitor.requests if "forms.example" in one]
    visitor.requests[:] = [one for one in visitor.requests if one not in sent]

    assert sent == ["https://forms.example/list?join=1"]
