"""``consent-banner server`` as a program: how it is started, and what it says."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from banner.toolchain import environment
from tests.support.waits import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SERVER = [sys.executable, "-m", "banner.cli", "server"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(environment.ROOT), "PYTHONUNBUFFERED": "1"}


class Running:
    """A server that runs, its log, and whom it can be asked by."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self.process = process
        self._log = log
        until(lambda: any(one["event"] == "listening" for one in self.log()) or process.poll() is not None)
        assert process.poll() is None, log.read_text(encoding="utf-8")
        self.address = next(one["address"] for one in self.log() if one["event"] == "listening")
        self.root = self.address.removesuffix("api/consent/")
        self.port = int(self.root.rpartition(":")[2].strip("/"))
        until(lambda: self.status("readyz") == 200)

    def log(self) -> list[dict[str, Any]]:
        """What it has logged, line by line."""
        text = self._log.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines() if line.endswith("}")]

    def status(self, path: str) -> int:
        """How it answers at *path* below its root; 0 for not at all."""
        try:
            with urllib.request.urlopen(self.root + path) as one:  # noqa: S310 - ours
                return int(one.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


@contextlib.contextmanager
def started(folder: Path, *options: str, before: tuple[str, ...] = ()) -> Iterator[Running]:
    """Start the server over ``dist`` in *folder*, with *options*; *before* is what starts it, if anything."""
    log = folder / "log"
    command = [*before, *SERVER, "dist", "--port", "0", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=output, env=ENVIRONMENT, text=True
        )
    try:
        yield Running(process, log)
    finally:
        process.kill()
        process.wait()
