"""Trouble with a disk, made at whatever step of a program that writes."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

_WRITES = ("os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.utime")
_watching: list[Callable[[], None]] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    """Called by Python before each step; what a file is opened with tells whether it is to be written."""
    if not _watching:
        return
    if event in _WRITES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & 3):
        _watching[-1]()


sys.addaudithook(_hook)


@contextlib.contextmanager
def _before_each_write(call: Callable[[], None]) -> Iterator[None]:
    _watching.append(call)
    try:
        yield
    finally:
        _watching.clear()


def writes(work: Callable[[], object]) -> int:
    """Do the *work* and return how often it writes."""
    found: list[int] = []
    with _before_each_write(lambda: found.append(1)):
        work()
    return len(found)


@contextlib.contextmanager
def failing(first: int, error: int, last: int | None = None) -> Iterator[Callable[[], bool]]:
    """Let each write from the *first* to the *last*, or just that one, fail with an *error* of the system.

    Gives what tells whether a write has.
    """
    count = 0

    def call() -> None:
        nonlocal count
        count += 1
        if first <= count <= (last or first):
            raise OSError(error, os.strerror(error))

    with _before_each_write(call):
        yield lambda: count >= first


def killed(at: int, work: Callable[[], object]) -> bool:
    """Do the *work* in a process that is killed before the write that is the *at*-th; tell whether it was."""
    count = 0

    def call() -> None:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def run() -> None:
        with _before_each_write(call):
            work()

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


@contextlib.contextmanager
def without_rights() -> Iterator[Path]:
    """Be somebody who may read a folder and not write there; gives the folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            folder.chmod(0o755)
