"""What a view learns besides what is granted: what is on by itself, and where the visitor is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.effects import Activate
from banner.core.events import Arrived
from banner.core.machine import step
from banner.core.plan import Ground
from banner.core.state import State
from banner.server import clock
from banner.server.deployed import Build
from banner.server.request_consent import RequestConsent
from tests.conformance.written import ASKED, DAY, LIFETIME, NOW, header, value
from tests.server.frameworks import build

SERVICES = tuple(ASKED["shop"]["services"])
HALF = {"v": 2, "granted": ["youtube"], "denied": ["impact"], "exempt": ["google"]}


@pytest.fixture(autouse=True)
def _moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def asks(folder: Path, cookie: str, name: str = "shop", **changes: Any) -> RequestConsent:
    """Return the consent of a request to the site *name* of the vectors."""
    made = Build(build(folder / name, name, **changes))
    return RequestConsent(cookie, made, secure=False, gpc="gpc" in changes)


def on(consent: RequestConsent) -> tuple[str, ...]:
    """Return all services that are on."""
    return tuple(service for service in SERVICES if consent.is_on(service))


@pytest.mark.parametrize(
    ("name", "cookie", "told"),
    [
        ("exempt", "", ("google",)),
        ("exempt", header(**HALF), ("google", "youtube")),
        ("exempt", header(()), ()),
        ("exempt", header((), revision="an-older-one"), ()),
        ("exempt", header(revision="an-older-one", denied=["impact"]), ("google",)),
        ("exempt", header((), LIFETIME * DAY), ("google",)),
        ("exempt", header((), -2 * DAY), ()),
        ("exempt", "consent=%7B%22v%22%3A", ("google",)),
        ("opt-out", "", SERVICES),
        ("opt-out", header(()), ()),
        ("shop", "", ()),
    ],
)
def test_what_is_exempt_is_on_until_the_visitor_objects(
    tmp_path: Path, name: str, cookie: str, told: tuple[str, ...]
) -> None:
    assert on(asks(tmp_path, cookie, name)) == told


def test_what_is_sold_is_off_under_the_signal(tmp_path: Path) -> None:
    folder = build(tmp_path, "opt-out")
    consent = RequestConsent("", Build(folder), secure=False, gpc=True)

    assert on(consent) == ("google", "youtube")
    everything = RequestConsent(header(SERVICES), Build(folder), secure=False, gpc=True)
    assert everything.state == "partial"
    assert everything.found
    assert everything.found.denied == ("impact",)


RECORDS = st.lists(
    st.builds(
        lambda lists, age, revision, mode: value(
            v=3 if mode else 2 if lists[2] else 1,
            age=age,
            revision=revision,
            granted=lists[0],
            denied=lists[1],
            **({"exempt": lists[2]} if lists[2] or mode else {}),
            **({"mode": mode} if mode else {}),
        ),
        st.lists(st.sampled_from((0, 1, 2)), min_size=3, max_size=3).map(
            lambda places: [[s for s, at in zip(SERVICES, places, strict=True) if at == n] for n in range(3)]
        ),
        st.sampled_from((0, DAY, 181 * DAY, -DAY, -2 * DAY)),
        st.sampled_from((ASKED["shop"]["revision"], "an-older-one")),
        st.sampled_from(("", "opt-out")),
    ),
    max_size=1,
)


@given(RECORDS, st.booleans(), st.sampled_from(("shop", "exempt", "opt-out")))
def test_a_view_finds_on_what_the_page_would_activate(
    tmp_path_factory: pytest.TempPathFactory, records: list[str], gpc: bool, name: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        made = Build(build(tmp_path_factory.getbasetemp() / name, name))
        cookie = "; ".join(f"consent={one}" for one in records)
        consent = RequestConsent(cookie, made, secure=False, gpc=gpc)

        assert on(consent) == activated(made, tuple(records), gpc=gpc)


def activated(made: Build, records: tuple[str, ...], *, gpc: bool) -> tuple[str, ...]:
    """Return what a page activates that comes with these *records*, in declared order."""
    state = State(made.asked.declaration, Ground("b1"))
    _, effects = step(state, Arrived(records, NOW, gpc, active=()))
    found = {service for one in effects if isinstance(one, Activate) for service in one.services}
    return tuple(service for service in SERVICES if service in found)


def test_a_consent_holds_in_the_region_where_the_visitor_is(tmp_path: Path) -> None:
    left = header(v=3, granted=["youtube"], denied=["impact"], exempt=["google"], mode="opt-out")
    consent = asks(tmp_path, left, regions={"US": {"exempt": list(SERVICES)}, "US-TX": {"exempt": []}})

    assert consent.state == "undecided"
    assert consent.in_region("DE").state == "undecided"
    assert consent.in_region("US-TX").state == "undecided"
    assert consent.in_region("us-ca").services == ("youtube",)
    assert on(consent.in_region("US")) == ("google", "youtube")


def test_to_ask_about_a_region_is_to_ask(tmp_path: Path) -> None:
    consent = asks(tmp_path, "")
    there = consent.in_region("US").in_region("GB")

    assert not consent.was_read
    assert not there.granted("youtube")
    assert consent.was_read
    assert there.was_read


def test_a_region_that_is_asked_about_too_late_is_an_error(tmp_path: Path) -> None:
    consent = asks(tmp_path, "")
    there = consent.in_region("US")
    consent.answered()
    with pytest.raises(RuntimeError, match="read it before"):
        there.is_on("youtube")


def test_what_was_read_in_time_can_be_read_again_later(tmp_path: Path) -> None:
    consent = asks(tmp_path, header())

    assert consent.granted("youtube")
    consent.answered()
    assert consent.granted("youtube")


def test_a_service_that_nobody_is_asked_about_is_never_granted_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    consent = asks(tmp_path, header(SERVICES))

    assert not consent.granted("yuotube")
    assert not consent.is_on("yuotube")
    assert [one.getMessage() for one in caplog.records] == [
        "nobody is asked about a service 'yuotube', only about: google, youtube, impact"
    ] * 2
