"""Writes the profile of Pyodide anew: ``python -m tests.profiling``.

It takes some minutes. Tests that are named run in place of those of :data:`TESTS`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from banner.toolchain import snapshot
from banner.toolchain.environment import ROOT, package
from banner.toolchain.pruning import instrument, profile
from tests.profiling.profile import Profile

# What Python does by itself, and what visitors have it do; the name of one keeps it out of other runs.
TESTS = (
    "tests/runtime/test_parity.py",
    "tests/runtime/test_garbled.py",
    "tests/profiling/widely.py",
    *(
        f"tests/browser/consent/test_{name}.py"
        for name in ("account", "changes", "decisions", "erasure", "return_visits")
    ),
)
_ON_PYODIDE = "(chromium and pyodide) or (cpython and not micropython)"


def main(tests: list[str]) -> int:
    """Run *tests* on an instrumented Pyodide, and write what they call."""
    program = (package("pyodide") / "pyodide.asm.wasm").read_bytes()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        running = Profile(program, instrument.instrumented(program), Path(folder), *snapshot.whole())
        with running.in_place(patch):
            code = pytest.main(["-k", _ON_PYODIDE, *tests], [running])
        called, named = running.called(), running.named()
    sys.stderr.write(f"{len(called)} functions are called, and {len(named)} in Python\n")
    if code:
        sys.stderr.write("the profile stays as it is, since not all tests have passed\n")
        return 1
    profile.write(program, called, named)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or [str(ROOT / one) for one in TESTS]))
