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
    # Not below the folders of pytest: those of root are closed to others, and the path of a socket is short.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    options: dict[str, Any] = {"cwd": folder, "env": {**os.environ, "LC_ALL": "C"}}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        owner = _somebody()
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        options |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    try:
        data = str(folder / "data")
        init = [str(programs / "initdb"), "-D", data, "-A", "trust", "-U", "shop", "-E", "UTF8", "-N"]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL, **options)
        start = [str(programs / "postgres"), "-D", data, "-k", str(folder), "-c", "listen_addresses="]
        with guarded(start, "QUIT", stderr=subprocess.PIPE, **options) as server:
            _wait_until_ready(server)
            yield f"postgresql+psycopg://shop@/postgres?host={folder}"
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
