"""The log of consents: whole, in order, once, and nothing of the visitor in it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
import sqlalchemy as sql
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from shop.store import LOG
from starlette.testclient import TestClient

from banner.core.clock import from_iso
from banner.core.declaration import MODES, from_plain
from banner.core.ids import is_id
from banner.core.languages import is_tag
from banner.core.record import encode
from banner.toolchain import bundle
from tests.server.conftest import (
    ASKED,
    DECLARATION,
    NOTICE_HASH,
    consent,
    entry,
    log_in,
    now,
    open_client,
    send,
)
from tests.server.processes import guarded
from tests.support import loops


def rows(database: str) -> list[dict[str, object]]:
    engine = sql.create_engine(database)
    with engine.connect() as connection:
        found = [dict(one._mapping) for one in connection.execute(sql.select(LOG.entries).order_by("number"))]
    engine.dispose()
    return found


@pytest.mark.law("B9")
def test_a_decision_is_kept_with_what_proves_it(client: TestClient, database: str) -> None:
    given = consent("a1", ("google",))

    assert send(client, entry(given)) == (200, {"stored": ["a1"]})
    (row,) = rows(database)
    assert (row["id"], row["event"], row["source"]) == ("a1", "given", "banner")
    assert row["notice_hash"] == NOTICE_HASH
    assert row["granted"] == ["google"]
    assert row["denied"] == [one for one in ASKED if one != "google"]
    assert (row["revision"], row["language"]) == (DECLARATION.revision, "en")


def test_nothing_tells_who_the_visitor_is() -> None:
    names = {column.name for column in LOG.entries.columns}

    assert not {name for name in names if "ip" in name.split("_") or "agent" in name or "address" in name}


DAY = 86_400_000
GOOGLE = ("google",)
# What can never be true, and the field that is told.
UNTRUE: list[tuple[dict[str, str], str]] = [
    (entry(consent("a1", ASKED), "withdrawn", "b1"), "event: "),
    (entry(consent("a1"), "given"), "event: "),
    (entry(consent("a1", GOOGLE), "changed"), "previous: "),
    (entry(consent("a1", GOOGLE), "changed", "a1"), "previous: "),
    (entry(consent("a1", GOOGLE, age=30 * 365 * DAY)), "record: "),
    (entry(replace(consent("a1", GOOGLE), action="deny-all")), "record: "),
    (entry(consent("a" * 201)), "id: 201 characters"),
    (entry(consent("a1", GOOGLE), "changed", "b" * 201), "previous: 201 characters"),
    (entry(replace(consent("a1"), source="s" * 41)), "source: 41 characters"),
    (entry(replace(consent("a1"), revision="r" * 65)), "revision: 65 characters"),
    ({**entry(consent("a1")), "language": "de"}, "language: "),
]


@pytest.mark.parametrize(("sent", "reason"), UNTRUE, ids=range(len(UNTRUE)))
@pytest.mark.attack("lying-entry")
def test_what_can_never_be_true_is_refused_with_its_reason_and_costs_no_other(
    dist: Path, some_database: str, sent: dict[str, str], reason: str
) -> None:
    with open_client(dist, some_database) as client:
        status, body = send(client, entry(consent("c1")), sent, entry(consent("c2")))

    assert (status, str(body["error"])[: len(reason)]) == (422, reason)
    assert [row["id"] for row in rows(some_database)] == ["c1", "c2"]


@pytest.mark.attack("lying-entry")
def test_what_does_not_fit_the_entry_before_is_refused_whenever_that_is_known(
    client: TestClient, database: str
) -> None:
    first, second = consent("a1", GOOGLE, age=9), consent("a2", GOOGLE)
    send(client, entry(first))

    assert send(client, entry(second, "withdrawn", "a1"))[0] == 422
    assert send(client, entry(replace(second, id="a3"), "changed", "a1"))[0] == 200
    # Of one that is not here, who could tell?
    assert send(client, entry(replace(second, id="a4"), "changed", "unheard-of"))[0] == 200
    assert [row["id"] for row in rows(database)] == ["a1", "a3", "a4"]


def test_entries_arrive_in_any_order_and_after_years(client: TestClient, database: str) -> None:
    days = [800, 790, 600, 3]
    ids = [f"a{at}" for at in range(len(days))]
    made = [consent(name, GOOGLE, age=days[at] * DAY) for at, name in enumerate(ids)]
    entries = [entry(made[0]), *(entry(one, "changed", ids[at]) for at, one in enumerate(made[1:]))]
    for one in reversed([*entries, entry(made[1], "expired")]):
        assert send(client, one)[0] == 200

    assert {row["id"] for row in rows(database)} == {*ids, "a1-expired"}


def test_what_each_device_of_an_account_tells_by_itself_is_kept_once(client: TestClient) -> None:
    given = consent("a1", GOOGLE, age=200 * DAY)
    ended = entry(given, "expired")
    assert send(client, ended)[0] == 200
    # It shows another page, in another region.
    assert send(client, {**ended, "scope": "account"}) == (200, {"stored": ["a1-expired"]})
    other = entry(consent("a1", age=200 * DAY), "expired")
    assert send(client, other)[0] == 409


def test_what_is_no_entry_costs_no_other(client: TestClient, database: str) -> None:
    ahead = entry(consent("a3", age=-2 * DAY))

    assert send(client, entry(consent("a1")), {"id": "x"}, entry(consent("a2")))[0] == 422
    assert send(client, ahead, entry(consent("a4")))[0] == 425
    assert [row["id"] for row in rows(database)] == ["a1", "a2", "a4"]


def test_the_same_decision_sent_again_is_kept_once(client: TestClient, database: str) -> None:
    one = entry(consent("a1"))

    assert [send(client, one)[0], send(client, one)[0]] == [200, 200]
    assert len(rows(database)) == 1


def test_another_decision_with_the_same_id_is_refused(client: TestClient, database: str) -> None:
    send(client, entry(consent("a1")))
    status, body = send(client, entry(consent("a2")), entry(consent("a1", ("google",))))

    assert status == 409
    assert "a1" in str(body["error"])
    assert [row["id"] for row in rows(database)] == ["a1", "a2"]


@pytest.mark.law("B9")
def test_what_was_shown_can_be_shown_again(client: TestClient, dist: Path) -> None:
    send(client, entry(consent("a1")))
    (dist / f"consent/notices/{NOTICE_HASH}.json").unlink()
    page = client.get(f"/api/consent/notices/{NOTICE_HASH}")

    assert "<p>Do you agree?</p>" in page.text
    assert client.get("/api/consent/notices/" + "0" * 64).status_code == 404


def test_a_notice_that_nobody_was_shown_proves_nothing(client: TestClient, database: str) -> None:
    status, _ = send(client, {**entry(consent("a1")), "notice_hash": "0" * 64})

    assert status == 425
    assert rows(database) == []


def test_the_history_of_a_browser_follows_its_own_decisions(client: TestClient) -> None:
    first, second = consent("a1", ("google",), age=5000), consent("a2")
    send(client, entry(first), entry(second, "withdrawn", "a1"), entry(consent("b1")))
    assert client.get("/api/consent/history").json()["entries"] == []

    client.cookies.set("consent", encode(second))
    history = client.get("/api/consent/history").json()["entries"]
    assert [one["id"] for one in history] == ["a2", "a1"]
    assert history[1] == entry(first)


def test_a_history_says_when_the_server_has_received_each(client: TestClient, database: str) -> None:
    send(client, entry(consent("a1", GOOGLE, age=7 * DAY)))
    client.cookies.set("consent", encode(consent("a1", GOOGLE)))
    (received,) = client.get("/api/consent/history").json()["received"]

    assert [row["at"] for row in rows(database)] == [from_iso(received)]


@pytest.mark.parametrize("whose", ["account", "device"])
def test_a_history_comes_a_page_at_a_time(dist: Path, some_database: str, whose: str) -> None:
    ids = [f"a{at}" for at in range(7)]
    made = [consent(name, age=1000 - at) for at, name in enumerate(ids)]
    entries = [entry(made[0]), *(entry(one, "changed", ids[at]) for at, one in enumerate(made[1:]))]
    with open_client(dist, some_database) as client:
        if whose == "account":
            log_in(client)
        else:
            client.cookies.set("consent", encode(made[-1]))
        send(client, *entries)
        found: list[str] = []
        while True:
            before = f"&before={found[-1]}" if found else ""
            page = client.get(f"/api/consent/history?limit=3{before}").json()
            assert len(page["received"]) == len(page["entries"]) <= 3
            if not page["entries"]:
                break
            found += [one["id"] for one in page["entries"]]

        assert found == ids[::-1]
        for wrong in ("0", "501", "-1", "x", "1e2", ""):
            assert client.get(f"/api/consent/history?limit={wrong}").status_code == 422


def test_a_page_of_a_history_is_found_and_not_searched_for(dist: Path, database: str) -> None:
    with open_client(dist, database):
        pass
    engine = sql.create_engine(database)
    wanted = "SELECT * FROM entries WHERE account = 1 AND number < 900 ORDER BY number DESC LIMIT 50"
    with engine.connect() as connection:
        (plan,) = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {wanted}").all()
    engine.dispose()

    assert "USING INDEX ix_entries_account_number (account=? AND number<?)" in plan[3]


@pytest.mark.law("B9")
def test_what_was_asked_under_a_revision_can_be_shown_again(client: TestClient) -> None:
    send(client, entry(consent("a1")))
    kept = client.get(f"/api/consent/declarations/{DECLARATION.revision}").json()

    assert from_plain(kept["declaration"]) == DECLARATION
    assert (kept["services"], kept["notices"]) == ([*ASKED], [NOTICE_HASH])
    assert abs((from_iso(kept["since"]) or 0) - now()) < DAY
    assert client.get("/api/consent/declarations/unheard-of").status_code == 404


@pytest.mark.parametrize("mode", MODES)
def test_the_cookie_comes_back_from_the_server_for_the_time_it_has_left(
    client: TestClient, mode: str
) -> None:
    old = consent("a1", age=100 * 86_400_000)
    if mode != MODES[0]:
        old = replace(old, denied=old.denied[1:], exempt=old.denied[:1], mode=mode)
    client.cookies.set("consent", encode(old))
    response = client.post("/api/consent/log", json={"entries": [entry(old)]})
    cookie = response.headers["Set-Cookie"]

    assert cookie.startswith(f"consent={encode(old)}; Max-Age=")
    left = int(cookie.partition("Max-Age=")[2].partition(";")[0])
    assert 80 * 86_400 - 5 <= left <= 80 * 86_400
    assert "Path=/; SameSite=Lax" in cookie


@pytest.mark.parametrize("text", ["garbled", encode(consent("a1", age=181 * 86_400_000))])
def test_a_cookie_that_no_longer_holds_does_not_come_back(client: TestClient, text: str) -> None:
    client.cookies.set("consent", text)
    response = client.post("/api/consent/log", json={"entries": [entry(consent("a2"))]})

    assert "Set-Cookie" not in response.headers


@pytest.mark.attack("lines-in-a-cookie")
def test_ends_of_lines_in_a_cookie_do_not_come_back(client: TestClient) -> None:
    given = consent("a1")
    for end in ("", "%0D%0A", "%0A", "%E2%80%A8"):
        client.cookies.set("consent", encode(given).replace("%2C", f"%2C{end}"))
        response = client.post("/api/consent/log", json={"entries": [entry(given)]})

        assert response.status_code == 200
        told = response.headers.get("Set-Cookie", "")
        assert told.startswith(f"consent={encode(given)};") if not end else end not in told
        assert not {"\r", "\n", "\u2028"} & set(told)


BAD = [
    ({"content": "{}"}, 415),
    ({"content": "{", "headers": {"Content-Type": "application/json"}}, 400),
    ({"json": []}, 400),
    ({"json": {}}, 422),
    ({"json": {"entries": []}}, 422),
    ({"json": {"entries": [1]}}, 422),
    ({"json": {"entries": [entry(consent("a1"))] * 51}}, 422),
    ({"json": {"entries": [{**entry(consent("a1")), "ip": "192.0.2.1"}]}}, 422),
    ({"json": {"entries": [entry(consent("a1", age=-2 * 86_400_000))]}}, 425),
    ({"json": {"entries": [entry(replace(consent("a1"), revision="0123456789ab"))]}}, 425),
    ({"json": {"entries": [entry(consent("a1", ("unheard-of",)))]}}, 422),
    ({"json": {"entries": ["x" * 70_000]}}, 413),
    ({"json": {"entries": [entry(consent("a1"))]}, "headers": {"Origin": "https://evil.example"}}, 403),
    ({"json": {"entries": [entry(consent("a1"))]}, "headers": {"Sec-Fetch-Site": "cross-site"}}, 403),
]


@pytest.mark.parametrize(("request_", "status"), BAD, ids=range(len(BAD)))
@pytest.mark.attack("pages-of-others")
def test_a_bad_request_gets_a_clear_answer_and_keeps_nothing(
    client: TestClient, database: str, request_: dict[str, object], status: int
) -> None:
    response = client.post("/api/consent/log", **request_)  # type: ignore[arg-type]

    assert response.status_code == status
    assert len(response.json()["error"]) > 10
    assert rows(database) == []


@pytest.mark.parametrize("path", ["log", "history", "account", "notices/" + NOTICE_HASH])
def test_other_methods_are_refused(client: TestClient, path: str) -> None:
    response = client.delete("/api/consent/" + path)

    assert response.status_code == 405
    assert response.headers["Allow"]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, st.sampled_from(["id", "event", "record", "previous", "notice_hash", "language", "scope"]))
@pytest.mark.fault("server-garbage")
@pytest.mark.attack("garbage")
def test_no_garbage_is_kept_or_breaks_the_server(
    client: TestClient, database: str, garbage: object, key: str
) -> None:
    # No entry need have one before it, and chance finds ids and languages.
    assume(not (key == "previous" and (garbage == "" or is_id(garbage))))
    assume(not (key == "language" and is_tag(garbage)))
    for body in (garbage, {"entries": garbage}, {"entries": [{**entry(consent("a1")), key: garbage}]}):
        response = client.post("/api/consent/log", json=body)
        assert 400 <= response.status_code < 500
    assert all(row["id"] == "a1" for row in rows(database))


@pytest.mark.usefixtures("no_time_passes")
@pytest.mark.attack("filled-disk")
def test_one_client_cannot_flood_the_log(dist: Path, database: str) -> None:
    from shop.app import application

    site = application(dist, DECLARATION, database, "", requests_per_second=1)
    with TestClient(site, headers={"Origin": "http://testserver"}) as client:
        statuses = [send(client, entry(consent(f"a{at}")))[0] for at in range(8)]

    assert statuses == [200] * 5 + [429] * 3


def test_postgresql_keeps_the_same_log(dist: Path, postgres: str) -> None:
    with open_client(dist, postgres) as client:
        one = entry(consent("p1", ("google",)))

        assert send(client, one) == (200, {"stored": ["p1"]})
        assert send(client, one)[0] == 200
        assert send(client, entry(consent("p1")))[0] == 409
    assert [row["granted"] for row in rows(postgres)] == [["google"]]


SERVE = """
import os, socket, sys, time, uvicorn
from pathlib import Path
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from banner import config
from banner.toolchain import bundle
from shop.app import application
declaration = config.read(bundle.ROOT / "site/demo/consent.toml").declaration
site = application(Path(sys.argv[1]), declaration, sys.argv[2], "", requests_per_second=100_000)
site.routes.insert(0, Route("/busy", lambda _: PlainTextResponse(str(time.process_time()))))
listener = socket.socket(); listener.bind(("127.0.0.1", 0)); listener.listen(512)
print(listener.getsockname()[1], os.getpid(), flush=True)
uvicorn.Server(uvicorn.Config(site, log_level="error", lifespan="on")).run([listener])
"""


@contextlib.contextmanager
def process(dist: Path, database: str) -> Iterator[tuple[str, int]]:
    """A server in a process of its own: where it listens, and its number."""
    path = f"{bundle.ROOT}{os.pathsep}{bundle.ROOT / 'site'}"
    program = [sys.executable, "-c", SERVE, str(dist), database]
    options = {"stdout": subprocess.PIPE, "env": {**os.environ, "PYTHONPATH": path}}
    with guarded(program, "KILL", **options) as started:
        assert started.stdout
        port, number = started.stdout.readline().split()
        yield f"127.0.0.1:{port}", int(number)


def pour(host: str, count: int, name: str, then: Callable[[int], None] = lambda _: None) -> list[str]:
    """Send *count* entries over 100 connections; gives the ids that were acknowledged.

    *then* is told how many they are, each time that there is one more.
    """
    stored: list[str] = []
    waiting = [(f"{name}{at}", message(host, f"{name}{at}")) for at in range(count)]

    async def sender() -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(*host.split(":"))
            with contextlib.closing(writer):
                while waiting:
                    one, request = waiting.pop()
                    writer.write(request)
                    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                    body = await reader.readexactly(int(head.partition("content-length: ")[2].split()[0]))
                    if head.startswith("http/1.1 200") and json.loads(body) == {"stored": [one]}:
                        stored.append(one)
                        then(len(stored))

    async def all_senders() -> None:
        await asyncio.gather(*(sender() for _ in range(100)))

    loops.run(all_senders())
    return stored


def message(host: str, id: str) -> bytes:
    """One entry as it goes over the wire: a client that costs nothing leaves the machine to the server."""
    body = json.dumps({"entries": [entry(consent(id))]}).encode()
    head = f"POST /api/consent/log HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
    return f"{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def busy(host: str) -> float:
    """The seconds for which a processor has worked for the server so far."""
    connection = HTTPConnection(host)
    connection.request("GET", "/busy")
    text = connection.getresponse().read()
    connection.close()
    return float(text)


@pytest.mark.alone
def test_the_log_takes_500_decisions_a_second_and_loses_none(dist: Path, database: str) -> None:
    with process(dist, database) as (host, _):
        pour(host, 50, "warm")
        before, started = busy(host), time.monotonic()
        stored = pour(host, 2000, "load")
        seconds, work = time.monotonic() - started, busy(host) - before
    print(f"{2000 / seconds:.0f} entries a second; {2000 / work:.0f} for each second of work")  # noqa: T201 - the figures are what is asked for

    assert len(set(stored)) == 2000
    assert set(stored) <= {str(row["id"]) for row in rows(database)}
    # What else the machine has to do is not the server's: its own work has to fit.
    assert 2000 / work >= 500


@pytest.mark.alone
@pytest.mark.fault("server-killed")
def test_a_server_killed_in_the_middle_has_kept_all_that_it_acknowledged(dist: Path, database: str) -> None:
    with process(dist, database) as (host, number):

        def kill(count: int) -> None:
            if count == 500:
                os.kill(number, signal.SIGKILL)

        stored = pour(host, 5000, "kill", kill)

    assert 500 <= len(stored) < 5000
    assert set(stored) <= {str(row["id"]) for row in rows(database)}
