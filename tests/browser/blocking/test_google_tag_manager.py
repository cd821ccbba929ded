"""Services in a container of Google Tag Manager have a switch each, and the first granted opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support import small_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.visitor import Visitor

SERVICES = """
[[services]]
use = "google"
analytics_id = "G-ABC1234567"
container = "GTM-ABC1234"

[[services]]
use = "facebook-pixel"
container = "GTM-ABC1234"

[[services]]
id = "survey"
name = "Survey"
text = "Asks what you think of us."
purpose = "analytics"
vendor = "them"
container = "GTM-ABC1234"
"""
PAGE = '<!DOCTYPE html><title>Page</title><script src="consent/consent.js"></script><p>Text'
GTM = "https://www.googletagmanager.com/gtm.js?id=GTM-ABC1234"
QUEUE = "[...dataLayer].map((call) => Object.hasOwn(call, 'length') ? [...call] : call)"


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site with such services is served."""
    folder = tmp_path_factory.mktemp("container")
    with small_site.served(folder, ("analytics", "marketing"), SERVICES, {"index.html": PAGE}) as base:
        yield base


@pytest.fixture
def reader(new_visitor: Callable[..., Visitor], container: str) -> Iterator[Visitor]:
    """A visitor of that site."""
    visitor = new_visitor(container)
    visitor.context.route(GTM, lambda route: route.fulfill(body=""))
    yield visitor.visit()
    visitor.requests[:] = [one for one in visitor.requests if one != GTM]  # declared here, and no stranger


def grant(visitor: Visitor, *services: str) -> None:
    """Grant *services*, and wait for the event that tells of it."""
    visitor.page.evaluate("(ids) => consent.accept(ids).then(() => {})", list(services))
    heard(visitor, *services)


def heard(visitor: Visitor, *services: str) -> None:
    """Wait until the container has been told of *services*, and has been asked for."""
    visitor.page.wait_for_function(
        "(ids) => ids.every((id) => dataLayer.container?.services.includes(id))", arg=list(services)
    )
    visitor.sees(GTM)


def told(visitor: Visitor) -> list[Any]:
    """What the container finds in its queue; a moment is left out."""
    calls: list[Any] = visitor.page.evaluate(QUEUE)
    return [{"event": call["event"]} if "gtm.start" in call else call for call in calls]


ANALYTICS = ["consent", "update", {"analytics_storage": "granted"}]
ADS = ["consent", "update", dict.fromkeys(("ad_storage", "ad_user_data", "ad_personalization"), "granted")]
STARTS = {"event": "gtm.js"}


def changed(services: list[str], purposes: list[str]) -> dict[str, object]:
    return {"event": "consent_change", "consent_services": services, "consent_purposes": purposes}


def test_nothing_of_a_container_is_asked_for_before_a_service_in_it_is_granted(reader: Visitor) -> None:
    reader.press("deny-all").settled("denied")

    assert reader.outside() == []


def test_the_container_hears_of_the_consent_before_it_starts(reader: Visitor) -> None:
    grant(reader, "google")

    default, *others = told(reader)
    assert default[:2] == ["consent", "default"]
    assert set(default[2].values()) == {"denied"}
    assert others == [ANALYTICS, STARTS, changed(["google"], ["analytics"])]
    assert reader.outside() == [GTM]


@pytest.mark.thorough
def test_services_that_are_granted_together_start_the_container_once(reader: Visitor) -> None:
    grant(reader, "google", "facebook-pixel", "survey")

    assert told(reader)[1:] == [
        ANALYTICS,
        ADS,
        ANALYTICS,
        STARTS,
        changed(["google", "facebook-pixel", "survey"], ["analytics", "marketing"]),
    ]
    assert reader.outside() == [GTM]


@pytest.mark.thorough
def test_a_service_that_is_granted_later_is_told_by_an_event(reader: Visitor) -> None:
    grant(reader, "google")
    grant(reader, "facebook-pixel")

    later = changed(["google", "facebook-pixel"], ["analytics", "marketing"])
    assert told(reader)[4:] == [ADS, later]
    assert reader.outside() == [GTM]


@pytest.mark.thorough
def test_the_next_page_starts_with_all_that_is_granted(reader: Visitor) -> None:
    grant(reader, "google", "survey")
    reader.afresh().visit()
    heard(reader, "google", "survey")

    assert told(reader)[1:] == [ANALYTICS, ANALYTICS, STARTS, changed(["google", "survey"], ["analytics"])]
    assert reader.outside() == [GTM]


@pytest.mark.thorough
def test_what_the_page_pushes_before_the_consent_reaches_the_container_after_it(reader: Visitor) -> None:
    reader.page.evaluate("dataLayer.push({ event: 'basket' })")
    grant(reader, "survey")
    reader.page.wait_for_function("dataLayer.some((call) => call.event === 'basket')")

    assert told(reader)[1] == ANALYTICS
    assert {"event": "basket"} in told(reader)[2:]
