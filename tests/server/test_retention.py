"""Proofs are deleted when their time is over, and not while a consent rests on them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sql
from shop import app as shop
from shop.store import LOG, META
from starlette.testclient import TestClient

from banner.core.consent import ACTIONS, RESTING, Consent
from banner.server import clock
from banner.server.app import ConsentServer
from banner.server.chain import Chain
from banner.server.declarations import Declarations
from banner.server.locks import hold
from banner.server.retention import KEEP_DAYS, Retention
from banner.server.tables import connect
from banner.toolchain import bundle
from tests.server.conftest import DECLARATION, consent, entry, now, open_client, send
from tests.server.statements import noted
from tests.support import loops

DAY = 86_400_000
LONG = DECLARATION.lifetime_days + KEEP_DAYS
Kept = Callable[..., list[str]]


@pytest.fixture
def engine(some_database: str) -> Iterator[sql.Engine]:
    """A database of either kind with the tables of the shop."""
    one = connect(some_database, LOG)
    yield one
    one.dispose()


def retention(engine: sql.Engine, keep_days: int = KEEP_DAYS) -> Retention:
    declarations = Declarations(engine, LOG.declarations, DECLARATION)
    return Retention(engine, LOG, declarations, keep_days)


def put(engine: sql.Engine, consent: Consent, days: float, previous: str = "", event: str = "given") -> None:
    """Have the log hold *consent*, which came so many *days* ago."""
    append(engine, [row(consent, days, previous, event)])


def row(consent: Consent, days: float, previous: str = "", event: str = "given") -> dict[str, object]:
    """The row of an entry for *consent*, which came so many *days* ago."""
    return {
        **entry(consent, event, previous),
        "at": now() - int(days * DAY),
        "granted": list(consent.granted),
        "denied": list(consent.denied),
        "source": consent.source,
        "revision": consent.revision,
        "account": None,
    }


def append(engine: sql.Engine, rows: list[dict[str, object]]) -> None:
    with engine.begin() as connection:
        hold(connection)
        assert Chain(LOG).append(connection, rows) == {}


def kept(engine: sql.Engine) -> list[str]:
    """The ids of the entries that are there, oldest first."""
    columns = LOG.entries.c
    with engine.connect() as connection:
        return [*connection.execute(sql.select(columns.id).order_by(columns.number)).scalars()]


def delete_all(one: Retention) -> None:
    """Delete as one day does."""
    below = one.delete_some()
    while below:
        below = one.delete_some(below)


@pytest.mark.law("B12")
@pytest.mark.attack("kept-for-ever")
def test_an_entry_stays_for_the_life_of_its_consent_and_the_days_after(engine: sql.Engine) -> None:
    put(engine, consent("old"), LONG + 0.01)
    put(engine, consent("young"), LONG - 0.01)
    delete_all(retention(engine))

    assert kept(engine) == ["young"]


@pytest.mark.parametrize("keep_days", [0, 10, 1_826])
def test_the_owner_says_for_how_many_days(engine: sql.Engine, keep_days: int) -> None:
    for days in (0, 9, 11, 1_825, 1_827):
        put(engine, consent(f"a{days}"), DECLARATION.lifetime_days + days)
    delete_all(retention(engine, keep_days))

    assert kept(engine) == [f"a{days}" for days in (0, 9, 11, 1_825, 1_827) if days < keep_days]


def test_days_that_cannot_be_are_refused(engine: sql.Engine) -> None:
    with pytest.raises(ValueError, match="keep_days = -1: write 0 or more days"):
        retention(engine, -1)


@pytest.mark.law("B12")
@pytest.mark.parametrize("action", ACTIONS)
def test_what_a_later_consent_rests_on_stays(engine: sql.Engine, action: str) -> None:
    put(engine, consent("a1", ("google",)), LONG + 100)
    put(engine, replace(consent("a2", ("google", "impact")), action=action), 1, "a1", "changed")
    put(engine, consent("b1"), LONG + 100)
    delete_all(retention(engine))

    assert kept(engine) == [*(["a1"] if action in RESTING else []), "a2"]


def test_a_whole_chain_stays_and_goes_with_the_last_of_it(engine: sql.Engine) -> None:
    for at in range(1, 5):
        one = replace(consent(f"a{at}"), action="allow")
        put(engine, one, LONG + 399.5 - 100 * at, f"a{at - 1}" if at > 1 else "")
    chain = ["a1", "a2", "a3", "a4"]
    delete_all(retention(engine))
    assert kept(engine) == chain

    delete_all(retention(engine, KEEP_DAYS - 1))
    assert kept(engine) == []


def test_what_a_consent_of_two_devices_rests_on_stays(engine: sql.Engine) -> None:
    put(engine, consent("a1", ("google",)), LONG + 1)
    put(engine, replace(consent("a2"), action="allow"), 1, "a1-merged", "changed")
    delete_all(retention(engine))

    assert kept(engine) == ["a1", "a2"]


def test_an_expiry_keeps_no_consent(engine: sql.Engine) -> None:
    one = replace(consent("a1", ("google",)), action="allow")
    put(engine, one, LONG + 1)
    put(engine, one, KEEP_DAYS, "a1", "expired")
    delete_all(retention(engine))

    assert kept(engine) == ["a1-expired"]


def test_many_go_in_small_batches_one_after_the_other(engine: sql.Engine) -> None:
    append(engine, [row(consent(f"a{at}"), LONG + 1) for at in range(1201)])
    put(engine, consent("b1"), 1)
    one = retention(engine)
    with noted() as statements:
        delete_all(one)
    deletions = [text for text in statements if text.startswith("DELETE FROM entries")]

    assert kept(engine) == ["b1"]
    assert [text.count(",") + 1 for text in deletions] == [400, 400, 400, 1]


@pytest.mark.law("B12")
def test_it_runs_after_the_start_and_then_every_day(
    engine: sql.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(engine, consent("a1"), LONG + 1)
    put(engine, consent("a2"), LONG - 1.5)
    seen: list[tuple[float, list[str]]] = []
    present = clock.now()

    async def pause(seconds: float) -> None:
        seen.append((seconds, kept(engine)))
        if len(seen) == 4:
            raise asyncio.CancelledError
        days = len(seen) - 1
        monkeypatch.setattr(clock, "now", lambda: present + days * DAY)

    with pytest.raises(asyncio.CancelledError):
        loops.run(retention(engine).run(pause))
    assert seen == [(60, ["a1", "a2"]), (86_400, ["a2"]), (86_400, ["a2"]), (86_400, [])]


def test_a_database_that_fails_is_told_and_tried_again_the_next_day(
    engine: sql.Engine, caplog: pytest.LogCaptureFixture
) -> None:
    put(engine, consent("a1"), LONG + 1)
    one = retention(engine)
    META.drop_all(engine)
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            META.create_all(engine)
            put(engine, consent("a1"), LONG + 1)
        if len(pauses) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        loops.run(one.run(pause))
    assert pauses == [60, 86_400, 86_400]
    assert "not deleted yet" in caplog.text
    assert kept(engine) == []


def test_a_mounted_server_begins_by_itself_and_once(
    dist: Path, engine: sql.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Retention] = []

    async def run(one: Retention) -> None:
        runs.append(one)
        await asyncio.Event().wait()

    monkeypatch.setattr(Retention, "run", run)
    server = ConsentServer(engine, LOG, DECLARATION, dist / "consent/notices")

    async def requests(count: int) -> None:
        for _ in range(count):
            server.start()
            await asyncio.sleep(0)

    loops.run(requests(3))
    assert len(runs) == 1
    # A process that is forked, or a loop that is replaced, begins anew.
    loops.run(requests(1))
    assert len(runs) == 2

    with TestClient(server) as client:
        client.get("/account")
        client.get("/account")
    assert len(runs) == 3


@pytest.mark.law("B12")
def test_the_shop_deletes_what_its_privacy_policy_says(
    dist: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    days: list[tuple[int, int]] = []
    monkeypatch.setattr(
        Retention, "start", lambda one: days.append((one._declarations.present.lifetime_days, one._keep_days))
    )
    with open_client(dist, database) as client:
        assert send(client, entry(consent("a1")))[0] == 200
    page = (bundle.ROOT / "site/demo/privacy-policy.html").read_text(encoding="utf-8")
    row = page.partition("Answer the cookie question")[2].partition("</tr>")[0]

    assert set(days) == {(180, shop.KEEP_DAYS)}
    assert re.findall(r"([\d,]+) days", row) == ["180", "1,826"] == ["180", f"{shop.KEEP_DAYS:,}"]
