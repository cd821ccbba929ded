"""Passwords have a few threads of their own, whatever comes at once."""

from __future__ import annotations

import asyncio
import gc
import threading
from pathlib import Path

import argon2
import httpx2
import pytest
from shop.app import application
from shop.passwords import BusyError, Passwords

from tests.server.conftest import DECLARATION, SITE
from tests.support import loops

AT_ONCE = 2
WAITING = 20


class Slow:
    """A hasher that works until it is told to end, and knows how many of it work at once."""

    def __init__(self) -> None:
        self.end = threading.Event()
        self.both = threading.Barrier(AT_ONCE + 1)
        self.now = self.most = self.calls = 0
        self._lock = threading.Lock()
        self._started = False

    def hash(self, _: str) -> str:
        """Hash: at once the first time, which is before anybody has come."""
        if self._started:
            self._work()
        self._started = True
        return "hash"

    def verify(self, *_: str) -> bool:
        self._work()
        raise argon2.exceptions.VerifyMismatchError

    def _work(self) -> None:
        with self._lock:
            self.now += 1
            self.calls += 1
            self.most = max(self.most, self.now)
            first = self.calls <= AT_ONCE
        if first:
            self.both.wait(60)
        self.end.wait(60)
        with self._lock:
            self.now -= 1


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    hasher = Slow()
    monkeypatch.setattr(argon2, "PasswordHasher", lambda: hasher)
    return hasher


@pytest.mark.attack("many-logins")
def test_of_eighty_logins_at_once_two_run_and_pages_are_served_meanwhile(
    dist: Path, database: str, slow: Slow
) -> None:
    site = application(dist, DECLARATION, database, "")

    async def log_in(number: int) -> httpx2.Response:
        # Each from a house of its own: what one client may try is another matter.
        transport = httpx2.ASGITransport(site, client=(f"10.0.0.{number}", 1))
        async with httpx2.AsyncClient(transport=transport, base_url=SITE) as client:
            form = {"email": f"{number}@example.com", "password": "correct horse"}
            return await client.post("/account/login", data=form, headers={"Origin": SITE})

    async def crowd() -> tuple[list[httpx2.Response], list[httpx2.Response]]:
        waiting = {asyncio.create_task(log_in(number)) for number in range(80)}
        refused: set[asyncio.Task[httpx2.Response]] = set()
        while len(refused) < 80 - AT_ONCE - WAITING:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            refused |= done
        await asyncio.to_thread(slow.both.wait, 60)
        transport = httpx2.ASGITransport(site)
        async with httpx2.AsyncClient(transport=transport, base_url=SITE) as client:
            assert "Hello" in (await client.get("/")).text
        assert slow.now == AT_ONCE
        slow.end.set()
        return [task.result() for task in refused], list(await asyncio.gather(*waiting))

    refused, answered = loops.run(crowd())

    assert {(one.status_code, one.headers.get("Retry-After")) for one in refused} == {(503, "5")}
    assert "Try again in a few seconds" in refused[0].text
    assert [one.status_code for one in answered] == [422] * (AT_ONCE + WAITING)
    assert (slow.most, slow.calls) == (AT_ONCE, AT_ONCE + WAITING)


def test_a_busy_server_takes_no_try_away(dist: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def busy(*_: str) -> bool:
        raise BusyError

    monkeypatch.setattr(Passwords, "matches", busy)
    monkeypatch.setattr(Passwords, "hash", busy)
    site = application(dist, DECLARATION, database, "")
    form = {"email": "anna@example.com", "password": "correct horse"}

    async def tries(path: str) -> set[int]:
        transport = httpx2.ASGITransport(site)
        async with httpx2.AsyncClient(transport=transport, base_url=SITE) as client:
            answers = [await client.post(path, data=form, headers={"Origin": SITE}) for _ in range(30)]
            return {one.status_code for one in answers}

    assert loops.run(tries("/account/login")) == {503}
    assert loops.run(tries("/account/register")) == {503}


def test_a_client_that_goes_away_gives_its_place_back_once_the_work_is_done(slow: Slow) -> None:
    passwords = Passwords(AT_ONCE, waiting=1)

    async def run() -> None:
        started = [asyncio.create_task(passwords.hash("one")) for _ in range(AT_ONCE)]
        await asyncio.sleep(0)
        await asyncio.to_thread(slow.both.wait, 60)
        waiting = asyncio.create_task(passwords.hash("one"))
        await asyncio.sleep(0)
        for task in (*started, waiting):
            task.cancel()
        await asyncio.gather(*started, waiting, return_exceptions=True)
        # The one that waited has made room, and those at work have not.
        again = asyncio.create_task(passwords.hash("one"))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await passwords.hash("one")
        slow.end.set()
        assert await again == "hash"

    loops.run(run())
    assert slow.most == AT_ONCE


def test_a_server_that_ends_waits_for_no_password(slow: Slow) -> None:
    passwords = Passwords(AT_ONCE)
    passwords.close()

    with pytest.raises(BusyError):
        loops.run(passwords.hash("one"))
    assert slow.calls == 0


def test_a_password_is_the_same_from_every_keyboard() -> None:
    passwords = Passwords()

    async def same(one: str, other: str) -> bool:
        return await passwords.matches(await passwords.hash(one), other)

    assert loops.run(same("na\u00efve na\u00efve", "nai\u0308ve nai\u0308ve"))
    assert not loops.run(same("\ufb01ne \ufb01gures", "fine figures"))  # what is alike is not the same


def test_a_hash_that_is_none_matches_nothing() -> None:
    assert not loops.run(Passwords().matches("garbled", "correct horse"))


def test_threads_end_with_their_site() -> None:
    passwords = Passwords()
    loops.run(passwords.hash("one"))
    (thread,) = passwords._pool._threads
    del passwords
    gc.collect()
    thread.join(60)

    assert not thread.is_alive()
