"""What has failed once is asked for again when the visitor does something more, in the same page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.matrix import combined, examples
from tests.support.strict import strict_page
from tests.support.visitor import UP, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Route

FILES = "**/consent/files/"
LIST = "[data-consent-embed=declaration] table"
PREFERENCES = "#consent-banner [data-consent-action=preferences]"
# A server that is busy, and a line that is not there.
FAILURES: dict[str, Callable[[Route], None]] = {
    "busy": lambda route: route.fulfill(status=503),
    "cut off": lambda route: route.abort("connectionreset"),
    "another file": lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"),
}


# Ours are the same on every interpreter.
OURS = ("python.*.js", pytest.param("extras.*.js", marks=pytest.mark.thorough))
ITS_OWN = ("banner.*", "*.wasm", "{interpreter}.*.js")


@pytest.mark.fault("files-once")
@combined(file=[*OURS, *(pytest.param(one, marks=pytest.mark.both) for one in ITS_OWN)], failure=FAILURES)
def test_the_next_press_anywhere_in_the_same_page_records_the_decision_after_all(
    visitor: Visitor, interpreter: str, file: str, failure: str
) -> None:
    pattern = FILES + file.format(interpreter=interpreter)
    visitor.context.route(pattern, FAILURES[failure])
    with visitor.page.expect_console_message(lambda message: message.type == "error"):
        visitor.visit("privacy-policy.html").press("deny-all")
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.state() == "pending"

    visitor.context.unroute(pattern)
    visitor.page.click("h1")
    visitor.settled("denied")

    assert visitor.record() is not None
    assert visitor.page.evaluate(UP)
    visitor.errors.clear()  # what did not come is told in the console


@pytest.mark.thorough
@pytest.mark.fault("files-once")
@examples("move", ["a key", "the line comes back", "the interface"], run=["a key", "the line comes back"])
def test_whatever_the_visitor_does_next_is_enough(visitor: Visitor, move: str) -> None:
    visitor.context.route(FILES + "python.*.js", FAILURES["busy"])
    with visitor.page.expect_console_message(lambda message: message.type == "error"):
        page = visitor.visit("privacy-policy.html").press("deny-all").page
    page.wait_for_load_state("networkidle")
    visitor.context.unroute(FILES + "python.*.js")
    if move == "a key":
        page.keyboard.press("ArrowDown")
    elif move == "the line comes back":
        page.evaluate("dispatchEvent(new Event('online'))")
    else:
        page.evaluate("void consent.deny()")
    visitor.settled("denied")

    assert visitor.record() is not None
    visitor.errors.clear()


@pytest.mark.thorough
@pytest.mark.fault("files-once")
def test_a_pointer_that_wanders_about_does_not_ask_again_and_again(visitor: Visitor) -> None:
    visitor.context.route(FILES + "*.js", FAILURES["busy"])
    page = visitor.visit("privacy-policy.html").page
    with page.expect_console_message(lambda message: message.type == "error"):
        page.hover("#consent-banner h2")
    page.wait_for_load_state("networkidle")
    asked = len(visitor.python())
    for step in range(20):
        page.mouse.move(600 + step, 690)
    page.wait_for_load_state("networkidle")

    assert len(visitor.python()) == asked
    visitor.errors.clear()


@pytest.mark.fault("files-once")
@examples("file", ["extras.*.js", "preferences.*.json"], run=["preferences.*.json"])
def test_preferences_that_did_not_come_open_at_the_next_press(visitor: Visitor, file: str) -> None:
    visitor.context.route(FILES + file, FAILURES["busy"])
    with visitor.page.expect_console_message(lambda message: message.type == "error"):
        page = visitor.visit("privacy-policy.html").page
        page.click(PREFERENCES)
    page.wait_for_load_state("networkidle")
    visitor.context.unroute(FILES + file)
    page.click(PREFERENCES)
    page.wait_for_selector("#consent-preferences[open]")

    visitor.errors.clear()


@pytest.mark.thorough
@pytest.mark.fault("files-once")
@examples("file", ["extras.*.js", "more.*.json"], run=["extras.*.js"])
def test_a_list_of_cookies_that_did_not_come_comes_at_the_next_press(visitor: Visitor, file: str) -> None:
    visitor.context.route(FILES + file, FAILURES["busy"])
    with visitor.page.expect_console_message(lambda message: message.type == "error"):
        page = visitor.visit("cookie-policy.html").page
    page.wait_for_load_state("networkidle")
    assert page.locator(LIST).count() == 0
    visitor.context.unroute(FILES + file)
    page.click("h1")
    page.locator(LIST).first.wait_for()

    visitor.errors.clear()


@pytest.mark.thorough
@pytest.mark.fault("files-once")
def test_a_blocked_script_whose_opener_did_not_come_runs_at_the_next_press(visitor: Visitor) -> None:
    blocked = '<script type="text/plain" data-service="google">document.body.id = "ran"</script>'
    visitor.context.route(FILES + "blocking.*.js", FAILURES["busy"])
    page = strict_page(visitor, body=blocked).page
    with page.expect_console_message(lambda message: message.type == "error"):
        visitor.press("accept-all").settled("granted")
    page.wait_for_load_state("networkidle")
    assert page.locator("body#ran").count() == 0
    visitor.context.unroute(FILES + "blocking.*.js")
    page.click("h1")
    page.wait_for_selector("body#ran")

    visitor.errors.clear()


# What servers call a file that they do not know, and what is no type at all.
TYPES = ["application/octet-stream", "text/plain; charset=utf-8", "text/html", "binary", None]


@pytest.mark.fault("files-type")
@examples("kind", TYPES, run=["text/html"])
@pytest.mark.thorough
def test_a_program_that_the_server_calls_something_else_starts(
    visitor: Visitor, dist: Path, kind: str | None
) -> None:
    def answer(route: Route) -> None:
        path = dist / "consent" / route.request.url.partition("/consent/")[2]
        headers = {"Content-Type": kind} if kind else {}
        route.fulfill(body=path.read_bytes(), headers=headers)

    visitor.context.route("**/*.wasm", answer)
    visitor.visit().press("deny-all").settled("denied")

    assert visitor.record() is not None
    assert len({one for one in visitor.requests if one.endswith(".wasm")}) == 1


@pytest.mark.both
@pytest.mark.fault("files-type")
def test_a_browser_that_compiles_nothing_on_its_way_starts_python(visitor: Visitor) -> None:
    visitor.page.add_init_script(
        "delete WebAssembly.instantiateStreaming; delete WebAssembly.compileStreaming"
    )
    visitor.visit().press("deny-all").settled("denied")

    assert visitor.record() is not None


@pytest.mark.thorough
@pytest.mark.fault("files-once")
def test_a_program_that_fails_twice_over_starts_at_the_third_press(visitor: Visitor) -> None:
    left = [3]

    def answer(route: Route) -> None:
        left[0] -= 1
        if left[0] >= 0:
            route.fulfill(status=503)
        else:
            route.continue_()

    visitor.context.route("**/*.wasm", answer)
    page = strict_page(visitor).page
    visitor.press("deny-all")
    while visitor.state() == "pending":
        page.click("h1")
        page.wait_for_load_state("networkidle")
    visitor.settled("denied")

    assert visitor.record() is not None
    visitor.errors.clear()
