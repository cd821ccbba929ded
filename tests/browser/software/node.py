"""Programs of Node, which find the packages of others."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from banner.toolchain import environment

if TYPE_CHECKING:
    from pathlib import Path


# Programs that would tell their makers that they run.
SILENT = {"ASTRO_TELEMETRY_DISABLED": "1", "NEXT_TELEMETRY_DISABLED": "1"}


def run(command: list[str], packages: Path, text: str = "", folder: Path | None = None) -> str:
    """Return what a *command* of Node says, which finds *packages* and reads *text*, in a *folder*.

    Raises :class:`AssertionError` with what it said where it fails.
    """
    ended = subprocess.run(
        [str(environment.node()), *command],
        input=text,
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={**os.environ, **SILENT, "NODE_PATH": str(packages)},
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout
