"""The browser tests on one engine or all, and the table that says what came of it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from banner.toolchain import environment
from tests.support import browsers
from tests.tables import REPORTS, between, keep, markdown

REPORT = REPORTS / "engines.md"
_HEADS = ("engine", "version", "runtime", "passed", "failed", "not run")
_NAMES = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKit"}


class Outcome(NamedTuple):
    """What came of one test; ``reason`` where it was not run."""

    engine: str
    version: str
    runtime: str
    result: str
    reason: str = ""


def run(names: list[str], arguments: list[str]) -> int:
    """Run the browser tests, or those that *arguments* of pytest select, on each of *names*; print the table.

    Each runs with its examples, on both runtimes; with ``--thorough`` among the *arguments*, with all inputs.
    With ``--write`` the report keeps it, beside what it says of the other engines. Gives 0 where all is well,
    else 1.
    """
    selection = [one for one in arguments if one != "--write"]
    for name in names:
        browsers.program(name)
    outcomes: list[Outcome] = []
    code = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, more) in enumerate((name, more) for name in names for more in _CALLS):
            report = Path(folder) / f"{number}.xml"
            pytest = [sys.executable, "-m", "pytest", "tests/browser", "--every-test", "--browser", name]
            command = [*pytest, *more, *selection, f"--junitxml={report}", "-o", "junit_family=xunit1"]
            ended = subprocess.run(command, cwd=environment.ROOT, check=False)
            code |= ended.returncode not in (0, _NOTHING_SELECTED)
            if not report.exists():
                # Whatever was wrong with the arguments, pytest has said it.
                return ended.returncode
            outcomes += read(report.read_text(encoding="utf-8"))
    table = render(outcomes)
    sys.stdout.write(f"\n{table}\n")
    if selection != arguments:
        old = between(REPORT.read_text(encoding="utf-8"), "engines")
        keep(REPORT, "engines", render(outcomes, old))
    return int(code)


# What measures time runs with nothing beside it.
_CALLS = (["-n", "2", "-m", "not alone"], ["-m", "alone"])
_NOTHING_SELECTED = 5


def read(report: str) -> list[Outcome]:
    """The outcomes in a report of pytest, where a runtime was at work; the worst of each test counts."""
    found: dict[str, Outcome] = {}
    for case in ET.fromstring(report).iter("testcase"):  # noqa: S314 - pytest has just written it
        told = {one.get("name"): one.get("value", "") for one in case.iter("property")}
        if "runtime" not in told:
            continue
        skipped = case.find("skipped")
        broken = case.find("failure") is not None or case.find("error") is not None
        result = "failed" if broken else "passed" if skipped is None else "not run"
        reason = "" if skipped is None else skipped.get("message", "")
        name = f"{case.get('classname')}.{case.get('name')}"
        if name not in found or result == "failed":
            found[name] = Outcome(told["engine"], told["version"], told["runtime"], result, reason)
    return list(found.values())


def render(outcomes: list[Outcome], old: str = "") -> str:
    """The table in Markdown, and below it why a test was not run; *old* has the say of other engines."""
    counts = Counter((one.engine, one.version, one.runtime, one.result) for one in outcomes)
    results = ("passed", "failed", "not run")
    rows = [
        (_NAMES[engine], version, runtime, *(str(counts[engine, version, runtime, one]) for one in results))
        for engine, version, runtime in {one[:3] for one in outcomes}
    ]
    heads, line, *told = markdown(_HEADS, rows).splitlines()
    left_out = Counter((one.engine, one.reason) for one in outcomes if one.result == "not run")
    reasons = [f"- {_NAMES[engine]}, {count}: {reason}" for (engine, reason), count in left_out.items()]
    others = tuple(name for engine, name in _NAMES.items() if engine not in {one.engine for one in outcomes})
    told += [row for row in old.splitlines() if row.startswith(tuple(f"| {name} |" for name in others))]
    reasons += [row for row in old.splitlines() if row.startswith(tuple(f"- {name}," for name in others))]
    why = ["", "Not run, and why:", "", *sorted(reasons)] if reasons else []
    return "\n".join([heads, line, *sorted(told), *why])
