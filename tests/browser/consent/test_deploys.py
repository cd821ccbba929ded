"""Deploys, and whatever storage holds: no decision is lost on its way to the log or holds up another."""

from __future__ import annotations

import json
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest
from shop.app import application
from starlette.applications import Starlette

from banner import config
from banner.build import pipeline
from banner.core.log_entry import LogEntry
from banner.core.record import encode
from banner.serve import local
from tests.browser.conftest import DEMO
from tests.matrix import examples
from tests.server import earlier
from tests.support.consents import consent_of
from tests.support.visitor import SENT, Visitor
from tests.support.waits import wait_for_promise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import ConsoleMessage, Route
    from starlette.types import ASGIApp, Receive, Scope, Send

pytestmark = pytest.mark.law("B9")


class Restarted:
    """A server of which a test says when it starts again, and with what, at the same address."""

    app: ASGIApp = Starlette()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


class Deploys:
    """A site that is deployed and served, each by itself, with one database."""

    def __init__(self, database: str, server: Restarted) -> None:
        self.database = database
        self.address = ""
        self._server = server

    def start(self, file: Path, dist: Path) -> Any:
        """Start the server anew with the declaration in *file* and what is deployed in *dist*; gives it."""
        declared = config.read(file).declaration
        self._server.app = application(dist, declared, self.database, "owner", requests_per_second=10_000)
        return self._server.app


@pytest.fixture(scope="session")
def smaller(tmp_path_factory: pytest.TempPathFactory, interpreter: str) -> tuple[Path, Path]:
    """The demo site without one of its services: the declaration, and the folder that is deployed."""
    folder = tmp_path_factory.mktemp("smaller")
    shutil.copytree(DEMO.parent, folder / "site")
    file = folder / "site/consent.toml"
    text = file.read_text(encoding="utf-8")
    less = text.replace('[[services]]\nuse = "soundcloud"\n', "")
    assert less != text
    file.write_text(less, encoding="utf-8")
    pipeline.build(file, folder / "dist", interpreter)
    return file, folder / "dist"


@pytest.fixture
def deploys(tmp_path: Path) -> Iterator[Deploys]:
    server = Restarted()
    found = Deploys(f"sqlite:///{tmp_path / 'shop.sqlite'}", server)
    with local.running(server) as found.address:  # type: ignore[arg-type]
        yield found


def history(visitor: Visitor) -> list[str]:
    """The ids of the decisions that the log has of this browser, the oldest first."""
    entries = visitor.context.request.get(visitor.base + "api/consent/history").json()["entries"]
    return [entry["id"] for entry in reversed(entries)]


def decided(visitor: Visitor, state: str) -> Visitor:
    """Wait for the decision alone, wherever its entry is."""
    visitor.page.wait_for_selector(f"html[data-consent={state}]", state="attached")
    return visitor


def unsent(visitor: Visitor) -> list[Any]:
    found: list[Any] = json.loads(visitor.stored().get("consent.unsent", "[]"))
    return found


def test_a_decision_about_a_new_service_waits_until_the_server_knows_it_and_goes_by_itself(
    deploys: Deploys, dist: Path, smaller: tuple[Path, Path], new_visitor: Callable[..., Visitor]
) -> None:
    # The new build is there, and the process of before still serves.
    running = deploys.start(smaller[0], dist)
    visitor = new_visitor(deploys.address)
    visitor.visit("privacy-policy.html").press("accept-all")
    decided(visitor, "granted").page.wait_for_function("localStorage['consent.unsent']?.includes('due')")
    (entry,) = unsent(visitor)
    assert "soundcloud" in entry["record"]
    assert history(visitor) == []

    running.state.declare(config.read(DEMO).declaration)
    visitor.page.wait_for_function(SENT)
    assert history(visitor) == [entry["id"]]


