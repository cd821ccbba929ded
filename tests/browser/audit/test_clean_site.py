"""Nothing is found on a site that keeps its promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from banner.audit.result import Result
from tests.browser.audit.conftest import told
from tests.browser.audit.planted import BLOG, GERMAN, INDEX

FEW = ("undecided", "accepted", "withdrawn")


@pytest.mark.thorough
@pytest.mark.smoke("thorough")
def test_the_clean_site_is_clean(audited: Callable[..., Result]) -> None:
    result = audited(INDEX, only=FEW)

    assert told(result) == []
    assert [one.phase for one in result.visits] == list(FEW)


@pytest.mark.thorough
def test_the_clean_site_is_clean_on_every_page_with_every_service(audited: Callable[..., Result]) -> None:
    result = audited(INDEX, GERMAN, BLOG, "cookies.html", pictures=True)

    assert told(result) == []
    assert {one.phase for one in result.visits} == set(result.phases)
    assert len(result.pictures) == len(result.phases)


@pytest.mark.thorough
def test_pages_are_found_by_their_links(audited: Callable[..., Result], shop_address: str) -> None:
    result = audited(INDEX, only=("undecided", "denied"), links=True, most=3)

    assert told(result) == []
    assert result.pages == (shop_address, shop_address + "de/", shop_address + "blog/")
    assert [(one.phase, one.page) for one in result.visits] == [
        (phase, page) for phase in ("undecided", "denied") for page in result.pages
    ]


@pytest.mark.thorough
def test_a_site_without_a_banner_has_nothing_to_decide(audited: Callable[..., Result]) -> None:
    result = audited("assets/shop.css")

    assert {one.rule for one in result.findings} == {"no-banner"}
    assert any("no page has a banner" in one for one in result.words)
    assert {one.phase for one in result.visits} == {"undecided"}
