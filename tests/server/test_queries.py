"""However much is asked of the log at once, it asks its database as often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server.conftest import DECLARATION, consent, entry, log_in, open_client, send
from tests.server.statements import noted

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient


def chain(length: int, scope: str, name: str = "a") -> list[dict[str, str]]:
    """Decisions of which each follows the one before."""
    made = [consent(f"{name}{at}", age=10_000 - at) for at in range(length)]
    return [
        entry(one, "changed" if at else "", made[at - 1].id if at else "", scope)
        for at, one in enumerate(made)
    ]


def unheard(kind: str, entries: list[dict[str, str]]) -> list[dict[str, str]]:
    """The same, each of another build of which the server has not heard."""
    if kind == "notice_hash":
        return [{**one, "notice_hash": f"{at:064x}"} for at, one in enumerate(entries)]
    records = [one["record"].replace(DECLARATION.revision, f"{at:012x}") for at, one in enumerate(entries)]
    return [{**one, "record": record} for one, record in zip(entries, records, strict=True)]


def asked(client: TestClient, entries: list[dict[str, str]], status: int) -> int:
    """How many statements it takes to answer a batch of *entries*."""
    with noted() as statements:
        assert send(client, *entries)[0] == status
    return len(statements)


@pytest.mark.parametrize("scope", ["device", "account"])
def test_a_chain_of_entries_is_kept_with_as_many_queries_as_a_single_one(
    dist: Path, any_database: str, scope: str
) -> None:
    with open_client(dist, any_database) as client:
        log_in(client)
        send(client, *chain(1, scope, "first"))  # what was shown is looked up once
        one = asked(client, chain(1, scope, "one"), 200)

        assert asked(client, chain(50, scope), 200) == one
        assert len(client.get("/api/consent/history").json()["entries"]) == 52


@pytest.mark.parametrize("kind", ["notice_hash", "revision"])
def test_entries_of_builds_that_nobody_has_heard_of_are_looked_up_at_once(
    client: TestClient, kind: str
) -> None:
    send(client, *chain(1, "device", "first"))
    one = asked(client, unheard(kind, chain(1, "device")), 425)

    assert asked(client, unheard(kind, chain(50, "device")), 425) == one


@pytest.mark.parametrize("length", [1, 2, 200])
@pytest.mark.attack("long-history")
def test_a_history_is_one_query_however_many_links_its_chain_has(
    dist: Path, any_database: str, length: int
) -> None:
    with open_client(dist, any_database) as client:
        entries = chain(length, "device")
        for at in range(0, length, 50):
            send(client, *entries[at : at + 50])
        client.cookies.set("consent", entries[-1]["record"])
        with noted() as statements:
            history = client.get("/api/consent/history").json()["entries"]

    assert history == entries[::-1]
    assert len(statements) == 1


def test_the_account_keeps_the_latest_of_a_chain_whatever_its_order(client: TestClient) -> None:
    log_in(client)
    entries = chain(5, "account")
    send(client, *entries[::-1])

    assert client.get("/api/consent/account").json()["record"] == entries[-1]["record"]