@pytest.mark.thorough
@pytest.mark.parametrize("kept", ["by this version", "by the one before"])
def test_a_decision_made_offline_arrives_after_a_deploy_that_asks_about_less(
    deploys: Deploys,
    dist: Path,
    smaller: tuple[Path, Path],
    new_visitor: Callable[..., Visitor],
    kept: str,
) -> None:
    deploys.start(DEMO, dist)
    other = new_visitor(deploys.address)
    other.visit("privacy-policy.html").press("deny-all").settled("denied")
    visitor = new_visitor(deploys.address).visit("privacy-policy.html")
    visitor.context.route("**/api/consent/log", lambda route: route.abort())
    decided(visitor.press("accept-all"), "granted")
    (entry,) = unsent(visitor)
    if kept == "by the one before":
        # It kept no declarations, but decisions.
        earlier.turn_back(deploys.database)
    deploys.start(*smaller)
    visitor.context.unroute("**/api/consent/log")
    decided(visitor.visit("product.html"), "undecided").page.wait_for_function(SENT)
    record = visitor.record()

    assert record is not None
    assert record.id == entry["id"]
    assert history(visitor)[0] == entry["id"]


def entry_of(id: str, **other: str) -> dict[str, str]:
    """An entry as Python makes it, of a consent that denies everything."""
    consent = consent_of(1000)
    record = encode(type(consent)(**{**vars(consent), "id": id}))
    return LogEntry(id, "denied", record, "", "0" * 64, "en", "device").plain() | other


LARGE = "x" * 70_000
NONE = {
    "nothing": "null",
    "an object": "{}",
    "a number": "5",
    "a truth": "true",
    "a text": '"text"',
    "a list of nothing": "[null]",
    "a list of objects": "[{}, {}]",
    "lists in lists": "[[[[1]]], [[]]]",
    "half an entry": '[{"id": "a1"}]',
    "an entry of numbers": json.dumps([dict.fromkeys(entry_of("a1"), 1)]),
    "an entry that is too large": json.dumps([entry_of("a1", record=LARGE)]),
    "an entry with a large name": json.dumps([entry_of(LARGE)]),
}


@examples("kind", NONE, run=["half an entry", "an entry that is too large"])
@pytest.mark.thorough
def test_what_is_no_entry_is_told_and_put_aside_and_holds_up_nothing(visitor: Visitor, kind: str) -> None:
    text = NONE[kind]
    visitor.visit("privacy-policy.html").store("consent.unsent", text)
    told: list[ConsoleMessage] = []
    visitor.page.on("console", lambda message: told.append(message) if message.type == "error" else None)
    # A page finds it, and a decision is made.
    visitor.visit("cookie-policy.html").press("deny-all").settled("denied")
    record = visitor.record()

    assert record is not None
    assert history(visitor) == [record.id]
    aside = json.loads(visitor.stored().get("consent.unsendable", "[]"))
    assert bool(aside) == (text != "null")
    assert bool([one for one in told if "consent.unsendable" in one.text]) == (text != "null")


@pytest.mark.thorough
def test_a_decision_can_be_made_in_the_very_page_in_which_storage_is_garbled(visitor: Visitor) -> None:
    visitor.visit("privacy-policy.html").store("consent.unsent", "true")
    visitor.press("deny-all").settled("denied")

    assert visitor.record() is not None
    assert len(history(visitor)) == 1


@pytest.mark.thorough
@examples("status", [409, 422], run=[409])
def test_what_the_log_refuses_is_told_and_put_aside_and_the_next_one_goes(
    visitor: Visitor, status: int
) -> None:
    bad = entry_of(f"a{time.time_ns()}", **({"event": "nonsense"} if status == 422 else {}))
    visitor.visit("privacy-policy.html")
    if status == 409:
        digest = visitor.page.request.get(visitor.base + "consent/consent.js").text()
        bad["notice_hash"] = digest.partition('notice_hash:"')[2][:64]
        first = {**bad, "event": "given"}
        visitor.context.request.post(
            visitor.base + "api/consent/log",
            data=json.dumps({"entries": [first]}),
            headers={"Origin": visitor.base.rstrip("/"), "Content-Type": "application/json"},
        )
    visitor.store("consent.unsent", json.dumps([bad]))
    with visitor.page.expect_console_message(lambda message: f": {status}, " in message.text):
        visitor.visit("cookie-policy.html").press("deny-all").settled("denied")

    assert json.loads(visitor.stored()["consent.unsendable"]) == [bad]
    assert len(history(visitor)) == 1


