"""What operators see of the server: metrics for who may read them, and a log without anything of visitors."""

from __future__ import annotations

import hashlib
import json
import logging
import sys
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sql
from starlette.testclient import TestClient

from banner.core.record import encode
from banner.errors import ConfigError
from banner.server.log import Log
from banner.standalone import program
from banner.standalone.logs import Flood, Formatter
from banner.standalone.settings import Settings
from tests.server.conftest import consent, entry
from tests.server.standalone import BUILT, deploy, failing, kept, started

ME, PROXY = "192.0.2.1", "127.0.0.1"
HERE = (ip_network(ME),)


@pytest.fixture
def client(dist: Path, database: str) -> Iterator[TestClient]:
    """A browser at the server."""
    with started(dist, database) as one:
        yield one


def metrics(client: TestClient, **headers: str) -> str:
    answer = client.get("/metrics", headers=headers)
    return answer.text if answer.status_code == 200 else ""


def test_the_metrics_are_off_unless_somebody_may_read_them(client: TestClient) -> None:
    answer = client.get("/metrics")

    assert (answer.status_code, answer.json()) == (404, {"error": "there is nothing here"})


def test_only_who_is_named_reads_the_metrics_and_through_no_proxy(dist: Path, database: str) -> None:
    pytest.importorskip("prometheus_client")
    with started(dist, database, metrics=HERE, trusted_proxies=(ip_network(PROXY),)) as client:
        assert "consent_requests_total" in metrics(client)
        for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
            assert not metrics(client, **{name: ME})
        client._transport.client = (PROXY, 1)  # type: ignore[attr-defined]
        assert not metrics(client)
        assert not metrics(client, **{"X-Forwarded-For": ME})


def test_the_metrics_count_requests_and_entries_and_name_nobody(dist: Path, database: str) -> None:
    pytest.importorskip("prometheus_client")
    with started(dist, database, metrics=HERE) as client:
        kept(client, entry(consent("a1")), entry(consent("a2")))
        kept(client, {"no": "entry"})
        client.get("/api/consent/history/who-are-you")
        client.get("/somewhere/else")
        text = metrics(client)

    lines = set(text.splitlines())
    assert 'consent_requests_total{route="log",status="200"} 1.0' in lines
    assert 'consent_requests_total{route="log",status="422"} 1.0' in lines
    assert 'consent_requests_total{route="other",status="404"} 1.0' in lines
    assert "consent_entries_total 2.0" in lines
    assert "consent_database_jobs 0.0" in lines
    assert 'consent_request_seconds_count{route="log"} 2.0' in lines
    assert not [word for word in ("a1", "192.0.2", "who-are-you", "somewhere") if word in text]


def test_without_the_package_for_metrics_it_says_which(
    dist: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(ConfigError, match="metrics needs prometheus-client"):
        program.application(Settings(database=database, metrics=HERE), deploy(dist), BUILT)


def lines(caplog: pytest.LogCaptureFixture, *secrets: str) -> list[dict[str, Any]]:
    formatter = Formatter(secrets)
    return [json.loads(formatter.format(one)) for one in caplog.records if not one.name.startswith("http")]


@pytest.mark.attack("telling-log")
def test_the_log_has_a_line_for_each_request_and_nothing_of_a_visitor(
    dist: Path, database: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    with started(dist, database) as client:
        record = encode(consent("secret-id"))
        client.cookies.set("consent", record)
        kept(client, entry(consent("secret-id")), **{"User-Agent": "Some Browser"})
        client.request("SECRET", "/api/consent/history?who=secret")
        client.get("/api/consent/notices/secret")
        with monkeypatch.context() as broken:
            broken.setattr(Log, "_write_in", failing(ValueError(record)))
            with pytest.raises(ValueError, match="secret"):
                kept(client, entry(consent("secret-2")))
            broken.setattr(
                Log, "_write_in", failing(sql.exc.DataError("INSERT", {"id": "secret"}, Exception(record)))
            )
            kept(client, entry(consent("secret-3")))
    found = lines(caplog)
    requests = [one for one in found if one["event"] == "request"]

    assert [(one["method"], one["route"], one["status"]) for one in requests] == [
        ("POST", "log", 200),
        ("other", "history", 405),
        ("GET", "notices", 404),
        ("POST", "log", 500),
        ("POST", "log", 503),
    ]
    assert requests[0]["stored"] == 1
    assert {"time", "level", "ms"} <= requests[0].keys()
    text = json.dumps(found)
    words = ("secret", "192.0.2", "testserver", "Some Browser", "%22", hashlib.sha256(b"").hexdigest())
    assert not [word for word in words if word in text]


def test_an_error_is_logged_by_its_kind_and_place_and_not_by_its_words() -> None:
    def fail() -> None:
        cause = sql.exc.DataError("INSERT", {"id": "x1"}, Exception("Key (id)=(x1)"))
        raise ValueError("anna@example.com") from cause

    with pytest.raises(ValueError, match="anna") as failure:
        fail()
    error = (ValueError, failure.value, failure.tb)
    told = json.loads(
        Formatter().format(logging.LogRecord("uvicorn.error", 40, "", 0, "It failed", (), error))
    )

    assert told["error"] == ["builtins.ValueError", "sqlalchemy.exc.DataError", "builtins.Exception"]
    assert "test_operators.py" in told["at"][-1]
    assert "anna" not in str(told)
    assert "x1" not in str(told)


def test_a_password_in_a_line_is_hidden_and_lines_of_others_come_without_their_values() -> None:
    ours = logging.LogRecord(
        "banner.standalone", logging.INFO, "", 0, "cannot: %s", ("p@ss and p%40ss",), None
    )
    others = logging.LogRecord("asyncio", logging.INFO, "", 0, "task of %s", ("anna",), None)
    formatter = Formatter(("p@ss", "p%40ss"))

    assert json.loads(formatter.format(ours))["event"] == "cannot: *** and ***"
    assert json.loads(formatter.format(others))["event"] == "asyncio: task of %s"
    plain = Formatter(("p@ss",), plain=True).format(ours)
    assert plain.endswith("INFO cannot: *** and p%40ss")


@pytest.mark.parametrize("level", [logging.INFO, logging.ERROR])
@pytest.mark.attack("few-files")
def test_a_flood_of_one_kind_of_line_is_told_as_a_number(level: int) -> None:
    flood = Flood(requests=(0.0001, 2), faults=(0.0001, 2))

    def line(text: str = "Invalid") -> logging.LogRecord:
        return logging.LogRecord("uvicorn", level, "", 0, text, (), None)

    assert [flood.filter(line()) for _ in range(10)].count(True) == 2
    assert flood.filter(line("something else"))
    for bucket in (flood._faults, flood._requests):
        bucket.give("uvicorn Invalid", 2)
    again = line()
    assert flood.filter(again)
    assert json.loads(Formatter().format(again))["left_out"] == 8
