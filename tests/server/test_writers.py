"""Many processes write to one log: one truth, one chain, and nobody pays for the mistakes of another."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sql
from shop.store import LOG, accounts

from banner.core.log_entry import LogEntry
from banner.core.record import decode, encode
from banner.server.accounts import NoAccounts
from banner.server.chain import Chain
from banner.server.declarations import Declarations
from banner.server.judge import ConflictError
from banner.server.latest import is_later
from banner.server.log import Log
from banner.server.notices import Notices
from banner.server.tables import connect
from banner.server.verification import verify
from tests.matrix import examples
from tests.server.conftest import ASKED, DECLARATION, consent, entry
from tests.support import loops

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy.engine import Connection

    from banner.core.consent import Consent

ACCOUNT = 1
PATIENCE = 10  # seconds, for a test that fails


class Rows(NoAccounts):
    """Accounts in the shop's table; *after_read* is called between what is read and what is written."""

    def __init__(self) -> None:
        self.after_read: Callable[[], object] = lambda: None

    def record(self, connection: Connection, id: int | str) -> str:
        found = connection.execute(sql.select(accounts.c.record).where(accounts.c.id == id)).scalar_one()
        self.after_read()
        return str(found)

    def keep(self, connection: Connection, id: int | str, record: str) -> None:
        connection.execute(accounts.update().where(accounts.c.id == id).values(record=record))


class Writer:
    """Process of a site, as far as the log of it is concerned: with connections of its own."""

    def __init__(self, url: str, dist: Path) -> None:
        self.engine = connect(url, LOG)
        self.accounts = Rows()
        declarations = Declarations(self.engine, LOG.declarations, DECLARATION)
        notices = Notices(self.engine, LOG, dist / "consent/notices", declarations)
        self.log = Log(self.engine, LOG, declarations, notices, self.accounts)

    def send(self, *entries: dict[str, str], account: int | None = None) -> None:
        loops.run(self.log.append(tuple(LogEntry(**one) for one in entries), account))

    def record(self) -> str:
        with self.engine.connect() as connection:
            return self.accounts.record(connection, ACCOUNT)

    def ids(self) -> list[str]:
        with self.engine.connect() as connection:
            return [link["id"] for link in Chain(LOG).links(connection)]


@pytest.fixture
def writers(any_database: str, dist: Path) -> Iterator[list[Writer]]:
    """Four processes of a site with one account."""
    all_of_them = [Writer(any_database, dist) for _ in range(4)]
    with all_of_them[0].engine.begin() as connection:
        connection.execute(accounts.insert().values(id=ACCOUNT, key="k", email="e", password="", record=""))
    yield all_of_them
    for one in all_of_them:
        with one.engine.connect() as connection:
            links = list(Chain(LOG).links(connection))
            assert verify(links, known=[Chain(LOG).head(connection)]) is None
        one.engine.dispose()


OLD = consent("a1", ASKED, age=9000)
NEW = consent("a2", ("google",), age=5000)
# What the signal leaves keeps the time of the consent that it narrows.
SIGNAL = replace(NEW, id="a2-gpc", action="gpc", granted=(), denied=ASKED)
ENTRIES = [
    entry(OLD, scope="account"),
    entry(NEW, "withdrawn", "a1", scope="account"),
    entry(SIGNAL, "withdrawn", "a2", scope="account"),
]


@examples(
    "order",
    [pytest.param(one, id=str(one)) for one in permutations(range(3))],
    run=["(0, 1, 2)", "(2, 0, 1)"],
)
@pytest.mark.attack("overtaken-refusal")
def test_an_account_has_the_latest_consent_in_whatever_order_decisions_arrive(
    writers: list[Writer], order: tuple[int, ...]
) -> None:
    for nth, at in enumerate(order):
        writers[nth % 2].send(ENTRIES[at], account=ACCOUNT)

    assert writers[0].record() == encode(SIGNAL)


def test_of_two_different_consents_one_is_always_the_later_one() -> None:
    made: list[Consent] = [OLD, NEW, SIGNAL, replace(NEW, id="a3"), replace(OLD, at=NEW.at)]
    for one, other in permutations(made, 2):
        assert is_later(one, other) != is_later(other, one)
    assert is_later(OLD, None)
    assert not is_later(OLD, OLD)


