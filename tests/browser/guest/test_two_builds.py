"""Builds in several folders of one host: each keeps its own, and none takes it from another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

HOST = "https://example.test/"
PLAIN = "__Host-consent"


@pytest.fixture(scope="session")
def other_address(rebuilt: Callable[[str, str], str]) -> str:
    """A site that asks for something else than the demo does."""
    return rebuilt("lifetime_days = 180", 'lifetime_days = 180\nrevision = "other"')


@pytest.fixture
def visitor(
    new_visitor: Callable[..., Visitor],
    elsewhere: Callable[[Visitor, str, str], None],
    address: str,
    other_address: str,
) -> Visitor:
    """Somebody on a host with a site in each of two folders, and one at its root."""
    somebody = new_visitor(HOST)
    for folder, served in (("", address), ("docs/", other_address), ("shop/", address)):
        elsewhere(somebody, HOST + folder, served)
    return somebody


def consents(visitor: Visitor) -> set[str]:
    """Return the names of the cookies that hold a consent."""
    return {name for name, value in visitor.cookies().items() if value.startswith("%7B%22v%22")}


@pytest.mark.thorough
def test_who_goes_to_and_fro_is_asked_once_by_each(visitor: Visitor) -> None:
    visitor.visit("shop/").press("deny-all").settled("denied")
    visitor.visit("docs/").press("accept-all").settled("granted")
    assert consents(visitor) == {PLAIN, f"{PLAIN}-banner-docs"}

    for folder, state in (("shop/", "denied"), ("docs/", "granted")) * 2:
        visitor.visit(folder).settled(state)
        assert not visitor.asked()


def test_a_change_in_one_changes_nothing_in_the_other(visitor: Visitor) -> None:
    visitor.visit("docs/").press("accept-all").settled("granted")
    visitor.visit("").press("accept-all").settled("granted")
    before = visitor.cookies()[PLAIN]
    with visitor.page.expect_navigation():
        visitor.page.evaluate("void consent.deny()")
    visitor.settled("denied")

    assert visitor.cookies()[PLAIN] == before
    assert set(visitor.stored()) >= {"consent.plan", "consent.plan-docs"}
    visitor.visit("docs/").settled("granted")


@pytest.mark.thorough
def test_two_copies_of_one_build_share_the_decision(visitor: Visitor) -> None:
    visitor.visit("shop/").press("accept-all").settled("granted")
    visitor.visit("").settled("granted")
    with visitor.page.expect_navigation():
        visitor.page.evaluate("void consent.deny()")
    visitor.settled("denied").visit("shop/").settled("denied")

    assert consents(visitor) == {PLAIN}


@pytest.mark.thorough
def test_a_decision_that_waits_in_one_is_not_recorded_by_the_other(visitor: Visitor) -> None:
    visitor.visit("docs/").press("deny-all").settled("denied")
    visitor.without_python().visit("").press("accept-all")
    visitor.page.wait_for_selector("html[data-consent=pending]", state="attached")
    visitor.visit("docs/").settled("denied")

    assert "consent.pending" in visitor.stored()
    assert consents(visitor) == {PLAIN}
