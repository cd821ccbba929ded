"""Fresh databases of each kind that there is on this machine, for what measures the log."""

from __future__ import annotations

import contextlib
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.server import processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager


def kinds() -> dict[str, Callable[[], AbstractContextManager[str]]]:
    """By the name of each kind what gives the address of a fresh database; nothing is started before."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found: dict[str, Callable[[], AbstractContextManager[str]]] = {"SQLite": _sqlite}
    if programs:
        found["PostgreSQL"] = partial(processes.postgres, programs[-1])
    return found


@contextlib.contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/log.sqlite"
