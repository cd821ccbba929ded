"""Several processes behind nginx keep one log: what one of them has acknowledged is there, once."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from tests.server.behind import proxy
from tests.server.programs import started
from tests.server.senders import Note, deciding, more
from tests.server.standalone import deploy
from tests.support.waits import until

OPTIONS = ("--trusted-proxies", "127.0.0.1", "--requests-per-second", "1000")


@pytest.mark.fault("server-killed")
def test_of_two_processes_one_is_killed_and_nothing_acknowledged_is_lost_or_twice(
    dist: Path, postgres: str, tmp_path: Path, note: Note
) -> None:
    deploy(dist)
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        (folder / "dist").symlink_to(dist)
    with contextlib.ExitStack() as stack:
        one, two = (stack.enter_context(started(at, "--database", postgres, *OPTIONS)) for at in folders)
        port = stack.enter_context(proxy("nginx", (one.port, two.port), dist, tmp_path))
        senders = stack.enter_context(deciding(port))
        until(more(senders, 30))
        one.process.kill()
        assert one.process.wait() != 0
        until(more(senders, 60))
        senders.finish()
        note("kill -9 of one of two processes behind nginx", senders, postgres)
