"""The consent log as it was while the demo's shop kept it, out of git's history, for whoever compares.

It judged no entry by the one before, chained no hashes, and held no client to more than one limit.
"""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.toolchain import environment
from tests.benchmarks.log import ASKED, HASH, SHOWN
from tests.server.processes import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMIT = "661ac374098f292e19910c154354b24eaa55b8e1"
PATH = "/api/consent/answers"
_SERVE = """
import os, socket, sys, uvicorn
from pathlib import Path
from banner.core.declaration import Declaration, Purpose, Service, Vendor
from shop.app import application
folder, database, asked, implementation = sys.argv[1:]
services = tuple(Service(one, one, "measurement", "somebody") for one in asked.split(","))
declaration = Declaration(
    "0123456789ab", 180, (Purpose("measurement"),), (Vendor("somebody", "Somebody"),), services
)
site = application(Path(folder), declaration, database, "", answers=1_000_000)
listener = socket.socket(); listener.bind(("127.0.0.1", 0)); listener.listen(512)
print(listener.getsockname()[1], os.getpid(), flush=True)
uvicorn.Server(uvicorn.Config(site, log_level="error", lifespan="on", http=implementation)).run([listener])
"""
_BODIES = """
import json, sys, time
from banner.core.consent import Consent
from banner.core.proof import Entry
from banner.core.record import encode
asked, shown, number = tuple(sys.argv[1].split(",")), sys.argv[2], int(sys.argv[3])
for at in range(number):
    granted, refused = asked[: at % len(asked)], asked[at % len(asked) :]
    given = Consent(
        f"{at}x", int(time.time() * 1000), "accept-selected", "banner", "0123456789ab", granted, refused
    )
    event = "given" if granted else "refused"
    entry = Entry(given.id, event, encode(given), "", shown, "en", "device")
    print(json.dumps({"answers": [entry.plain()]}))
"""


@dataclass(frozen=True)
class Earlier:
    """The earlier log, whose source is in *folder*."""

    folder: Path

    @contextlib.contextmanager
    def running(self, database: str, implementation: str) -> Iterator[tuple[int, int]]:
        """Run it by that *implementation* of HTTP; give its port and its process."""
        with tempfile.TemporaryDirectory() as dist:
            shown = Path(dist) / "consent/texts"
            shown.mkdir(parents=True)
            (shown / f"{HASH}.json").write_text(SHOWN, encoding="utf-8", newline="\n")
            program = [sys.executable, "-c", _SERVE, dist, database, ",".join(ASKED), implementation]
            with guarded(program, "KILL", stdout=subprocess.PIPE, **self._options()) as server:
                assert server.stdout
                port, process = server.stdout.readline().split()
                yield int(port), int(process)

    def bodies(self, number: int) -> list[bytes]:
        """So many decisions, as browsers sent them then."""
        made = subprocess.run(
            [sys.executable, "-c", _BODIES, ",".join(ASKED), HASH, str(number)],
            check=True,
            stdout=subprocess.PIPE,
            **self._options(),
        )
        return made.stdout.splitlines()

    def _options(self) -> dict[str, Any]:
        """Return how Python finds that source, and not this one."""
        path = f"{self.folder}{os.pathsep}{self.folder / 'site'}"
        return {"cwd": self.folder, "env": {**os.environ, "PYTHONPATH": path}}


@contextlib.contextmanager
def taken_out() -> Iterator[Earlier | None]:
    """Take it out of the history; give nothing where this copy of the project has none so old."""
    with tempfile.TemporaryDirectory() as name:
        archive = ["git", "archive", COMMIT, "banner", "site"]
        packed = subprocess.run(archive, cwd=environment.ROOT, check=False, capture_output=True)
        if packed.returncode:
            yield None
            return
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
            files.extractall(name, filter="data")
        yield Earlier(Path(name))
