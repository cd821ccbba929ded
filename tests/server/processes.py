"""Programs that a test starts: they end with it, also where it fails, and with whoever runs the tests."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

# Waits for the end of its input, which comes when the one who has started it ends in whatever way.
_GUARD = '"$@" & cat >/dev/null; kill -s "$0" $! 2>/dev/null; wait'
_READY = "ready to accept connections"


@contextlib.contextmanager
def guarded(program: list[str], end: str, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run *program*; in the end, or when this process is gone, it gets the signal *end*; waits for it."""
    guard = subprocess.Popen(
        ["/bin/sh", "-c", _GUARD, end, *program], stdin=subprocess.PIPE, text=True, **options
    )
    try:
        yield guard
    finally:
        guard.communicate()


@contextlib.contextmanager
def postgres(programs: Path) -> Iterator[str]:
    """Run a fresh PostgreSQL, of those *programs*, and give its address."""
    with cluster(programs) as fresh, fresh.running():
        yield fresh.address


@dataclass(frozen=True)
class Cluster:
    """PostgreSQL whose data are in *folder*; it can be started, stopped and started again."""

    programs: Path
    folder: Path
    options: dict[str, Any]

    @property
    def address(self) -> str:
        """The address of its database, while it runs."""
        return f"postgresql+psycopg://shop@/postgres?host={self.folder}"

    @property
    def data(self) -> str:
        """The folder of the data."""
        return str(self.folder / "data")

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Run it; in the end it stops at once, without a word to anybody."""
        start = [str(self.programs / "postgres"), "-D", self.data, "-k", str(self.folder)]
        with guarded(
            [*start, "-c", "listen_addresses="], "QUIT", stderr=subprocess.PIPE, **self.options
        ) as server:
            _wait_until_ready(server)
            yield


@contextlib.contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """Make a fresh PostgreSQL, of those *programs*, which nobody has started."""
    # Not below the folders of pytest: those of root are closed to others, and the path of a socket is short.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    options: dict[str, Any] = {"cwd": folder, "env": {**os.environ, "LC_ALL": "C"}}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        owner = _somebody()
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        options |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    try:
        fresh = Cluster(programs, folder, options)
        init = [str(programs / "initdb"), "-D", fresh.data, "-A", "trust", "-U", "shop", "-E", "UTF8", "-N"]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL, **options)
        yield fresh
    finally:
        shutil.rmtree(folder)


def _somebody() -> pwd.struct_passwd:
    """The user that comes with PostgreSQL, or else nobody."""
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _wait_until_ready(server: subprocess.Popen[str]) -> None:
    assert server.stderr
    told = []
    for line in server.stderr:
        told.append(line)
        if _READY in line:
            # Whatever else it has to tell: nobody reads it, and nothing waits for that.
            threading.Thread(target=deque, args=(server.stderr, 0), daemon=True).start()
            return
    raise RuntimeError("".join(told))
