"""A database of any earlier version is brought to the present schema, with all that it has."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sql
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from shop.store import LOG, META

from banner.server.chain import Chain
from banner.server.schema import SchemaError
from banner.server.tables import connect, log_tables
from banner.server.verification import verify
from tests.server import earlier
from tests.server.conftest import ASKED, DECLARATION, NOTICE_HASH, consent, entry, open_client, send

if TYPE_CHECKING:
    from pathlib import Path


def differences(engine: sql.Engine, meta: sql.MetaData) -> list[object]:
    """In what the database is not as *meta* declares it."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), meta))


@pytest.fixture
def old(any_database: str) -> str:
    """A database of before all migrations, with three entries of which one was deleted."""
    earlier.make(any_database, [consent("a1", ("google",), 9000), consent("a2", age=5), consent("a3")])
    engine = sql.create_engine(any_database)
    with engine.begin() as connection:
        connection.execute(sql.text("DELETE FROM entries WHERE id = 'a2'"))
    engine.dispose()
    return any_database


def test_a_fresh_database_is_as_the_tables_are_declared(any_database: str) -> None:
    engine = connect(any_database, LOG)

    assert differences(engine, META) == []
    engine.dispose()


def test_a_site_without_accounts_in_its_database_has_no_table_of_them(any_database: str) -> None:
    meta = sql.MetaData()
    engine = connect(any_database, log_tables(meta))
    account = next(one for one in sql.inspect(engine).get_columns("entries") if one["name"] == "account")

    assert "accounts" not in sql.inspect(engine).get_table_names()
    assert (str(account["type"]), differences(engine, meta)) == ("VARCHAR(200)", [])
    engine.dispose()


@pytest.mark.attack("old-database")
def test_an_upgraded_database_has_the_present_schema_and_all_its_entries_in_a_chain(old: str) -> None:
    engine = connect(old, LOG)

    assert differences(engine, META) == []
    with engine.connect() as connection:
        links = list(Chain(LOG).links(connection))
        head = Chain(LOG).head(connection)
        (notice,) = connection.execute(sql.select(LOG.notices)).mappings()
    assert [(link["number"], link["id"], link["granted"]) for link in links] == [
        (1, "a1", ["google"]),
        (3, "a3", []),
    ]
    assert verify(links, known=[head]) is None
    assert (head.number, notice["language"]) == (3, "en")
    engine.dispose()


def test_an_upgraded_log_goes_on_where_it_was(old: str, dist: Path) -> None:
    kept = consent("a3")
    with open_client(dist, old) as client:
        assert send(client, entry(consent("b1", age=5)), entry(consent("b2", ("google",))))[0] == 200
        client.cookies.set("consent", entry(kept)["record"])
        assert [one["id"] for one in client.get("/api/consent/history").json()["entries"]] == ["a3"]
    engine = connect(old, LOG)
    with engine.connect() as connection:
        links = list(Chain(LOG).links(connection))
    engine.dispose()

    assert [link["number"] for link in links] == [1, 3, 4, 5]
    assert verify(links) is None


@pytest.mark.parametrize("without", [["declarations"], ["declarations", "notices"]])
def test_a_database_from_before_declarations_were_kept_learns_them_from_its_entries(
    any_database: str, without: list[str]
) -> None:
    earlier.make(any_database, [consent("a1", ("google",))], without)
    engine = connect(any_database, LOG)
    with engine.connect() as connection:
        (row,) = connection.execute(sql.select(LOG.declarations)).mappings()

    assert (row["revision"], row["services"]) == (DECLARATION.revision, sorted(ASKED))
    assert differences(engine, META) == []
    engine.dispose()


def test_a_database_that_was_turned_back_loses_nothing_when_it_is_upgraded_again(
    any_database: str, dist: Path
) -> None:
    with open_client(dist, any_database) as client:
        send(client, *[entry(consent(f"a{at}", age=at)) for at in range(3)])
    earlier.turn_back(any_database)
    engine = connect(any_database, LOG)
    with engine.connect() as connection:
        links = list(Chain(LOG).links(connection))

    assert [link["id"] for link in links] == ["a0", "a1", "a2"]
    assert verify(links) is None
    assert differences(engine, META) == [] or any_database.startswith("sqlite")
    engine.dispose()


