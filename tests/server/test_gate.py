"""The way to the database: what hangs there holds nothing else, and nobody waits for ever."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from banner.server.gate import BusyError, Gate
from tests.support.loops import run


async def until_it_has(gate: Gate, jobs: int) -> None:
    while gate.unfinished != jobs:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0)


def test_what_a_job_returns_or_raises_comes_back() -> None:
    async def job() -> None:
        gate = Gate()
        assert await gate.call(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await gate.call(divmod, 7, 0)
        assert await gate.wait(asyncio.sleep(0, "done")) == "done"
        assert gate.unfinished == 0

    run(job())


@pytest.mark.attack("hanging-database")
def test_a_database_that_hangs_keeps_its_threads_and_no_others() -> None:
    async def job() -> None:
        gate, goes_on = Gate(threads=2, most=4, patience=0.02), threading.Event()
        for _ in range(4):
            with pytest.raises(BusyError, match="in time"):
                await gate.call(goes_on.wait)
        # Nothing is waited for any more, and the loop and its other threads are free.
        with pytest.raises(BusyError, match="too much"):
            await gate.call(goes_on.wait)
        with pytest.raises(BusyError, match="too much"):
            await gate.wait(asyncio.sleep(0))
        assert await asyncio.to_thread(lambda: "free") == "free"
        assert gate.unfinished == 4

        goes_on.set()
        await until_it_has(gate, 0)
        assert await gate.call(lambda: "well again", patience=5) == "well again"

    run(job())


def test_the_event_loop_never_waits_for_a_job() -> None:
    async def job() -> None:
        gate, goes_on = Gate(), threading.Event()
        waiting = asyncio.create_task(gate.call(goes_on.wait))
        await until_it_has(gate, 1)
        started = time.monotonic()
        goes_on.set()
        assert await waiting
        assert time.monotonic() - started < 5

    run(job())


def test_a_job_that_fails_after_it_was_given_up_is_no_news(caplog: pytest.LogCaptureFixture) -> None:
    async def job() -> None:
        gate, goes_on = Gate(patience=0.02), threading.Event()

        def fail() -> None:
            goes_on.wait()
            raise ValueError("too late")

        with pytest.raises(BusyError):
            await gate.call(fail)
        goes_on.set()
        await until_it_has(gate, 0)

    run(job())
    assert not caplog.records
