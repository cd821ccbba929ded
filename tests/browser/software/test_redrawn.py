"""Where React draws anew what its server has sent, what had waited and has run does not run once more.

It does so where the page is not quite what it was, as it is once the banner has filled what is in it.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.software.frameworks import REDRAWN, react
from tests.browser.software.guest import Guest
from tests.browser.software.software import Software
from tests.support.runtimes import ONE_RUNTIME

pytestmark = ONE_RUNTIME

SITES = [
    react(version, whole, REDRAWN) for version in ("18", "19") for whole in ("document", "body", "element")
]
KINDS = ("inline", "file")


@pytest.fixture(params=[pytest.param(one, id=one.name) for one in SITES])
def software(request: pytest.FixtureRequest) -> Software:
    """One that draws its pages anew."""
    one: Software = request.param
    return one


def test_what_has_run_does_not_run_again_and_what_comes_on_a_later_page_does(
    new_guest: Callable[[], Guest],
) -> None:
    guest = new_guest().come_back("granted").go("open film")
    assert any("#418" in one for one in guest.visitor.errors), "nothing is drawn anew"
    page = guest.looks()
    assert {one: page["ran"].get(one) for one in KINDS} == dict.fromkeys(KINDS, 1)
    assert {one: page["ran"].get(f"waiting {one}") for one in KINDS} == dict.fromkeys(KINDS, 1)
    assert (page["running"], page["held"], page["dead"]) == (2, 0, 0)

    # React runs no script of a page that it makes itself: what waits there runs each time that it comes.
    for times, way in enumerate(("follow choices", "follow film", "follow index", "back film"), 1):
        ran = guest.go(way).looks()["ran"]
        assert {one: ran[f"waiting {one}"] for one in KINDS} == dict.fromkeys(KINDS, 1 + times // 2)
