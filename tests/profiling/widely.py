"""A browser's Python does much more than a decision takes, so that the profile has what a rare one takes."""

from __future__ import annotations

import pytest

from tests.profiling import texts
from tests.runtime.conftest import Interpreter

_ROUNDS = 30_000


def test_whatever_python_may_come_to_do_pyodide_does_under_cpython() -> None:
    running = Interpreter("cpython")

    assert running.call("tests.profiling.broad", _ROUNDS) > _ROUNDS
    running.end()


def test_whatever_python_may_come_to_do_micropython_does() -> None:
    running = Interpreter("micropython")
    more = {"tests/profiling/written.py": texts.module()}

    given = {"CALLS": texts.CALLS, "rounds": _ROUNDS}
    assert running.call("tests.profiling.broad_small", given, more) > 20_000
    # It has had to say what goes wrong in what it was not waited for.
    with pytest.raises(AssertionError, match="Traceback"):
        running.end()
