"""A database that is locked, hangs or drops its connections: all else is answered, and later all is well."""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sql

from banner.server.tables import connect, log_tables
from banner.standalone import opening
from tests.server.conftest import consent, entry
from tests.server.standalone import LOG, kept, started
from tests.support.waits import until


@contextlib.contextmanager
def connected(database: str) -> Iterator[sql.engine.Connection]:
    """Somebody else's connection to the *database*."""
    engine = sql.create_engine(database)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextlib.contextmanager
def locked(database: str) -> Iterator[None]:
    """Somebody else works on the whole *database*, and takes time."""
    with connected(database) as connection:
        if database.startswith("sqlite"):
            connection.exec_driver_sql("BEGIN EXCLUSIVE")
        else:
            connection.exec_driver_sql("LOCK TABLE entries, notices, declarations IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.fault("server-database")
@pytest.mark.attack("hanging-database")
def test_a_lock_that_somebody_holds_holds_up_nothing_else(
    dist: Path, some_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_READY", 0.05)
    with started(dist, some_database) as client, concurrent.futures.ThreadPoolExecutor() as others:
        with locked(some_database):
            sent = others.submit(kept, client, entry(consent("a1")))
            until(lambda: client.get("/readyz").status_code == (200 if "sqlite" in some_database else 503))
            assert client.get("/healthz").status_code == 200
            assert client.get("/api/consent/account").status_code == 200
            assert client.post(LOG, json={}).status_code == 422
            assert client.get("/nothing").status_code == 404
            assert not sent.done()
        assert sent.result() == 200
        until(lambda: client.get("/readyz").status_code == 200)


@pytest.mark.attack("telling-log")
def test_an_error_of_the_database_has_no_values_in_it(some_database: str) -> None:
    tables = log_tables(sql.MetaData())
    engine = connect(some_database, tables)
    wrong = tables.notices.insert().values(hash=None, content="anna@example.com")
    with pytest.raises(sql.exc.IntegrityError) as failure, engine.begin() as connection:
        connection.execute(wrong)
    engine.dispose()

    statement = str(failure.value).partition("[SQL")[2]
    assert "INSERT INTO notices" in statement
    assert "anna" not in statement


def backends(postgres: str) -> list[int]:
    """The processes of all connections to it but this."""
    with connected(postgres) as connection:
        found = connection.exec_driver_sql(
            "SELECT pid FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return [row[0] for row in found]


@pytest.mark.fault("server-database")
@pytest.mark.attack("restarted-database")
def test_connections_that_postgresql_drops_are_made_anew(dist: Path, postgres: str) -> None:
    with started(dist, postgres) as client:
        assert kept(client, entry(consent("a1"))) == 200
        dropped = backends(postgres)
        with connected(postgres) as connection:
            for pid in dropped:
                connection.exec_driver_sql(f"SELECT pg_terminate_backend({pid}, 5000)")
        assert dropped
        assert kept(client, entry(consent("a2"))) == 200
        until(lambda: client.get("/readyz").status_code == 200)


@pytest.mark.thorough
@pytest.mark.fault("server-database")
def test_a_postgresql_that_crashes_is_used_again_once_it_is_back(dist: Path, postgres: str) -> None:
    with started(dist, postgres) as client:
        assert kept(client, entry(consent("a1"))) == 200
        os.kill(backends(postgres)[0], signal.SIGKILL)  # PostgreSQL starts itself anew then
        sent = entry(consent("a2"))
        found: list[int] = []
        until(lambda: found.append(kept(client, sent)) or found[-1] == 200)
        assert set(found) <= {200, 503}
        client.cookies.set("consent", sent["record"])
        assert client.get("/api/consent/history").json()["entries"] == [sent]


@pytest.mark.thorough
@pytest.mark.fault("server-database")
@pytest.mark.attack("hanging-database")
def test_a_postgresql_that_hangs_is_told_in_time_and_used_once_it_goes_on(dist: Path, postgres: str) -> None:
    with started(dist, postgres) as client, concurrent.futures.ThreadPoolExecutor() as others:
        assert kept(client, entry(consent("a1"))) == 200
        master = int((Path(postgres.partition("host=")[2]) / "data/postmaster.pid").read_text().split()[0])
        hung = [master, *backends(postgres)]
        for pid in hung:
            os.kill(pid, signal.SIGSTOP)
        try:
            sent = [others.submit(kept, client, entry(consent(f"b{n}"))) for n in range(3)]
            until(lambda: client.get("/readyz").status_code == 503)
            assert client.get("/healthz").status_code == 200
            assert client.get("/api/consent/account").status_code == 200
            assert [one.result() for one in sent] == [503] * 3
        finally:
            for pid in hung:
                os.kill(pid, signal.SIGCONT)
        until(lambda: client.get("/readyz").status_code == 200)
        again = [kept(client, entry(consent(f"c{n}"))) for n in range(3)]
        assert again == [200] * 3


def test_a_server_without_its_database_ends_too(
    dist: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_SOON", 60)
    nowhere = postgres.replace("host=", "host=/nowhere")
    with started(dist, nowhere, ready=False) as client:
        assert client.get("/readyz").status_code == 503
