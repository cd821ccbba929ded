"""A view of the owner's own asks for the consent, in each framework; and caches are told, where one does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner.server import clock
from tests.conformance.written import DAY, LIFETIME, NOW, header, value
from tests.server.frameworks import FRAMEWORKS, Ask, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.server.frameworks import Page

GIVEN = header(("youtube", "impact"))
SEALED = f"__Host-consent={value()}"


@pytest.fixture(params=FRAMEWORKS.values(), ids=list(FRAMEWORKS))
def framework(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Path], Callable[[Ask], Page]]:
    """A framework; all of this happens at the moment of the vectors."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    made: Callable[[Path], Callable[[Ask], Page]] = request.param
    return made


@pytest.fixture
def get(framework: Callable[[Path], Callable[[Ask], Page]], tmp_path: Path) -> Callable[[Ask], Page]:
    """Somebody who asks its site for pages."""
    return framework(build(tmp_path / "consent"))


@pytest.mark.parametrize(
    ("cookie", "https", "gpc", "told"),
    [
        (GIVEN, False, False, "partial: youtube impact; on: youtube impact"),
        (SEALED, True, False, "partial: youtube; on: youtube"),
        (header(()), False, False, "denied: ; on: "),
        ("", False, False, "undecided: ; on: "),
        (GIVEN, True, False, "undecided: ; on: "),
        (header(age=LIFETIME * DAY), False, False, "undecided: ; on: "),
        (header(revision="0123456789ab"), False, False, "undecided: ; on: "),
        (GIVEN[:-3], False, False, "undecided: ; on: "),
        (f"\xa0{SEALED}", True, False, "undecided: ; on: "),
        (GIVEN, False, True, "partial: youtube; on: youtube"),
    ],
    ids=[
        "granted",
        "on https",
        "denied",
        "no cookie",
        "a name that others can set",
        "expired",
        "another revision",
        "garbled",
        "a name that looks alike",
        "the privacy signal",
    ],
)
def test_a_view_knows_the_consent_of_its_visitor(
    get: Callable[[Ask], Page], cookie: str, https: bool, gpc: bool, told: str
) -> None:
    assert get(Ask("/asks", cookie, https, gpc)).text == told


def test_a_page_that_asks_is_kept_for_its_visitor_alone(get: Callable[[Ask], Page]) -> None:
    headers = get(Ask("/asks")).headers

    assert headers["vary"] == "Accept-Language, Cookie, Sec-GPC"
    assert headers["cache-control"] == "max-age=60, private"


@pytest.mark.parametrize("cookie", ["", GIVEN])
def test_a_page_that_does_not_ask_is_the_same_for_everybody(get: Callable[[Ask], Page], cookie: str) -> None:
    page = get(Ask("/same", cookie))

    assert page.text == "same"
    assert page.headers.keys() & {"vary", "cache-control"} == set()


def test_a_consent_that_is_read_too_late_is_an_error_and_in_no_cache(
    get: Callable[[Ask], Page],
) -> None:
    with pytest.raises(RuntimeError, match="read it before"):
        get(Ask("/late", GIVEN))


def test_what_a_later_build_asks_needs_no_new_start(
    framework: Callable[[Path], Callable[[Ask], Page]], tmp_path: Path
) -> None:
    folder = build(tmp_path / "consent")
    get = framework(folder)
    before = get(Ask("/asks", GIVEN)).text
    build(folder, revision="another-one")

    assert before.startswith("partial")
    assert get(Ask("/asks", GIVEN)).text.startswith("undecided")


def test_a_folder_without_a_build_is_told_at_the_start(
    framework: Callable[[Path], Callable[[Ask], Page]], tmp_path: Path
) -> None:
    with pytest.raises(Exception, match=r"there is no declaration.json in it; name the folder"):
        framework(tmp_path)(Ask("/same"))
