"""The log carries a chain of hashes that holds with many writers, many days and old entries deleted."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sql
from shop.store import LOG

from banner.server import clock
from banner.server.chain import Chain
from banner.server.declarations import Declarations
from banner.server.export import Export
from banner.server.exported import examine
from banner.server.locks import hold
from banner.server.retention import Retention
from banner.server.tables import connect
from banner.server.verification import Checkpoint
from tests.server.conftest import DECLARATION, NOTICE_HASH, SHOWN, consent, entry

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = 86_400_000
TODAY = 20_000 * DAY  # milliseconds since 1970
LIFE = DECLARATION.lifetime_days


@pytest.fixture
def engine(any_database: str) -> Iterator[sql.Engine]:
    """A database of either kind with the tables of the shop, and the notice that everybody was shown."""
    one = connect(any_database, LOG)
    with one.begin() as connection:
        notice = {"hash": NOTICE_HASH, "content": SHOWN, "language": "en"}
        connection.execute(LOG.notices.insert(), notice)
    yield one
    one.dispose()


def put(engine: sql.Engine, day: float, *ids: str, previous: str = "") -> None:
    """Have entries come on that day, counted from today; one with a *previous* allows a service more."""
    rows = []
    for name in ids:
        one = replace(consent(name, ("google",)), action="allow" if previous else "accept-selected")
        plain = entry(one, "changed" if previous else "", previous)
        row = {**plain, "at": int(TODAY + day * DAY), "source": "banner", "revision": one.revision}
        rows.append(row | {"granted": list(one.granted), "denied": list(one.denied), "account": None})
    with engine.begin() as connection:
        hold(connection)
        assert Chain(LOG).append(connection, rows) == {}


def exported_lines(engine: sql.Engine) -> list[str]:
    return list(Export(engine, LOG).lines())


def exported(engine: sql.Engine) -> list[Any]:
    """Return the entries of an export and its checkpoints."""
    lines = [json.loads(line) for line in exported_lines(engine)]
    return [one for one in lines if not one.keys() & {"notice", "declaration"}]


def delete_old(engine: sql.Engine, monkeypatch: pytest.MonkeyPatch, day: float) -> None:
    """Delete as on that day, where proofs are kept for ten days after their consents have ended."""
    monkeypatch.setattr(clock, "now", lambda: int(TODAY + day * DAY))
    retention = Retention(engine, LOG, Declarations(engine, LOG.declarations, DECLARATION), 10)
    below = retention.delete_some()
    while below:
        below = retention.delete_some(below)


def test_each_day_leaves_a_checkpoint_that_can_be_taken_away(engine: sql.Engine) -> None:
    for day, ids in ((0, ["a1", "a2"]), (0.9, ["a3"]), (1.2, ["b1"]), (4.5, ["c1", "c2"])):
        put(engine, day, *ids)
    checkpoints = Export(engine, LOG).checkpoints()

    assert [(one.number, one.at) for one in checkpoints] == [
        (3, int(TODAY + 0.9 * DAY)),
        (4, int(TODAY + 1.2 * DAY)),
        (6, int(TODAY + 4.5 * DAY)),
    ]
    assert examine(exported_lines(engine), checkpoints).fault is None


def test_a_batch_over_midnight_leaves_the_checkpoint_of_the_day_before(engine: sql.Engine) -> None:
    with engine.begin() as connection:
        hold(connection)
        rows = []
        for at, day in (("a1", 0.99), ("a2", 1.01)):
            one = consent(at)
            row = {**entry(one), "at": int(TODAY + day * DAY), "source": "banner", "revision": one.revision}
            rows.append(row | {"granted": [], "denied": list(one.denied), "account": None})
        Chain(LOG).append(connection, rows)

    assert [one.number for one in Export(engine, LOG).checkpoints()] == [1, 2]


def test_an_export_has_the_time_of_the_server_and_verifies_by_itself(engine: sql.Engine) -> None:
    put(engine, 0.5, "a1")
    start, one, end = exported(engine)

    assert (start["checkpoint"]["number"], end["checkpoint"]["number"]) == (0, 1)
    assert one["at"] == TODAY + DAY // 2
    assert "account" not in one
    assert examine(exported_lines(engine)).fault is None


@pytest.mark.parametrize(
    "change", [{"granted": []}, {"record": "x"}, {"at": 5}, {"event": "denied"}], ids=str
)
@pytest.mark.attack("changed-log")
def test_whatever_is_changed_in_the_database_is_named(engine: sql.Engine, change: dict[str, Any]) -> None:
    put(engine, 0, *(f"a{at}" for at in range(1, 6)))
    with engine.begin() as connection:
        connection.execute(LOG.entries.update().where(LOG.entries.c.id == "a3").values(change))

    found = examine(exported_lines(engine)).fault
    assert found
    assert found.number == 3


@pytest.mark.parametrize("id", ["a1", "a3", "a5"])
def test_what_is_deleted_by_hand_is_missed(engine: sql.Engine, id: str) -> None:
    put(engine, 0, *(f"a{at}" for at in range(1, 6)))
    with engine.begin() as connection:
        connection.execute(LOG.entries.delete().where(LOG.entries.c.id == id))

    found = examine(exported_lines(engine)).fault
    assert found
    assert found.number == int(id[1:])


def test_an_account_can_be_taken_out_of_the_log(engine: sql.Engine) -> None:
    put(engine, 0, "a1", "a2")
    with engine.begin() as connection:
        connection.execute(LOG.entries.update().values(account=None))

    assert examine(exported_lines(engine)).fault is None


def test_after_old_entries_are_deleted_the_rest_verifies_from_a_checkpoint_that_is_kept(
    engine: sql.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(5):
        put(engine, day, f"a{day}", f"b{day}")
    away = Export(engine, LOG).checkpoints()
    delete_old(engine, monkeypatch, LIFE + 10 + 2.5)
    start, *rest = exported(engine)

    # Of what is gone nothing is left but a checkpoint.
    assert start["checkpoint"]["number"] == 6
    assert [one["id"] for one in rest if "id" in one] == ["a3", "b3", "a4", "b4"]
    assert [one for one in rest if "digest" in one] == []
    assert examine(exported_lines(engine), away).fault is None


def test_an_old_entry_that_another_rests_on_is_held_by_what_is_left_of_its_neighbours(
    engine: sql.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(engine, 0, "a0")
    put(engine, 1, "b0", "b1", "b2")
    put(engine, 20, "c0", previous="b1")
    away = Export(engine, LOG).checkpoints()
    delete_old(engine, monkeypatch, LIFE + 10 + 5)
    lines = list(Export(engine, LOG).lines())
    plain = [json.loads(line) for line in lines]

    assert [one["id"] for one in plain if "id" in one] == ["b1", "c0"]
    assert [sorted(one) for one in plain if "digest" in one] == [["before", "digest", "number"]] * 2
    assert examine(lines, away).fault is None

    with engine.begin() as connection:
        connection.execute(LOG.entries.update().where(LOG.entries.c.id == "b1").values(language="de"))
    found = examine(exported_lines(engine), away).fault
    assert found
    assert found.number == 3


def test_a_log_of_which_all_is_deleted_goes_on(engine: sql.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    put(engine, 0, "a1", "a2")
    away = Export(engine, LOG).checkpoints()
    delete_old(engine, monkeypatch, LIFE + 11)
    put(engine, LIFE + 11, "b1")
    start, one, _ = exported(engine)

    assert (start["checkpoint"], one["number"]) == (away[0].plain(), 3)
    assert examine(exported_lines(engine), away).fault is None


def test_a_day_is_closed_also_where_nothing_follows_it(engine: sql.Engine) -> None:
    put(engine, 0, "a1")
    chain = Chain(LOG)
    for day, count in ((0.9, 0), (1, 1), (1.1, 1)):
        with engine.begin() as connection:
            hold(connection)
            chain.close_day(connection, int(TODAY + day * DAY))
            assert len(chain.checkpoints(connection)) == count
    put(engine, 2, "b1")

    assert [one.number for one in Export(engine, LOG).checkpoints()] == [1, 2]


def test_a_file_that_was_written_anew_differs_from_what_was_taken_away(engine: sql.Engine) -> None:
    put(engine, 0, "a1")
    (there,) = Export(engine, LOG).checkpoints()
    away = Checkpoint(there.number, "f" * 64, there.at)

    found = examine(exported_lines(engine), [away]).fault
    assert found
    assert (found.number, "checkpoint" in found.reason) == (1, True)


def test_many_entries_are_read_a_part_at_a_time(engine: sql.Engine) -> None:
    for at in range(13):
        put(engine, at / 100, *(f"a{at}-{nth}" for nth in range(100)))
    with engine.connect() as connection:
        numbers = [link["number"] for link in Chain(LOG).links(connection)]

    assert numbers == list(range(1, 1301))
