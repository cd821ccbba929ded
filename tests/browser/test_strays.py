"""What stands in a page and loads before it is allowed cannot be held back; its author is told."""

from __future__ import annotations

import pytest

from tests.browser.gated import GatedPage
from tests.browser.runtimes import ONE_RUNTIME
from tests.browser.visitor import GOOGLE, PIXEL, Visitor

pytestmark = ONE_RUNTIME


@pytest.fixture
def stage(visitor: Visitor) -> GatedPage:
    """A visitor who has not answered yet."""
    return GatedPage(visitor)


def told(stage: GatedPage, body: str, act: str = "consent.deny()") -> list[str]:
    """The warnings of a page with that *body* by the time that Python has taken an answer."""
    warnings: list[str] = []
    stage.page.on(
        "console", lambda message: warnings.append(message.text) if message.type == "warning" else None
    )
    stage.open(body).page.evaluate(f"{act}.then(() => {{}})")
    return [one for one in warnings if "No banner" in one]


def test_the_warning_names_the_element_the_host_the_service_the_line_and_the_remedy(stage: GatedPage) -> None:
    body = f'<p>one</p>\n<!-- two\n lines -->\n<script src="{PIXEL}"></script>\n<p>end</p>'
    (warning,) = told(stage, body)

    assert f'<script src="{PIXEL}">' in warning
    assert "connect.facebook.net" in warning
    assert "facebook-pixel" in warning
    assert '<script type="text/plain" data-service="facebook-pixel" data-src="…">' in warning
    lines = stage.source.split("\n")
    assert f"near line {1 + next(i for i, one in enumerate(lines) if PIXEL in one)} " in warning


def test_frames_and_pictures_are_told_of_too_and_each_once(stage: GatedPage) -> None:
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


def test_what_was_allowed_is_no_matter(stage: GatedPage) -> None:
    stage.visitor.visit().press("accept-all").settled("granted")
    stage.visitor.sees(GOOGLE)

    assert told(stage, f'<script src="{GOOGLE}"></script>', "consent.accept()") == []


def test_pages_without_such_elements_say_nothing(stage: GatedPage) -> None:
    assert told(stage, "<p>nothing", "consent.accept()") == []
    stage.page.wait_for_selector("html[data-consent=granted]", state="attached")
