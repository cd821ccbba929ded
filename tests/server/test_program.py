"""The consent log as a program: what it answers, what it tells operators, and what it keeps to itself."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sql
from starlette.testclient import TestClient

from banner.core.own_cookies import OwnCookies
from banner.core.record import encode
from banner.errors import ConfigError
from banner.server import built
from banner.server.headers import HEADERS
from banner.server.log import Log
from banner.standalone import opening, program
from tests.server.conftest import NOTICE_HASH, consent, entry
from tests.server.standalone import BUILT, LOG, deploy, failing, kept, started
from tests.server.test_deploys import LARGER, LATER_HASH, build
from tests.server.test_deploys import given as decided
from tests.support.waits import until

HERE = (ip_network("192.0.2.1"),)


@pytest.fixture
def client(dist: Path, database: str) -> Iterator[TestClient]:
    """A browser at the server."""
    with started(dist, database) as one:
        yield one


def test_a_build_is_all_that_it_needs(dist: Path, some_database: str) -> None:
    with started(dist, some_database) as client:
        sent = entry(consent("a1", ("google",)))
        client.cookies.set("consent", sent["record"])

        assert client.post(LOG, json={"entries": [sent]}).json() == {"stored": ["a1"]}
        assert client.get("/api/consent/history").json()["entries"] == [sent]
        assert "Do you agree" in client.get(f"/api/consent/notices/{NOTICE_HASH}").text
        assert client.get("/healthz").json() == client.get("/readyz").json() == {"status": "ok"}


@pytest.mark.parametrize(("path", "log"), [("/", "/log"), ("/deep/er/", "/deep/er/log")])
def test_its_addresses_are_where_the_settings_say(dist: Path, database: str, path: str, log: str) -> None:
    with started(dist, database, path=path) as client:
        assert client.post(log, json={"entries": [entry(consent("a1"))]}).status_code == 200
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("server", "path"),
    [
        ("api/consent/", "/api/consent/"),
        ("/c/", "/c/"),
        ("https://a.example/c/", "/c/"),
        ("../c/", "/c/"),
        ("", "/"),
    ],
)
def test_without_a_setting_they_are_where_pages_look_for_them(server: str, path: str) -> None:
    assert program.default_path(built.Built(BUILT.declaration, BUILT.cookies, server)) == path


def test_what_a_build_tells_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "consent").mkdir()
    folder = deploy(tmp_path)

    assert built.found(tmp_path) == built.found(folder) == folder
    assert built.read(folder) == BUILT


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        (None, "there is no declaration.json"),
        ("{", "this is no JSON"),
        ("[" * 10_000, "this is no JSON"),
        ("[]", "no build writes this"),
        ('{"format": 2}', "of another version"),
        ('{"format": 1, "declaration": {}}', "no build writes this"),
        ('{"format": 1, "declaration": [], "cookies": {}}', "no build writes this"),
    ],
)
def test_another_folder_is_refused(tmp_path: Path, content: str | None, remedy: str) -> None:
    if content is not None:
        (tmp_path / "declaration.json").write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=remedy):
        built.read(built.found(tmp_path))
    with pytest.raises(ConfigError, match="no such folder"):
        built.found(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "path",
    ["/healthz", "/readyz", "/metrics", "/nothing", LOG, "/api/consent/account", "/api/consent/history",
     f"/api/consent/notices/{NOTICE_HASH}", "/api/consent/notices/../../etc", "/api/consent/"],
)  # fmt: skip
@pytest.mark.attack("framed-answer")
def test_every_answer_is_guarded_by_headers(client: TestClient, path: str) -> None:
    for response in (client.get(path), client.post(path), client.head(path)):
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        assert response.headers["Cache-Control"] in ("no-store", "private, no-store")


@pytest.mark.usefixtures("no_time_passes")
@pytest.mark.attack("long-history")
def test_reading_is_limited_as_writing_is(dist: Path, database: str) -> None:
    paths = ["account", "history", f"notices/{NOTICE_HASH}"]
    for path in paths:
        with started(dist, database, requests_per_second=1) as client:
            answers = [client.get(f"/api/consent/{path}") for _ in range(6)]
            assert [one.status_code for one in answers] == [200] * 5 + [429]
            assert answers[-1].headers["Retry-After"] == "1"
            # Others are not concerned, nor is who asks whether it is well.
            assert client.get("/healthz").status_code == 200
            client._transport.client = ("192.0.2.2", 1)  # type: ignore[attr-defined]
            assert client.get(f"/api/consent/{path}").status_code == 200


@pytest.mark.attack("pages-of-others")
def test_what_pages_of_others_send_costs_the_visitor_nothing(dist: Path, database: str) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    with started(dist, database, requests_per_second=1) as client:
        sent = [kept(client, entry(consent("a1")), **elsewhere) for _ in range(6)]
        read = client.get("/api/consent/history", headers=elsewhere).status_code

        assert (sent, read) == ([403] * 5 + [429], 429)
        assert kept(client, entry(consent("a1")), **{"Sec-Fetch-Site": "same-origin"}) == 200
        assert client.get("/api/consent/history").status_code == 200


@pytest.mark.attack("nul")
def test_what_no_database_can_hold_is_a_mistake_and_no_fault(dist: Path, some_database: str) -> None:
    with started(dist, some_database) as client:
        client.cookies.set("consent", encode(consent("a1")))
        assert client.get("/api/consent/history", params={"before": "\0"}).status_code == 422
        assert client.get("/api/consent/declarations/%00").status_code == 404


@pytest.mark.attack("filled-disk")
def test_a_client_has_so_many_entries_kept_in_a_day(dist: Path, database: str) -> None:
    with started(dist, database, entries_per_day=100) as client:
        batches = [[entry(consent(f"a{at}-{n}")) for n in range(25)] for at in range(3)]
        answers = [client.post(LOG, json={"entries": one}) for one in batches]

        assert [one.status_code for one in answers] == [200, 200, 429]
        assert 80_000 > int(answers[-1].headers["Retry-After"]) > 10_000


def test_what_could_not_be_kept_counts_for_no_limit(
    dist: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with started(dist, database, entries_per_day=100) as client:
        batch = [entry(consent(f"a{n}")) for n in range(50)]
        with monkeypatch.context() as broken:
            broken.setattr(Log, "_write_in", failing(MemoryError()))
            assert [kept(client, *batch) for _ in range(5)] == [503] * 5
        assert kept(client, *batch) == 200


@pytest.mark.usefixtures("no_time_passes")
@pytest.mark.attack("forged-address")
def test_a_forged_address_is_no_other_client(dist: Path, database: str) -> None:
    with started(dist, database, requests_per_second=1) as client:
        forged = [
            {"X-Forwarded-For": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}"} for n in range(6)
        ]
        answers = [client.get("/api/consent/history", headers=one).status_code for one in forged]

        assert answers == [200] * 5 + [429]


@pytest.mark.usefixtures("no_time_passes")
def test_behind_a_trusted_proxy_each_visitor_is_a_client(dist: Path, database: str) -> None:
    with started(dist, database, requests_per_second=1, trusted_proxies=HERE) as client:

        def asked(address: str) -> int:
            headers = {"X-Forwarded-For": f"203.0.113.9, {address}"}
            return client.get("/api/consent/history", headers=headers).status_code

        assert [asked("198.51.100.1") for _ in range(6)] == [200] * 5 + [429]
        assert asked("198.51.100.2") == 200
        assert [asked(f"2001:db8::{n}") for n in range(6)] == [200] * 5 + [429]


def test_behind_a_proxy_that_ends_https_cookies_are_secure(dist: Path, database: str) -> None:
    headers = {"X-Forwarded-Proto": "https", "Origin": "https://testserver"}
    given = consent("a1")
    sent = {"entries": [entry(given)]}
    for trusted, secure in ((HERE, True), ((), False)):
        with started(dist, database, trusted_proxies=trusted) as client:
            client.cookies.set("consent", encode(given))
            response = client.post(LOG, json=sent, headers=headers if secure else {})
            assert ("Secure" in response.headers["Set-Cookie"]) == secure
            # Somebody who is no proxy makes no other origin out of this one.
            assert client.post(LOG, json=sent, headers=headers).status_code == (200 if secure else 403)


def chunks(size: int) -> Iterator[bytes]:
    for _ in range(size):
        yield b" " * 65_536


@pytest.mark.parametrize("path", ["log", "account"])
@pytest.mark.attack("endless-body")
def test_a_body_is_read_as_far_as_it_may_be_long(client: TestClient, path: str) -> None:
    read = []

    def counted() -> Iterator[bytes]:
        for one in chunks(100):
            read.append(one)
            yield one

    headers = {"Content-Type": "application/json"}
    answer = client.post(f"/api/consent/{path}", content=counted(), headers=headers)
    # Nobody is logged in, so nobody's body is read.
    assert answer.status_code == (413 if path == "log" else 200)


def test_a_body_that_says_that_it_is_too_long_is_not_read(client: TestClient) -> None:
    class Never:
        def __iter__(self) -> Iterator[bytes]:
            yield b"{"
            raise AssertionError("nobody reads on")

    headers = {"Content-Type": "application/json", "Content-Length": str(10**9)}
    assert client.post(LOG, content=b"{", headers=headers).status_code == 413


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b"\xff", b"[" * 60_000, b'{"entries": {}}', b'{"entries": []}', b'{"entries": [1]}',
     b'{"entries": [' + b"{}," * 51 + b"{}]}", b'{"a": ' + b"9" * 5000 + b"}"],
)  # fmt: skip
def test_what_is_no_batch_is_told_so(client: TestClient, content: bytes) -> None:
    answer = client.post(LOG, content=content, headers={"Content-Type": "application/json"})

    assert answer.status_code in (400, 422)
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "a" * 5_000},
        {"previous": "a" * 5_000},
        {"language": "e" * 500},
        {"language": "en-\0"},
        {"notice_hash": "0" * 65},
        {"event": "given" * 100},
        {"scope": "everywhere"},
        {"record": "x" * 4_097},
    ],
)
@pytest.mark.attack("long-field")
def test_a_field_that_is_too_long_is_no_entry(client: TestClient, change: dict[str, str]) -> None:
    assert kept(client, entry(consent("a1")) | change) == 422


@pytest.mark.parametrize("change", [{"source": "a" * 41}, {"revision": "a" * 65}, {"id": "a" * 201}])
@pytest.mark.attack("long-field")
def test_a_record_with_a_field_that_is_too_long_is_no_entry(
    client: TestClient, change: dict[str, str]
) -> None:
    assert kept(client, entry(replace(consent("a1"), **change))) == 422  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(24, "Too many open files"),
        OSError(28, "No space left on device"),
        sql.exc.OperationalError("INSERT", {}, Exception("database or disk is full")),
        sql.exc.TimeoutError("the pool is empty"),
    ],
    ids=lambda one: f"{type(one).__name__} {one.args[-1] if one.args else ''}"[:30],
)
@pytest.mark.fault("server-out")
def test_out_of_memory_files_or_disk_it_asks_to_come_again_and_goes_on(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    client.cookies.set("consent", encode(consent("a0")))
    with monkeypatch.context() as broken:
        broken.setattr(sql.Engine, "connect", failing(error))
        answers = [
            client.post(LOG, json={"entries": [entry(consent("a1"))]}),
            client.get("/api/consent/history"),
        ]
        assert [one.status_code for one in answers] == [503, 503]
        assert all(one.headers["Retry-After"] and one.json()["error"] for one in answers)

    assert kept(client, entry(consent("a1"))) == 200


@pytest.mark.fault("server-database")
def test_until_the_database_answers_all_else_does(
    dist: Path, database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    there = False
    connect = opening.connect
    errors = [sql.exc.OperationalError("", {}, Exception("connection refused")), OSError(), LookupError()]

    def sometimes(*told: Any) -> Any:
        if there:
            return connect(*told)
        raise errors[len(caplog.records) % 3]

    monkeypatch.setattr(opening, "connect", sometimes)
    monkeypatch.setattr(opening, "_SOON", 0.01)
    with started(dist, database, ready=False) as client:
        until(lambda: caplog.text.count("cannot be opened") > 3)
        assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)
        answer = client.post(LOG, json={"entries": [entry(consent("a1"))]})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")

        there = True
        until(lambda: client.get("/readyz").status_code == 200)
        assert kept(client, entry(consent("a1"))) == 200


@pytest.mark.fault("server-file")
@pytest.mark.attack("deleted-file")
def test_a_database_whose_file_goes_away_keeps_nothing_and_is_used_again_when_it_is_back(
    dist: Path, tmp_path: Path
) -> None:
    file, saved = tmp_path / "c.sqlite", tmp_path / "saved.sqlite"
    with started(dist, f"sqlite:///{file}") as client:
        assert kept(client, entry(consent("a1"))) == 200
        engine = sql.create_engine(f"sqlite:///{file}")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"VACUUM INTO '{saved}'")
        engine.dispose()
        for one in tmp_path.glob("c.sqlite*"):
            one.unlink()

        assert [kept(client, entry(consent("a2"))) for _ in range(3)] == [503] * 3
        until(lambda: client.get("/readyz").status_code == 503)
        assert client.get("/healthz").status_code == 200
        assert not file.exists()

        saved.rename(file)
        assert kept(client, entry(consent("a2"))) == 200
        until(lambda: client.get("/readyz").status_code == 200)
        client.cookies.set("consent", encode(consent("a1")))
        assert [one["id"] for one in client.get("/api/consent/history").json()["entries"]] == ["a1"]


def test_another_build_that_is_deployed_is_known_without_a_restart(
    dist: Path, database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(opening, "_LOOK", 0.01)
    with started(dist, database) as client:
        later = {**entry(decided(LARGER)), "notice_hash": LATER_HASH}
        assert kept(client, later) == 425
        build(dist)
        file = dist / "consent/declaration.json"
        file.write_text("{ half of it", encoding="utf-8")
        assert kept(client, entry(consent("a2"))) == 200
        deploy(dist, built.Built(LARGER, BUILT.cookies, BUILT.server))
        until(lambda: kept(client, later) == 200)
        assert "restart" not in caplog.text
        deploy(dist, built.Built(LARGER, OwnCookies("choice"), BUILT.server))
        until(lambda: "the banner's cookies are called otherwise now; restart" in caplog.text)


@pytest.mark.attack("long-history")
def test_the_database_is_asked_in_threads_and_never_on_the_event_loop(dist: Path, some_database: str) -> None:
    found: list[bool] = []

    def note(*_: object) -> None:
        found.append(asyncio._get_running_loop() is None)

    events = ("connect", "checkout"), ("before_cursor_execute", "begin")
    told = [(sql.pool.Pool, one) for one in events[0]] + [(sql.Engine, one) for one in events[1]]
    for target, event in told:
        sql.event.listen(target, event, note)
    try:
        with started(dist, some_database) as client:
            sent = entry(consent("a1"))
            client.cookies.set("consent", sent["record"])
            assert kept(client, sent) == 200
            for path in ("account", "history", f"notices/{NOTICE_HASH}"):
                assert client.get(f"/api/consent/{path}").status_code == 200
            assert client.post("/api/consent/account", json={"record": ""}).status_code == 200
    finally:
        for target, event in told:
            sql.event.remove(target, event, note)

    assert len(found) > 10
    assert all(found)


@pytest.mark.attack("host-header")
def test_no_answer_leads_to_what_a_request_calls_its_host(client: TestClient) -> None:
    for path in ("/api/consent", "/api/consent/log/", "/healthz/", "/api/consent/history/"):
        answer = client.get(path, headers={"Host": "elsewhere.example"}, follow_redirects=False)
        assert answer.status_code == 404
