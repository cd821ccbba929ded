"""What holds of the banner whatever brings the pages: routers, frameworks, generators, or what rewrites them.

The journeys that the tests look at are made once for all of them. ``known.py`` tells what does not hold yet.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banner.core.record import decode
from tests.browser.software.guest import DIALOG, Guest
from tests.browser.software.journey import WALKS, Journey
from tests.browser.software.software import Software
from tests.matrix import examples
from tests.support.held import Held
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import RUNTIME

pytestmark = [ONE_RUNTIME, pytest.mark.each]

# A journey is made once for all tests that look at it. By default that of the undecided is made with each
# that always brings a site, and that of who has decided with one. What takes a visit of its own is shown with
# one of them, and each of them shows some of it.
with_a_router = pytest.mark.shown_with("turbo 8")
with_a_framework = pytest.mark.shown_with("react 18, document")
with_rewritten_pages = pytest.mark.shown_with("html-minifier-terser")

Travel = Callable[[str, str], Journey]

BUTTONS = {"denied": "deny-all", "granted": "accept-all"}
# To go there and back goes by links, too, and who has denied sees most of what the undecided see.
each_walk = examples("walk", WALKS, run=["there and back"])
each_state = examples("state", ["undecided", *BUTTONS], run=["granted"])
each_decision = examples("state", BUTTONS, run=["granted"])


@each_walk
def test_who_has_not_decided_is_asked_on_every_page(travel: Travel, walk: str) -> None:
    steps = travel("undecided", walk).steps

    assert [one.step for one in steps if not one.asked or one.banners != 1] == []


@each_walk
@each_decision
@with_a_router
def test_who_has_decided_is_let_be_on_every_page(travel: Travel, state: str, walk: str) -> None:
    steps = travel(state, walk).steps

    assert [one.step for one in steps if one.shown] == []


@pytest.mark.thorough
@each_walk
@each_state
def test_the_document_says_what_the_consent_is(travel: Travel, state: str, walk: str) -> None:
    steps = travel(state, walk).steps

    assert [(one.step, one.state) for one in steps if one.state != state] == []


@each_walk
@each_state
@with_a_router
def test_places_are_filled_on_every_page(travel: Travel, state: str, walk: str) -> None:
    steps = travel(state, walk).at("choices")

    assert [(one.step, one.places) for one in steps] == [(one.step, [1, 1, 1]) for one in steps]
    assert [one.ticked > 0 for one in steps] == [state == "granted" for _ in steps]


@each_walk
@each_state
@with_a_router
def test_outside_content_is_shown_or_held_on_every_page(travel: Travel, state: str, walk: str) -> None:
    steps = travel(state, walk).at("film")
    wanted = (2, 0, 0) if state == "granted" else (0, 2, 0)

    assert [(one.step, one.running, one.held, one.dead) for one in steps] == [
        (one.step, *wanted) for one in steps
    ]


@each_walk
@pytest.mark.parametrize("kind", ["inline", "file"])
@with_a_router
def test_a_blocked_script_runs_as_often_as_one_that_is_not(
    travel: Travel, software: Software, kind: str, walk: str
) -> None:
    steps = travel("granted", walk).steps
    # A router that lets scripts of later pages be would run none of them.
    wanted = [one.ran.get(kind, 0) if software.runs_scripts else one.shows for one in steps]

    assert [(one.step, one.ran.get(f"waiting {kind}", 0)) for one in steps] == [
        (one.step, times) for one, times in zip(steps, wanted, strict=True)
    ]


@each_walk
@examples("state", ["undecided", "denied"], run=["undecided"])
def test_nothing_that_is_blocked_runs_before_it_may(travel: Travel, state: str, walk: str) -> None:
    journey = travel(state, walk)

    assert [what for one in journey.steps for what in one.ran if what.startswith("waiting")] == []
    assert journey.outside == ()


@each_walk
@each_state
@with_a_router
def test_nothing_errs_in_the_console(travel: Travel, state: str, walk: str) -> None:
    assert travel(state, walk).said == ()


@pytest.mark.thorough
@each_decision
@with_a_framework
def test_who_decides_on_a_later_page_is_let_be_from_then_on(guest: Guest, state: str) -> None:
    guest.go("open index", "follow film").press(BUTTONS[state]).is_in(state)
    record = decode(guest.visitor.consent_cookie())
    assert record
    assert bool(record.granted) == (state == "granted")

    ways = ("follow choices", "back film", "back index", "forward film", "reload film", "follow index")
    pages = {step: guest.go(step).looks() for step in ways}
    assert [step for step, page in pages.items() if page["shown"] or page["state"] != state] == []


@with_a_router
def test_a_decision_stands_though_the_page_changes_while_python_is_on_its_way(guest: Guest) -> None:
    guest.go("open index")
    python = Held(guest.visitor, RUNTIME)
    guest.press("deny-all").is_in("pending")
    guest.page.locator(".ways").get_by_text("Film", exact=True).click()
    guest.page.get_by_role("heading", name="Film").wait_for()
    python.go_on()
    guest.shows("film").is_in("denied")

    assert not guest.looks()["shown"]
    assert guest.visitor.outside() == []


@pytest.mark.thorough
@examples("state", ["undecided", *BUTTONS], run=["granted"])
@with_a_framework
def test_the_link_of_every_page_opens_the_preferences(guest: Guest, state: str) -> None:
    if state != "undecided":
        guest.come_back(state)
    for step in WALKS["there and back"]:
        dialog = guest.go(step).open_preferences()
        assert (dialog.locator("input[name=service]:checked:enabled").count() > 0) == (state == "granted")
        guest.page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        assert guest.looks()["dialogs"] == 1


@with_rewritten_pages
def test_a_placeholder_on_a_later_page_opens_what_it_stands_for(guest: Guest) -> None:
    guest.go("open index", "follow film")
    guest.page.locator("#item [data-consent-action=load]").click()
    page = guest.rests().looks()

    assert (page["running"], page["held"]) == (1, 1)


@with_a_router
def test_what_was_granted_does_not_come_back_after_a_withdrawal(guest: Guest) -> None:
    guest.come_back("granted").go("open index", "follow film", "follow index")
    guest.page.evaluate("void consent.deny()")
    guest.is_in("denied").shows("index").visitor.catch_up().requests.clear()
    page = guest.go("back film").looks()

    assert (page["running"], page["held"]) == (0, 2)
    assert guest.visitor.outside() == []


@with_rewritten_pages
def test_preferences_are_closed_in_a_page_that_comes_back(guest: Guest) -> None:
    guest.go("open index", "follow choices").open_preferences()
    assert guest.go("back index").page.locator(f"{DIALOG}[open]").count() == 0

    guest.open_preferences()
    assert guest.page.locator(DIALOG).count() == 1


@with_a_router
def test_places_of_a_page_that_comes_back_show_the_present_consent(guest: Guest) -> None:
    guest.go("open index", "follow choices", "follow index")
    guest.page.evaluate("void consent.accept()")

    assert guest.is_in("granted").go("back choices").looks()["ticked"] > 0
