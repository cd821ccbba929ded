"""Every check and every test, in one command."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

from banner.building import browsers, environment, validator

# Options of pytest that run the tests of a table and print it (tests/tables.py).
_TABLES = ("--law", "--faults")
_COVERED = ("--cov=banner.core", "--cov=banner.view", "--cov-branch", "--cov-fail-under=100")


def run(arguments: list[str]) -> int:
    """Run everything, or only pytest with the *arguments*, or the browser tests on other engines.

    Gives 0 where all is well, else 1. Each check runs even where one before it has failed; the tests come
    last, and so does their count. The tests of a table are many and share nothing, so they run side by side.
    """
    line = argparse.ArgumentParser(prog="build.py test", add_help=False, allow_abbrev=False)
    line.add_argument("--engine", choices=[*browsers.ENGINES, "all"])
    options, selection = line.parse_known_args(arguments)
    if options.engine:
        from tests.browser.engines import table

        names = list(browsers.ENGINES) if options.engine == "all" else [options.engine]
        return table.run(names, selection)
    # What is not there is installed here, since two processes of pytest would install it twice.
    for name in ["chromium"] if selection else browsers.ENGINES:
        os.environ[f"CONSENT_{name.upper()}"] = str(browsers.program(name))
    validator.java()
    pytest = [sys.executable, "-m", "pytest"]
    if selection:
        beside = ["-n", "2"] if set(_TABLES) & set(selection) else []
        return min(1, _call([*pytest, *beside, *selection]))
    failed = [name for name, command in _linters().items() if not _passes(name, command)]
    covered = _call([*pytest, "-n", "2", "-m", "covered", *_COVERED, "--cov-report=term:skip-covered"])
    together = _call([*pytest, "-n", "3", "--dist", "worksteal", "-m", "not covered and not alone"])
    alone = _call([*pytest, "-m", "alone"])
    others = ("--browser", "firefox", "--browser", "webkit")
    smoke = _call([*pytest, "tests/browser", "-n", "2", "-m", "smoke", *others])
    if failed:
        sys.stdout.write(f"failed before the tests: {', '.join(failed)}\n")
    return 1 if failed or covered or together or alone or smoke else 0


def _linters() -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    compiler = environment.package("typescript") / "bin/tsc"
    return {
        "ruff check": [*python, "ruff", "check"],
        "ruff format": [*python, "ruff", "format", "--check"],
        "mypy": [*python, "mypy"],
        "tsc": [str(environment.node()), str(compiler), "-p", "banner/client/tsconfig.json"],
    }


def _passes(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    code = _call(command)
    verdict = "FAILED" if code else "passed"
    sys.stdout.write(f"{name}: {verdict} ({time.monotonic() - started:.1f} s)\n")
    sys.stdout.flush()
    return not code


def _call(command: list[str]) -> int:
    return subprocess.run(command, cwd=environment.ROOT, check=False).returncode  # noqa: S603 - ours
