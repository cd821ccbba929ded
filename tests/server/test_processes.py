"""What a test starts ends with it, and with whoever runs the tests."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from banner.toolchain import bundle
from tests.server.processes import guarded

# Says that it is there, and then holds on to its output for as long as it lives.
PROGRAM = [sys.executable, "-c", "import time; print('there', flush=True); time.sleep(1000)"]
RUNNER = f"""
from tests.server.processes import guarded
with guarded({PROGRAM!r}, "KILL") as started:
    input()
    raise SystemExit("the test fails")
"""


def fails_with(program: list[str]) -> None:
    with guarded(program, "TERM", stdout=subprocess.PIPE) as started:
        assert started.stdout
        assert started.stdout.readline() == "there\n"
        raise ValueError(started)


def test_a_program_ends_with_the_test_that_fails() -> None:
    with pytest.raises(ValueError, match="Popen") as failure:
        fails_with(PROGRAM)

    (started,) = failure.value.args
    # Its output has been read to the end, which comes when nobody is left who could write to it.
    assert started.returncode is not None
    assert started.stdout.closed


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, None])
def test_a_program_ends_with_the_process_that_has_started_it(end: signal.Signals | None) -> None:
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNNER],
        cwd=bundle.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert runner.stdout
    assert runner.stdout.readline() == "there\n"
    if end:
        runner.send_signal(end)
    # The output ends when nobody is left who could write to it.
    assert runner.communicate("\n" if not end else None) == ("", None)
