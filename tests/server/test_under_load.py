"""Things go wrong while browsers decide: they wait, and what was acknowledged is there, once."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server import processes
from tests.server.crowds import crowded
from tests.server.programs import started
from tests.server.senders import Note, deciding, more
from tests.server.standalone import deploy
from tests.support.waits import until

SLOW = 1_000
OPTIONS = ("--requests-per-second", "1000", "--entries-per-day", "1000000")
FEW_FILES = ("sh", "-c", 'ulimit -n 256 && exec "$@"', "sh")

pytestmark = pytest.mark.thorough


@pytest.fixture
def folder(dist: Path) -> Path:
    """Where the server is started, with ``dist`` in it."""
    deploy(dist)
    return dist.parent


def database(folder: Path) -> str:
    """The one that the server has made in *folder*."""
    return f"sqlite:///{folder}/consents.sqlite"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has so many addresses without setting up")
@pytest.mark.parametrize("before", [(), FEW_FILES], ids=["", "ulimit -n 256"])
@pytest.mark.fault("server-slow")
@pytest.mark.attack("slow-clients")
def test_a_thousand_slow_clients_keep_nobody_out_and_are_cut_off(
    folder: Path, before: tuple[str, ...], note: Note
) -> None:
    with started(folder, *OPTIONS, before=before) as server, deciding(server.port) as senders:
        with crowded(server.port, SLOW) as crowd:
            until(lambda: crowd.cut_off >= SLOW)
            until(more(senders, 50))
        until(lambda: server.status("readyz") == 200)
        until(more(senders, 50))
        others = [one for one in server.log() if one["event"] != "request"]
    note("1,000 slow clients" + " under ulimit -n 256" * bool(before), senders, database(folder))

    assert set(senders.statuses) <= {0, 200, 429, 503}
    assert len(others) < 50


@pytest.mark.fault("server-killed")
def test_a_server_that_is_killed_again_and_again_has_all_that_it_acknowledged(
    folder: Path, note: Note
) -> None:
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(started(folder, *OPTIONS))
        port = str(server.port)
        senders = stack.enter_context(deciding(server.port))
        for _ in range(5):
            until(more(senders, 50))
            server.process.kill()
            server.process.wait()
            # As systemd does.
            server = stack.enter_context(started(folder, *OPTIONS, "--port", port))
        until(more(senders, 50))
        senders.finish()
    note("kill -9 of the only process, five times", senders, database(folder))


@pytest.mark.fault("server-database")
def test_a_postgresql_that_is_stopped_and_started_again_costs_nothing_but_time(
    folder: Path, postgres_programs: Path, note: Note
) -> None:
    with processes.cluster(postgres_programs) as cluster, contextlib.ExitStack() as stack:
        first = stack.enter_context(contextlib.ExitStack())
        first.enter_context(cluster.running())
        server = stack.enter_context(started(folder, *OPTIONS, "--database", cluster.address))
        senders = stack.enter_context(deciding(server.port))
        until(more(senders, 50))
        first.close()
        until(lambda: server.status("readyz") == 503 and senders.statuses[503])
        assert server.status("healthz") == 200
        stack.enter_context(cluster.running())
        until(more(senders, 50))
        senders.finish()
        note("PostgreSQL stopped and started again", senders, cluster.address)

    assert set(senders.statuses) == {200, 503}


@pytest.mark.fault("server-out")
def test_a_full_disk_costs_nothing_but_time(folder: Path, note: Note) -> None:
    disk = folder / "disk"
    disk.mkdir()
    small = ("unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=6m small "$0" && exec "$@"', str(disk))
    if not shutil.which("unshare") or subprocess.run([*small, "true"], check=False).returncode:
        pytest.skip("only the administrator of this machine may have a small disk")
    with started(folder, *OPTIONS, "--database", f"sqlite:///{disk}/c.sqlite", before=small) as server:
        seen = Path(f"/proc/{server.process.pid}/root{disk}")  # as the server alone sees it
        filler = seen / "filler"
        with deciding(server.port) as senders:
            until(more(senders, 50))
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while file.write(bytes(65_536)):
                    pass
            until(lambda: senders.statuses[503] and server.status("healthz") == 200)
            filler.unlink()
            until(more(senders, 50))
        # It is quiet now; SQLite itself would look for the file outside.
        for part in seen.glob("c.sqlite*"):
            shutil.copy(part, folder)
    note("the disk full, and room again", senders, f"sqlite:///{folder}/c.sqlite")

    assert set(senders.statuses) == {200, 503}