# What a server, or somebody between us, says of one entry again and again.
FAILURES: dict[str, dict[str, Any]] = {
    "too early": {"status": 425, "json": {"error": "not yet"}},
    "a failure": {"status": 500, "body": "oops"},
    "a forbidding firewall": {"status": 403, "body": "<h1>Forbidden"},
    "a refusal by somebody else": {"status": 422, "body": "<h1>Unprocessable"},
    "too large for a proxy": {"status": 413, "body": ""},
    "nonsense": {"status": 200, "body": "<h1>Welcome to the hotel"},
    "another list": {"status": 200, "json": {"stored": {"length": 1}}},
}


@pytest.mark.thorough
@pytest.mark.needs("the bodies of requests")
@examples("failure", FAILURES, run=["a failure", "nonsense"])
@pytest.mark.parametrize("count", [pytest.param(1, marks=pytest.mark.thorough), 4])
def test_entries_that_fail_again_and_again_stay_and_hold_up_no_other(
    visitor: Visitor, failure: str, count: int
) -> None:
    stuck = [entry_of(f"stuck-{at}") for at in range(count)]

    def fail(route: Route) -> None:
        (sent,) = json.loads(route.request.post_data or "")["entries"]
        if sent["id"].startswith("stuck-"):
            route.fulfill(**FAILURES[failure])
        else:
            route.continue_()

    visitor.context.route("**/api/consent/log", fail)
    visitor.visit("privacy-policy.html").store("consent.unsent", json.dumps(stuck))
    decided(visitor.visit("cookie-policy.html").press("deny-all"), "denied")
    record = visitor.record()
    assert record is not None
    visitor.page.wait_for_function(
        "(id) => localStorage['consent.unsent'] && !localStorage['consent.unsent'].includes(id)",
        arg=record.id,
    )

    assert history(visitor) == [record.id]
    waiting = [{key: one[key] for key in stuck[0]} for one in unsent(visitor)]
    assert waiting == stuck
    assert "consent.unsendable" not in visitor.stored()


@pytest.mark.thorough
@pytest.mark.needs("the bodies of requests")
def test_an_entry_waits_longer_each_time_and_a_clock_that_was_ahead_changes_nothing(visitor: Visitor) -> None:
    sent: list[str] = []

    def fail(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or "")["entries"][0]["id"])
        route.fulfill(status=425, json={"error": "not yet"})

    visitor.context.route("**/api/consent/log", fail)
    now = int(time.time() * 1000)
    times = {"tries": 6, "due": now + 3_600_000}
    later, ahead = entry_of("later") | times, entry_of("ahead") | {"tries": "x", "due": now * 2}
    garbled = entry_of("garbled") | {"tries": -1e300, "due": {}}
    visitor.visit("privacy-policy.html").store("consent.unsent", json.dumps([later, ahead, garbled]))
    visitor.visit("product.html").page.wait_for_function(
        "JSON.parse(localStorage['consent.unsent']?.slice(localStorage['consent.unsent'].length / 2) || '[]')"
        ".filter(({ tries }) => tries === 1).length === 2"
    )
    assert sent == ["ahead", "garbled"]
    first, *others = unsent(visitor)
    assert first == later
    for one in others:
        assert 1000 < one["due"] - now < 60_000


@pytest.mark.thorough
def test_a_decision_that_storage_has_no_room_for_goes_with_those_that_are_there(visitor: Visitor) -> None:
    visitor.context.route("**/api/consent/log", lambda route: route.abort())
    visitor.visit("privacy-policy.html").press("deny-all")
    page = decided(visitor, "denied").page
    page.evaluate(
        """() => {
          const { setItem } = Storage.prototype;
          Storage.prototype.setItem = function (key, text) {
            const more = text.length > (this.getItem(key) || '').length;
            if (key === 'consent.unsent' && more) throw new DOMException('full', 'QuotaExceededError');
            setItem.call(this, key, text);
          };
        }"""
    )
    page.evaluate("consent.accept(['links-conversion'])")
    decided(visitor, "partial")
    visitor.context.unroute("**/api/consent/log")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function(SENT)
    record = visitor.record()

    assert record is not None
    wait_for_promise(
        page,
        "async (id) => (await (await fetch('api/consent/history')).json()).entries[0]?.id === id",
        record.id,
    )
    assert len(history(visitor)) == 2