def overlap(first: Writer, second: Writer, one: Callable[[], object], other: Callable[[], object]) -> None:
    """Have *second* do the *other* when *first*, in the midst of *one*, has read and not yet written."""
    read, tried, done = threading.Event(), threading.Event(), threading.Event()

    def wait_for(event: threading.Event) -> None:
        assert event.wait(PATIENCE)

    def in_the_midst() -> None:
        read.set()
        wait_for(tried)

    def too_soon() -> None:
        tried.set()
        wait_for(done)

    def note(*told: object) -> None:
        if "BEGIN IMMEDIATE" in str(told[2]) or "pg_advisory" in str(told[2]):
            tried.set()

    first.accounts.after_read = in_the_midst
    second.accounts.after_read = too_soon
    sql.event.listen(second.engine, "before_cursor_execute", note)
    with ThreadPoolExecutor(2) as threads:
        begun = threads.submit(one)
        begun.add_done_callback(lambda _: done.set())
        wait_for(read)
        threads.submit(other).result(PATIENCE)
        begun.result(PATIENCE)
    first.accounts.after_read = second.accounts.after_read = lambda: None


@pytest.mark.parametrize("newer_first", [True, False])
@pytest.mark.attack("overtaken-refusal")
def test_decisions_that_are_written_at_once_leave_the_later_one(
    writers: list[Writer], newer_first: bool
) -> None:
    first, second, *_ = writers
    sent = [ENTRIES[1], ENTRIES[0]] if newer_first else ENTRIES[:2]
    overlap(
        first,
        second,
        lambda: first.send(sent[0], account=ACCOUNT),
        lambda: second.send(sent[1], account=ACCOUNT),
    )

    assert first.record() == encode(NEW)
    assert sorted(first.ids()) == ["a1", "a2"]


@pytest.mark.parametrize("joins_first", [True, False])
def test_a_device_that_joins_takes_no_later_decision_from_the_account(
    writers: list[Writer], joins_first: bool
) -> None:
    first, second, *_ = writers
    device = encode(replace(OLD, id="d1"))
    tasks: list[tuple[Writer, Callable[[], object]]] = [
        (first, lambda: first.log.join(ACCOUNT, device)),
        (second, lambda: second.send(ENTRIES[1], account=ACCOUNT)),
    ]
    if not joins_first:
        tasks = [(second, lambda: second.send(ENTRIES[1], account=ACCOUNT)), tasks[0]]
    (one, does), (other, then) = tasks
    overlap(one, other, does, then)

    found = decode(first.record())
    assert found
    assert found.on == NEW.on


@pytest.mark.attack("same-entry-twice")
def test_the_same_entry_twice_at_once_is_one_and_both_are_told_so(writers: list[Writer]) -> None:
    made = [entry(consent(f"a{at}")) for at in range(20)]
    together = threading.Barrier(2)

    def send_all(writer: Writer) -> None:
        for one in made:
            together.wait(PATIENCE)
            writer.send(one, account=ACCOUNT)

    with ThreadPoolExecutor(2) as threads:
        for task in [threads.submit(send_all, one) for one in writers[:2]]:
            task.result(PATIENCE * 2)
    assert writers[0].ids() == [one["id"] for one in made]


def test_many_writers_append_one_chain(writers: list[Writer]) -> None:
    def send_all(name: str, writer: Writer) -> None:
        for at in range(0, 20, 2):
            writer.send(*(entry(consent(f"{name}{at + nth}")) for nth in range(2)))

    with ThreadPoolExecutor(4) as threads:
        for task in [threads.submit(send_all, *one) for one in zip("abcd", writers, strict=True)]:
            task.result(PATIENCE * 2)
    ids = writers[0].ids()

    assert len(set(ids)) == 80
    # Each has its own in its order.
    for name in "abcd":
        assert [one for one in ids if one.startswith(name)] == [f"{name}{at}" for at in range(20)]


