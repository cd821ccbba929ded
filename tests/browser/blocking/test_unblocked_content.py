"""What stands in a page and loads before it is allowed cannot be held back; its author is told."""

from __future__ import annotations

import pytest

from tests.matrix import combined
from tests.support.blocked import BlockedPage, blocked, blocked_file
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import GOOGLE, PIXEL, Visitor

pytestmark = ONE_RUNTIME


@pytest.fixture
def stage(visitor: Visitor) -> BlockedPage:
    """A visitor who has not decided yet."""
    return BlockedPage(visitor)


def told(
    stage: BlockedPage,
    body: str,
    act: str = "consent.deny()",
    kind: str = "warning",
    about: str = "No banner",
) -> list[str]:
    """The words of a *kind* of a page with that *body* by the time that Python has taken a decision."""
    words: list[str] = []
    stage.page.on("console", lambda message: words.append(message.text) if message.type == kind else None)
    stage.open(body).page.evaluate(f"{act}.then(() => {{}})")
    return [one for one in words if about in one]


def test_the_warning_names_the_element_the_host_the_service_the_line_and_the_remedy(
    stage: BlockedPage,
) -> None:
    body = f'<p>one</p>\n<!-- two\n lines -->\n<script src="{PIXEL}"></script>\n<p>end</p>'
    (warning,) = told(stage, body)

    assert f'<script src="{PIXEL}">' in warning
    assert "connect.facebook.net" in warning
    assert "facebook-pixel" in warning
    assert '<script type="text/plain" data-service="facebook-pixel" data-src="…">' in warning
    lines = stage.source.split("\n")
    assert f"near line {1 + next(i for i, one in enumerate(lines) if PIXEL in one)} " in warning


@pytest.mark.thorough
def test_frames_and_pictures_are_told_of_too_and_each_once(stage: BlockedPage) -> None:
    frame = "https://www.youtube-nocookie.com/embed/tasca000001?autoplay=1"
    picture = "https://www.facebook.com/plugins/dot.png"
    warnings = told(
        stage,
        f'<iframe src="{frame}" title="f"></iframe><img src="{picture}" alt=""><img src="/own.png" alt="">'
        '<script type="text/plain" data-service="google" data-src="https://www.google.com/x.js"></script>',
    )

    assert len(warnings) == 2
    (about_frame,) = [one for one in warnings if "<iframe" in one]
    (about_picture,) = [one for one in warnings if "<img" in one]
    assert '<iframe data-service="youtube" data-src="…">' in about_frame
    assert "facebook-pixel or facebook" in about_picture
    assert "Take it out" in about_picture


@pytest.mark.thorough
def test_what_was_allowed_is_no_matter(stage: BlockedPage) -> None:
    stage.visitor.visit().press("accept-all").settled("granted")
    stage.visitor.sees(GOOGLE)

    assert told(stage, f'<script src="{GOOGLE}"></script>', "consent.accept()") == []


@pytest.mark.thorough
def test_pages_without_such_elements_say_nothing(stage: BlockedPage) -> None:
    assert told(stage, "<p>nothing", "consent.accept()") == []
    stage.page.wait_for_selector("html[data-consent=granted]", state="attached")


def proposals(stage: BlockedPage, body: str, act: str = "consent.deny()") -> list[str]:
    """What a page with that *body* is told of its inline code."""
    return told(stage, body, act, "info", "text/plain")


INLINE = {
    blocked("ran.push('it')"): '<template data-service="google"><script>…</script></template>',
    blocked("ran.push('it')", 'data-type="module"'): (
        '<template data-service="google"><script type="module">…</script></template>'
    ),
    '<script data-service="x" type="Text/Plain">1</script>': (
        '<template data-service="x"><script>…</script></template>'
    ),
}


@combined(markup=INLINE, act=["consent.deny()", "consent.accept()"])
def test_inline_code_is_told_once_with_its_line_and_the_container_that_no_router_wakes(
    stage: BlockedPage, markup: str, act: str
) -> None:
    (word,) = proposals(stage, f"<p>one</p>\n<!-- two\n lines -->\n{markup}\n{blocked('1')}", act)

    assert INLINE[markup] in word
    lines = stage.source.split("\n")
    assert f"near line {1 + next(i for i, one in enumerate(lines) if markup in one)} " in word


def test_inline_code_that_a_router_brings_is_told_once(stage: BlockedPage) -> None:
    words: list[str] = []
    stage.page.on("console", lambda message: words.append(message.text) if message.type == "info" else None)
    stage.open("<main></main>").page.evaluate("consent.deny().then(() => {})")
    with stage.page.expect_console_message(lambda message: "text/plain" in message.text):
        stage.page.evaluate(
            "(text) => { for (const _ of [1, 2]) document.querySelector('main').innerHTML = text }",
            blocked("1"),
        )

    (word,) = [one for one in words if "text/plain" in one]
    assert "that a script has brought into the page" in word


@pytest.mark.parametrize("act", ["consent.deny()", "consent.accept()"])
def test_code_that_is_held_in_a_template_or_in_a_file_is_no_matter(stage: BlockedPage, act: str) -> None:
    held = f"<template data-service=google><script>ran.push('held')</script>{blocked('1')}</template>"
    stage.file("own.js", "ran.push('own')")

    assert proposals(stage, held + blocked_file("own.js") + '<script type="text/plain">a</script>', act) == []
    if "accept" in act:
        stage.saw("held", "own")


@pytest.mark.thorough
def test_a_script_that_inline_code_brings_is_told_with_that_code(stage: BlockedPage) -> None:
    code = f"<script>const one = document.createElement('script'); one.src = '{PIXEL}';\n"
    body = f"<p>one</p>\n{code}document.head.append(one)</script><script type='a/b'>{PIXEL}</script>"
    (warning,) = told(stage, body)

    assert f'<script src="{PIXEL}"> that a script has brought into the page' in warning
    line = 1 + stage.source.split("\n").index(code.strip())
    assert f"Write the inline code near line {line}, which names this host" in warning
    assert '<template data-service="facebook-pixel"><script>…</script></template>' in warning


@pytest.mark.thorough
def test_a_page_that_brings_ever_more_is_told_of_the_first_twenty(stage: BlockedPage) -> None:
    pictures = "".join(f'<img src="https://www.facebook.com/{number}.png" alt="">' for number in range(40))

    assert len(told(stage, pictures)) == 20


def test_what_nothing_activates_is_told_with_what_to_write(stage: BlockedPage) -> None:
    errors = told(
        stage,
        '<script type="text/plain" data-service="gogle">a()</script>'
        '<template data-service="google facebook-pixel"><p>two</p></template>'
        '<div data-service="Youtube" data-embed="tasca000001"></div>'
        '<script data-service="google" data-src="/one.js"></script>'
        '<div data-service="of somebody else"></div>'
        '<script type="text/plain" data-service="google" data-src="/one.js"></script>',
        kind="error",
        about="Nothing activates this",
    )

    assert len(errors) == 4
    assert [one for one in errors if '"gogle" is none of' in one and 'did you mean "google"?' in one]
    assert [one for one in errors if '"google facebook-pixel" is none of' in one]
    assert [one for one in errors if '"Youtube" is none of' in one and 'did you mean "youtube"?' in one]
    assert [one for one in errors if 'type="text/plain"' in one]
