"""Every check and every test, in one command."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from concurrent import futures
from typing import TYPE_CHECKING

from banner.toolchain import environment
from tests.support import browsers, validator
from tests.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

_COVERED = (
    "--cov=banner.core",
    "--cov=banner.view",
    "--cov-branch",
    "--cov-fail-under=100",
    "--cov-report=term:skip-covered",
)
_NOTHING_SELECTED = 5  # pytest's word for it
_ALONE = "alone"
_MOST = 12  # processes of pytest, each with a browser or two


def run(arguments: list[str]) -> int:
    """Run everything, or only pytest with the *arguments*, or the browser tests on other engines.

    Gives 0 where all is well, else 1. Each part runs even where one before it has failed. The tests of a
    table are many and share nothing, so they run side by side. ``--thorough`` alone runs everything, with all
    inputs instead of examples.
    """
    line = argparse.ArgumentParser(prog="build.py test", add_help=False, allow_abbrev=False)
    line.add_argument("--engine", choices=[*browsers.ENGINES, "all"])
    options, selection = line.parse_known_args(arguments)
    if options.engine:
        from tests.support.engines import table

        names = list(browsers.ENGINES) if options.engine == "all" else [options.engine]
        return table.run(names, selection)
    # Whoever keeps no bytecode would have each process compile all tests again, which takes it some seconds.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # What is not there is installed here, since two processes of pytest would install it twice.
    thorough = selection == ["--thorough"]
    for name in browsers.ENGINES if thorough or not selection else ["chromium"]:
        os.environ[f"CONSENT_{name.upper()}"] = str(browsers.program(name))
    validator.java()
    pytest = [sys.executable, "-m", "pytest"]
    if selection and not thorough:
        beside = ["-n", "2"] if set(TABLES) & set(selection) else []
        return min(1, _call([*pytest, *beside, *selection]))
    return _all([*pytest, *selection])


def _all(pytest: list[str]) -> int:
    """Run every part by this command of *pytest*, tell which one it is, and in the end what came of each."""
    engines = [word for name in browsers.ENGINES for word in ("--browser", name)]
    # A test waits for its browser much of its time: two of them keep a core busy.
    beside = ["-n", str(min(_MOST, 2 * (os.cpu_count() or 2))), "--dist", "worksteal", "--progress", *engines]
    parts: dict[str, Callable[[], bool]] = {
        "style and types": _linted,
        "the core and the views, each line and branch of them": lambda: _tested(
            [*pytest, "tests/unit", "-n", "2", "--progress", "-m", "covered", *_COVERED]
        ),
        "all else: in Chromium, some of it in Firefox and WebKit too": lambda: _tested(
            [*pytest, *beside, "-m", f"not covered and not {_ALONE}"]
        ),
        "what needs the machine for itself": lambda: _tested(
            [*pytest, *_bearing(_ALONE), "--progress", "-m", _ALONE]
        ),
    }
    _say(f"{len(parts)} parts; the last but one takes most of the time, and tells how far it is")
    verdicts = []
    begun = time.monotonic()
    for number, (name, passes) in enumerate(parts.items(), 1):
        _say(f"\npart {number} of {len(parts)}: {name}")
        started = time.monotonic()
        verdict = "passed" if passes() else "FAILED"
        verdicts.append(f"{verdict} in {time.monotonic() - started:.0f} s: {name}")
    _say("\n" + "\n".join(verdicts))
    _say(f"all of it took {time.monotonic() - begun:.0f} s")
    return int(any(one.startswith("FAILED") for one in verdicts))


def _bearing(marker: str) -> list[str]:
    """Return the files of tests that bear *marker*: to collect all others takes some seconds."""
    files = sorted((environment.ROOT / "tests").rglob("test_*.py"))
    return [str(one) for one in files if f"pytest.mark.{marker}\n" in one.read_text(encoding="utf-8")]


def _linted() -> bool:
    """Whether no linter has anything to say; two of them run at a time."""
    linters = _linters()
    with futures.ThreadPoolExecutor(2) as pool:
        return all([*pool.map(_passes, linters, linters.values())])


def _tested(command: list[str]) -> bool:
    """Whether all tests pass; that there are none is no failure."""
    return _call(command) in (0, _NOTHING_SELECTED)


def _linters() -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    style = str(environment.style() / "@biomejs/biome/bin/biome")
    # Those that take longest come first, so that the two that run at a time end together.
    return {
        "tsc, the page side": _compiler("banner/client"),
        "tsc, the tools": _compiler("banner/toolchain"),
        "mypy": [*python, "mypy"],
        "biome": [str(environment.node()), style, "ci", "--error-on-warnings"],
        "arrows between rooms": arrows(),
        "ruff check": [*python, "ruff", "check"],
        "ruff format": [*python, "ruff", "format", "--check"],
    }


def _compiler(folder: str) -> list[str]:
    """Return the command that checks the types of a folder, and those alone that may have changed."""
    known = environment.VENV / f"{folder.replace('/', '-')}.tsbuildinfo"
    compiler = [str(environment.node()), str(environment.package("typescript") / "bin/tsc")]
    return [*compiler, "-p", f"{folder}/tsconfig.json", "--incremental", "--tsBuildInfoFile", str(known)]


def arrows() -> list[str]:
    """Return the command that lints the imports of the package in the folder where it runs."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return [sys.executable, "-c", program, "--no-logo", "--no-cache"]


def _passes(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    ended = subprocess.run(
        command,
        cwd=environment.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    verdict = "FAILED" if ended.returncode else "passed"
    said = ended.stdout if ended.returncode else ""
    _say(f"{said}{name}: {verdict} ({time.monotonic() - started:.1f} s)")
    return not ended.returncode


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _call(command: list[str]) -> int:
    return subprocess.run(command, cwd=environment.ROOT, check=False).returncode
