"""A deploy loses no decision: what was ever asked and shown here can be decided on for ever."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sql
from shop.app import application
from shop.store import LOG
from starlette.testclient import TestClient

from banner.core.consent import Consent
from banner.core.declaration import Declaration, Service
from banner.core.record import encode
from tests.server import earlier
from tests.server.conftest import DECLARATION, NOTICE_HASH, SITE, consent, entry, log_in, now, send
from tests.server.statements import noted

OPTIONAL = DECLARATION.optional()
NEW = replace(OPTIONAL[0], id="heatmap")
LATER_NOTICE = json.dumps({"language": "en", "direction": "ltr", "texts": ["<p>And to heat maps?</p>"]})
LATER_HASH = hashlib.sha256(LATER_NOTICE.encode()).hexdigest()


def other(revision: str, *services: Service) -> Declaration:
    """Another declaration, under *revision*, that asks about *services*."""
    required = [one for one in DECLARATION.services if one not in OPTIONAL]
    return replace(DECLARATION, revision=revision, services=(*services, *required))


LARGER = other("larger000000", *OPTIONAL, NEW)
SMALLER = other("smaller00000", *OPTIONAL[1:])


def given(declaration: Declaration, id: str = "a1") -> Consent:
    """A consent that grants all that *declaration* asks about."""
    asked = tuple(one.id for one in declaration.optional())
    return Consent(id, now(), "accept-all", "banner", declaration.revision, asked, ())


def shop(dist: Path, database: str, declaration: Declaration) -> TestClient:
    """A process of the server that runs with *declaration*."""
    site = application(dist, declaration, database, "", requests_per_second=1000)
    return TestClient(site, base_url=SITE, headers={"Origin": SITE}, follow_redirects=False)


def build(dist: Path) -> str:
    """Another build: what it shows takes the place of what the one before it showed."""
    for file in (dist / "consent/notices").iterdir():
        file.unlink()
    (dist / f"consent/notices/{LATER_HASH}.json").write_text(LATER_NOTICE)
    return LATER_HASH


def ids(database: str) -> list[str]:
    engine = sql.create_engine(database)
    with engine.connect() as connection:
        found = [
            str(one) for one in connection.execute(sql.select(LOG.entries.c.id).order_by("number")).scalars()
        ]
    engine.dispose()
    return found


@pytest.mark.parametrize("present", [LARGER, SMALLER], ids=["more is asked", "less is asked"])
@pytest.mark.attack("deploy")
def test_what_was_decided_before_a_deploy_arrives_after_it(
    dist: Path, some_database: str, present: Declaration
) -> None:
    with shop(dist, some_database, DECLARATION):
        pass
    build(dist)
    with shop(dist, some_database, present) as client:
        assert send(client, entry(given(DECLARATION))) == (200, {"stored": ["a1"]})
        assert send(client, {**entry(given(present, "a2")), "notice_hash": LATER_HASH})[0] == 200
        assert send(client, entry(given(DECLARATION, "a3"), "expired") | {"id": "a3-expired"})[0] == 200
        assert "Do you agree" in client.get(f"/api/consent/notices/{NOTICE_HASH}").text
    assert ids(some_database) == ["a1", "a2", "a3-expired"]


def test_a_decision_is_about_what_was_asked_under_its_own_revision(dist: Path, database: str) -> None:
    with shop(dist, database, DECLARATION), shop(dist, database, LARGER) as client:
        mixed = replace(given(LARGER), revision=DECLARATION.revision)
        status, body = send(client, entry(mixed))

    assert (status, "heatmap" in str(body["error"])) == (422, True)
    assert ids(database) == []


@pytest.mark.attack("deploy")
def test_what_the_server_has_not_heard_of_is_neither_kept_nor_refused_until_it_has(
    dist: Path, database: str
) -> None:
    with shop(dist, database, DECLARATION) as client:
        early = entry(given(LARGER))
        assert send(client, early)[0] == 425
        other = {"record": encode(given(DECLARATION)), "notice_hash": LATER_HASH}
        assert send(client, {**early, **other})[0] == 425
        # What comes beside such an entry is kept.
        beside = entry(consent("b1"))
        assert send(client, early, beside)[0] == 425
        assert ids(database) == ["b1"]

        build(dist)
        client.app.state.declare(LARGER)  # type: ignore[attr-defined]
        assert send(client, {**early, "notice_hash": LATER_HASH})[0] == 200
        assert send(client, beside)[0] == 200


def test_what_was_decided_before_a_deploy_and_recorded_after_it_denies_what_is_new(
    dist: Path, database: str
) -> None:
    late = given(DECLARATION)
    late = replace(late, denied=("heatmap",))
    with shop(dist, database, DECLARATION) as client:
        # The page that records it is of a build that the server does not know yet.
        assert send(client, entry(late))[0] == 425
        client.app.state.declare(LARGER)  # type: ignore[attr-defined]
        assert send(client, entry(late))[0] == 200
        assert send(client, entry(replace(late, id="a2", granted=("google",), denied=())))[0] == 425


def test_a_notice_proves_what_was_asked_when_it_was_shown(dist: Path, some_database: str) -> None:
    first = given(DECLARATION)
    with shop(dist, some_database, DECLARATION) as client:
        assert send(client, entry(first))[0] == 200
    build(dist)
    with shop(dist, some_database, LARGER) as client:
        later = {"notice_hash": LATER_HASH}
        assert send(client, entry(given(LARGER, "a2")) | later)[0] == 200
        # The old notice asked less, and the new one was not there under the old revision.
        assert send(client, entry(given(LARGER, "a3")))[0] == 425
        assert send(client, entry(given(DECLARATION, "a4")) | later)[0] == 425
        # A page of today says that a consent of before has expired.
        assert send(client, entry(first, "expired") | later)[0] == 200
        assert client.get("/api/consent/declarations/larger000000").json()["notices"] == [LATER_HASH]


def test_another_process_that_has_heard_of_it_is_enough(dist: Path, some_database: str) -> None:
    with shop(dist, some_database, DECLARATION) as old:
        assert send(old, entry(given(LARGER)))[0] == 425
        with shop(dist, some_database, LARGER):
            assert send(old, entry(given(LARGER)))[0] == 200


def test_processes_that_start_at_once_agree(dist: Path, some_database: str) -> None:
    with (
        shop(dist, some_database, LARGER) as first,
        shop(dist, some_database, LARGER),
        shop(dist, some_database, LARGER) as last,
    ):
        same = entry(given(LARGER))
        assert [send(one, same)[0] for one in (first, last)] == [200, 200]


def test_a_database_of_an_earlier_version_is_taken_over_in_place(dist: Path, some_database: str) -> None:
    earlier.make(some_database, [consent("a1", ("google",))], ["declarations"])
    build(dist)
    with shop(dist, some_database, LARGER) as client:
        # The entries that it has tell what was asked under their revision.
        assert send(client, entry(given(DECLARATION, "a2")))[0] == 200
    assert ids(some_database) == ["a1", "a2"]


def test_after_a_deploy_the_present_declaration_counts_for_whoever_comes(dist: Path, database: str) -> None:
    with shop(dist, database, DECLARATION) as client:
        log_in(client)
        send(client, entry(given(DECLARATION), scope="account"))
        client.app.state.declare(LARGER)  # type: ignore[attr-defined]
        client.cookies.set("consent", encode(given(DECLARATION)))
        response = client.post("/api/consent/log", json={"entries": [entry(consent("a3"))]})

        # It answers another question: no server keeps it alive.
        assert (response.status_code, "set-cookie" in response.headers) == (200, False)
        # Nor does it hold against what a device was asked since.
        own = encode(given(LARGER, "a4"))
        client.post("/api/consent/account", json={"record": own})
        assert client.get("/api/consent/account").json()["record"] == own


def test_a_long_history_is_one_question_to_the_database(dist: Path, some_database: str) -> None:
    with shop(dist, some_database, DECLARATION) as client:
        chain = [consent(f"a{at}", age=10_000 - at) for at in range(600)]
        plain = [
            entry(one, "changed" if at else "", f"a{at - 1}" if at else "") for at, one in enumerate(chain)
        ]
        for at in range(0, 600, 50):
            assert send(client, *plain[at : at + 50])[0] == 200
        client.cookies.set("consent", encode(chain[-1]))
        with noted() as statements:
            history = client.get("/api/consent/history").json()["entries"]

    assert history == plain[:99:-1]
    assert len(statements) == 1


@pytest.mark.attack("long-history")
def test_decisions_that_name_each_other_in_a_circle_are_told_once(client: TestClient) -> None:
    first, second, third = (consent(f"a{at}", age=10 - at) for at in (1, 2, 3))
    send(client, entry(first, "changed", "a3"), entry(second, "changed", "a1"))
    send(client, entry(third, "changed", "a2"))
    client.cookies.set("consent", encode(third))

    history = client.get("/api/consent/history").json()["entries"]
    assert [one["id"] for one in history] == ["a3", "a2", "a1"]