def test_what_was_shown_before_anybody_noted_under_which_revision_is_believed(old: str, dist: Path) -> None:
    (dist / f"consent/notices/{NOTICE_HASH}.json").unlink()
    with open_client(dist, old) as client:
        assert send(client, entry(consent("b1")))[0] == 200


def test_whoever_opens_a_file_while_others_do_gets_it(tmp_path: Path) -> None:
    together = Barrier(6)

    def opened(name: str) -> str:
        together.wait()
        engine = connect(f"sqlite:///{tmp_path / name}", LOG)
        with engine.connect() as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        engine.dispose()
        return str(mode)

    with ThreadPoolExecutor(6) as threads:
        for number in range(20):
            name = f"{number}.sqlite"
            file = sqlite3.connect(tmp_path / name)
            file.execute("CREATE TABLE owners (id)")
            file.close()
            assert list(threads.map(opened, [name] * 6)) == ["wal"] * 6


def test_processes_that_start_at_once_upgrade_once(old: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        engines = list(threads.map(lambda _: connect(old, LOG), range(4)))
    with engines[0].connect() as connection:
        versions = connection.execute(sql.select(LOG.versions.c.version_num)).scalars().all()
        links = list(Chain(LOG).links(connection))
    for engine in engines:
        engine.dispose()

    assert versions == ["0002"]
    assert len(links) == 2


def test_what_a_process_of_before_appends_after_the_upgrade_is_chained_with_the_next_entry(
    database: str, dist: Path
) -> None:
    later = json.dumps({"language": "de", "direction": "ltr", "texts": []})
    digest = hashlib.sha256(later.encode()).hexdigest()
    with open_client(dist, database) as client:
        send(client, entry(consent("a1")))
        earlier.append(database, consent("old1"), consent("old2"))
        engine = connect(database, LOG)
        with engine.begin() as connection:
            connection.execute(LOG.notices.insert().values(hash=digest, content=later))
        said = {"notice_hash": digest, "language": "de"}
        assert send(client, entry(consent("a2")), entry(consent("a3")) | said)[0] == 200
    with engine.connect() as connection:
        links = list(Chain(LOG).links(connection))
        head = Chain(LOG).head(connection)
    engine.dispose()

    assert [link["id"] for link in links] == ["a1", "old1", "old2", "a2", "a3"]
    assert verify(links, known=[head]) is None


@pytest.mark.attack("old-database")
def test_a_database_of_a_later_version_is_refused_and_stays_as_it_is(any_database: str) -> None:
    connect(any_database, LOG).dispose()
    engine = sql.create_engine(any_database)
    with engine.begin() as connection:
        connection.execute(LOG.versions.update().values(version_num="9999"))
    before = sorted(sql.inspect(engine).get_table_names())

    with pytest.raises(SchemaError, match=r"version 9999.* up to 0002.*[Ii]nstall that one again"):
        connect(any_database, LOG)
    assert sorted(sql.inspect(engine).get_table_names()) == before
    engine.dispose()


def test_an_upgrade_that_fails_changes_nothing(any_database: str) -> None:
    earlier.make(any_database, [consent("a1")])
    engine = sql.create_engine(any_database)
    with engine.begin() as connection:
        connection.execute(sql.text("UPDATE entries SET granted = :none"), {"none": json.dumps(None)})
        connection.execute(sql.text("CREATE TABLE erased_entries (number INTEGER)"))
    inspector = sql.inspect(engine)
    before = {table: len(inspector.get_columns(table)) for table in inspector.get_table_names()}

    with pytest.raises(sql.exc.DBAPIError):
        connect(any_database, LOG)
    inspector = sql.inspect(engine)
    assert {table: len(inspector.get_columns(table)) for table in inspector.get_table_names()} == before
    engine.dispose()
