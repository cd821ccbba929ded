"""Who guesses has to wait, longer each time and never for ever, and locks nobody else."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import httpx2
import pytest
from shop.app import application
from shop.attempts import Attempts, Logins, Pace, client_of
from shop.pages import Tries
from shop.passwords import Passwords
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.server.conftest import DECLARATION, SITE, log_in, open_client
from tests.support import loops

OWNER = ("owner", "secret-of-the-owner")
RIGHT = {"email": "anna@example.com", "password": "correct horse"}
WRONG = {**RIGHT, "password": "wrong password"}


class Clock:
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_each_wait_is_twice_as_long_up_to_the_longest(clock: Clock) -> None:
    attempts = Attempts(Pace(free=2, first=60, longest=300), clock)
    waits = []
    for _ in range(8):
        waits.append(attempts.wait("one"))
        clock.now += waits[-1]
        assert attempts.wait("one") == 0
        attempts.count("one")

    assert waits == [0, 0, 60, 120, 240, 300, 300, 300]


def test_to_ask_in_vain_makes_no_wait_longer(clock: Clock) -> None:
    logins = Logins(Pace(free=1), Pace(free=100), clock)
    assert [logins.begin("client", "anna") for _ in range(50)] == [0] + [60] * 49
    clock.now += 60

    assert logins.begin("client", "anna") == 0


def test_who_has_not_tried_for_a_while_begins_anew(clock: Clock) -> None:
    attempts = Attempts(Pace(free=2, forgotten=3600), clock)
    for _ in range(10):
        attempts.count("one")
    clock.now += 3600

    assert attempts.wait("one") == 0
    attempts.count("one")
    assert attempts.wait("one") == 0


def test_a_wait_ends_however_often_somebody_has_tried(clock: Clock) -> None:
    attempts = Attempts(Pace(free=1), clock)
    for _ in range(10_000):
        attempts.count("one")

    assert attempts.wait("one") == 900


@pytest.mark.attack("sprayed-password")
def test_the_memory_of_tries_is_bounded_and_the_latest_stay(clock: Clock) -> None:
    attempts = Attempts(Pace(free=1), clock, most=100)
    for number in range(1000):
        attempts.count(str(number))

    assert len(attempts) == 100
    assert attempts.wait("999")
    assert not attempts.wait("899")


@pytest.mark.attack("locked-out")
def test_nobody_locks_the_account_of_somebody_else(clock: Clock) -> None:
    logins = Logins(Pace(free=5), Pace(free=20), clock)
    tries = [logins.begin("thief", "anna") for _ in range(10)]

    assert tries[-1]
    assert logins.begin("anna's own", "anna") == 0


@pytest.mark.attack("sprayed-password")
def test_one_client_cannot_try_many_accounts(clock: Clock) -> None:
    logins = Logins(Pace(free=5), Pace(free=20), clock)
    tried = [logins.begin("thief", f"{number}@example.com") for number in range(60)]

    assert tried == [0] * 20 + [60] * 40


def test_an_account_of_ones_own_gives_no_further_tries_with_others(clock: Clock) -> None:
    logins = Logins(Pace(free=5), Pace(free=20), clock)
    tries = 0
    while tries < 100 and not logins.begin("thief", f"{tries}@example.com"):
        tries += 1
        if not logins.begin("thief", "thief@example.com"):
            logins.succeeded("thief", "thief@example.com")

    assert tries == 20


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("testclient", "testclient"),
        (None, ""),
    ],
)
def test_a_client_has_as_many_tries_in_all_of_its_network(host: str | None, client: str) -> None:
    scope = {"type": "http", "client": (host, 1) if host else None, "headers": []}

    assert client_of(Request(scope)) == client


@pytest.mark.attack("guesses-at-once")
def test_sixty_guesses_at_once_are_five(dist: Path, database: str) -> None:
    site = application(dist, DECLARATION, database, "")

    async def guess() -> list[int]:
        transport = httpx2.ASGITransport(site)
        async with httpx2.AsyncClient(transport=transport, base_url=SITE, headers={"Origin": SITE}) as client:
            tries = [client.post("/account/login", data=WRONG) for _ in range(60)]
            return [one.status_code for one in await asyncio.gather(*tries)]

    assert sorted(loops.run(guess())) == [422] * 5 + [429] * 55


@pytest.mark.attack("many-logins")
def test_one_client_leaves_room_for_the_passwords_of_others(
    dist: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = application(dist, DECLARATION, database, "")
    going = asyncio.Event()
    matches = Passwords.matches

    async def slow(self: Passwords, kept: str | None, password: str) -> bool:
        await going.wait()
        return await matches(self, kept, password)

    monkeypatch.setattr(Passwords, "matches", slow)

    async def log_in(host: str, number: int) -> int:
        transport = httpx2.ASGITransport(site, client=(host, 1))
        async with httpx2.AsyncClient(transport=transport, base_url=SITE) as client:
            form = {"email": f"{number}@example.com", "password": "correct horse"}
            return (await client.post("/account/login", data=form, headers={"Origin": SITE})).status_code

    async def crowd() -> tuple[set[int], list[int], int]:
        # Each with another account: of one they have five tries anyway.
        waiting = {asyncio.create_task(log_in("192.0.2.1", number)) for number in range(15)}
        refused: set[int] = set()
        while len(waiting) > 5:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            refused |= {task.result() for task in done}
        other = asyncio.create_task(log_in("192.0.2.2", 1))
        going.set()
        return refused, list(await asyncio.gather(*waiting)), await other

    assert loops.run(crowd()) == ({503}, [422] * 5, 422)


def test_who_has_tried_too_often_is_told_how_long_to_wait(client: TestClient) -> None:
    log_in(client)
    client.post("/account/logout")
    for _ in range(5):
        client.post("/account/login", data=WRONG)
    page = client.post("/account/login", data=RIGHT)

    assert page.status_code == 429
    assert 50 < int(page.headers["Retry-After"]) <= 60
    assert "Too many attempts. Wait 1 minute." in page.text


@pytest.mark.parametrize("path", ["account/password", "account/delete"])
def test_who_is_logged_in_cannot_guess_the_password_either(client: TestClient, path: str) -> None:
    log_in(client)
    form = {"password": "wrong password", "new": "another horse"}

    assert [client.post("/" + path, data=form).status_code for _ in range(6)] == [422] * 5 + [429]


def test_one_client_cannot_make_accounts_without_end(client: TestClient) -> None:
    forms = [{**RIGHT, "email": f"{number}@example.com"} for number in range(11)]
    statuses = [client.post("/account/register", data=form).status_code for form in forms]

    assert statuses == [303] * 10 + [429]


@pytest.mark.attack("owner-guesses")
def test_guesses_at_the_owners_page_have_to_wait_and_the_log_tells_of_them(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "shop"):
        assert client.get("/owner").status_code == 401  # a browser asks like this before it knows
        statuses = [client.get("/owner", auth=("owner", "guess-of-a-thief")).status_code for _ in range(6)]

    assert statuses == [401] * 5 + [429]
    # What is asked in vain adds nothing: nobody fills the log.
    assert caplog.messages == [
        f"the owner's page: a wrong password; the next try in {wait} seconds" for wait in (0, 0, 0, 0, 60)
    ]
    assert client.get("/owner", auth=OWNER).status_code == 429


def test_the_owner_may_look_as_often_as_they_like(dist: Path, database: str) -> None:
    site = application(dist, DECLARATION, database, OWNER[1], tries=Tries(owner=1))
    client = TestClient(site, base_url=SITE)

    assert {client.get("/owner", auth=OWNER).status_code for _ in range(10)} == {200}


def test_several_processes_count_each_for_itself(dist: Path, database: str) -> None:
    """Said in the module; a test, so that nobody takes it for more."""
    for _ in range(2):
        with open_client(dist, database) as client:
            assert [client.post("/account/login", data=WRONG).status_code for _ in range(6)][-1] == 429