def refuse(engine: sql.Engine, id: str) -> None:
    """Have the database refuse the row of that *id*."""
    rule = f"""CREATE TRIGGER refuses BEFORE INSERT ON entries WHEN new.id = '{id}'
               BEGIN SELECT RAISE(ABORT, 'no'); END"""
    if engine.dialect.name == "postgresql":
        rule = f"ALTER TABLE entries ADD CHECK (id <> '{id}')"
    with engine.begin() as connection:
        connection.exec_driver_sql(rule)


@pytest.mark.attack("doubled-id")
def test_a_row_that_the_database_refuses_costs_no_other_one(writers: list[Writer]) -> None:
    first, *_ = writers
    refuse(first.engine, "bad")
    batch = [entry(consent("a1")), entry(replace(NEW, id="bad"), scope="account"), entry(consent("a2"))]

    with pytest.raises(sql.exc.IntegrityError):
        first.send(*batch, account=ACCOUNT)
    assert first.ids() == ["a1", "a2"]
    assert first.record() == ""


@pytest.mark.parametrize("again", [consent("a1", ("google",)), None], ids=["another", "the same"])
@pytest.mark.attack("doubled-id")
def test_a_batch_that_doubles_an_id_costs_nobody_anything(
    writers: list[Writer], again: Consent | None
) -> None:
    first, second, *_ = writers
    one = entry(consent("a1"))
    other = entry(again) if again else one

    async def all_at_once() -> list[object]:
        batches = ([entry(consent("b1"))], [one, other, entry(consent("a2"))], [entry(consent("c1"))])
        sent = [first.log.append(tuple(LogEntry(**plain) for plain in batch), None) for batch in batches]
        return await asyncio.gather(*sent, return_exceptions=True)

    results = loops.run(all_at_once())
    assert [isinstance(result, ConflictError) for result in results] == [False, again is not None, False]
    assert second.ids() == ["b1", "a1", "a2", "c1"]


def test_what_follows_another_accounts_decision_gives_this_account_nothing(
    writers: list[Writer],
) -> None:
    first, *_ = writers
    with first.engine.begin() as connection:
        connection.execute(accounts.insert().values(id=2, key="l", email="f", password="", record=""))
    first.send(ENTRIES[0], account=2)
    more = replace(NEW, id="a9", at=NEW.at + 1, granted=("google", "x"))
    more = replace(more, denied=tuple(one for one in ASKED if one not in more.granted))
    first.send(entry(replace(NEW, id="b1", at=NEW.at - 1), scope="account"), account=ACCOUNT)
    kept = first.record()

    # Somebody has decided, offline, and then another one has logged in.
    first.send(entry(more, "withdrawn", "a1", scope="account"), account=ACCOUNT)
    assert first.record() == kept
    assert [one["id"] for one in first.log.history.of_account(ACCOUNT).entries] == ["b1"]
    # What it takes is off, whoever said so.
    nothing = replace(more, id="a10", granted=(), denied=ASKED)
    first.send(entry(nothing, "withdrawn", "a1", scope="account"), account=ACCOUNT)
    assert first.record() == encode(nothing)


def test_an_account_that_cannot_be_written_costs_no_other_request(writers: list[Writer]) -> None:
    first, *_ = writers

    async def all_at_once() -> list[object]:
        sent = [
            first.log.append((LogEntry(**entry(consent(f"a{at}"), scope="account")),), account)
            for at, account in enumerate([None, 99, ACCOUNT])  # nobody has the number 99
        ]
        return await asyncio.gather(*sent, return_exceptions=True)

    results = loops.run(all_at_once())
    assert [isinstance(result, Exception) for result in results] == [False, True, False]
    assert first.ids() == ["a0", "a2"]

    def fail() -> None:
        raise KeyError(ACCOUNT)

    first.accounts.after_read = fail
    with pytest.raises(KeyError):
        first.send(entry(consent("a3"), scope="account"), account=ACCOUNT)
    first.accounts.after_read = lambda: None
    first.send(entry(consent("a4"), scope="account"), account=ACCOUNT)
    assert first.ids() == ["a0", "a2", "a4"]
