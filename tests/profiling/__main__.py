"""Writes the profile of an interpreter anew: ``python -m tests.profiling pyodide``, or ``micropython``.

It takes some minutes. Tests that are named run in place of those of :data:`TESTS`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from banner.build import runtimes
from banner.toolchain import runtime, snapshot
from banner.toolchain.environment import ROOT
from banner.toolchain.pruning import instrument, profile, started
from tests.profiling import tables
from tests.profiling.profile import Profile

# What Python does by itself, and what visitors have it do; the name of one keeps it out of other runs.
TESTS = (
    "tests/runtime/test_parity.py",
    "tests/runtime/test_garbled.py",
    "tests/profiling/widely.py",
    "tests/browser/accessibility/test_keyboard.py",  # the history among it
    *(
        f"tests/browser/consent/test_{name}.py"
        for name in (
            *("account", "changes", "decisions", "erasure", "exempt", "languages", "log_server", "opt_out"),
            *("privacy_signal", "regions", "return_visits", "tabs", "without_python"),
        )
    ),
)
# Under Node Pyodide goes by the name that it gives itself.
_ON = {
    "micropython": "micropython and not firefox and not webkit",
    "pyodide": "(chromium and pyodide) or (cpython and not micropython)",
}

_NOTED = {"micropython": instrument.of_parts, "pyodide": instrument.of_functions}


def main(name: str, tests: list[str]) -> int:
    """Run *tests* on an instrumented interpreter, that of the runtime called *name*; write what they call."""
    program = runtime.program(name)
    begun = _begun(program) if name == "pyodide" else ()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        instrumented = runtime.with_ours(name, instrument.instrumented(program, _NOTED[name]))
        running = Profile(name, program, instrumented, Path(folder), *begun)
        with running.in_place(patch):
            code = pytest.main(["-k", _ON[name], *tests], [running])
        called, named = running.called(), running.named()
    sys.stderr.write(f"{len(called)} functions or parts of them run, and {len(named)} functions in Python\n")
    if code:
        sys.stderr.write("the profile stays as it is, since not all tests have passed\n")
        return 1
    found = tables.found(program) if name == "pyodide" else ()
    profile.write(program, called, named, found, profile.FILES[name])
    return 0


def _begun(program: bytes) -> tuple[bytes, dict[str, list[int]]]:
    """Return the instrumented *program* that has started, and where in memory functions in Python begin."""
    memory, places = snapshot.whole()
    return instrument.instrumented(started.started(program, memory, None)), places


if __name__ == "__main__":
    chosen, *those = sys.argv[1:]
    if chosen not in runtimes.NAMES:
        sys.exit(f"{chosen}: there is no such runtime; one of {', '.join(runtimes.NAMES)}")
    sys.exit(main(chosen, those or [str(ROOT / one) for one in TESTS]))
