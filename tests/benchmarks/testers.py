"""What the banner costs who tests a site: `.venv/bin/python -m tests.benchmarks.testers [--write]`.

A test opens a page without a banner, one that is decided before, and one that it answers itself; the three
take turns, in one run of pytest with one browser.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from banner.build import pipeline
from banner.serve import local
from banner.toolchain import environment
from tests import tables
from tests.support import browsers

PROJECT = environment.ROOT / "tests/browser/testing/project"
REPORT = tables.REPORTS / "benchmarks.md"
TIMES = 15
TESTS = f"""
import pytest

again = pytest.mark.parametrize("time", range({TIMES}))


@again
def test_plain(page, time):
    page.goto("/plain.html")
    assert page.title()


@again
@pytest.mark.consent("accept")
def test_decided(page, consent, time):
    page.goto("/")
    assert consent(page).state == "granted"


@again
def test_answered(page, consent, time):
    page.goto("/")
    consent(page).accept_all()
    assert consent(page).state == "granted"
"""
# Each kind in turn: what is slow for a moment is slow for all of them.
IN_TURN = """
def pytest_collection_modifyitems(items):
    items.sort(key=lambda one: one.callspec.params["time"])
"""
WORDS = {
    "plain": "a page without a banner",
    "decided": '`@pytest.mark.consent("accept")`',
    "answered": "`consent(page).accept_all()`",
}


def measure() -> dict[str, float]:
    """The seconds of each kind of test, from its set-up to its end: medians."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "project"
        shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("__pycache__", "test_*.py"))
        pipeline.build(folder / "consent.toml", folder / "dist")
        page = "<!doctype html><html lang=en><title>Plain</title><p>Bread and rolls."
        (folder / "dist/plain.html").write_text(page, encoding="utf-8", newline="\n")
        (folder / "test_costs.py").write_text(TESTS, encoding="utf-8", newline="\n")
        shared = (folder / "conftest.py").read_text(encoding="utf-8")
        (folder / "conftest.py").write_text(shared + IN_TURN, encoding="utf-8", newline="\n")
        with local.running(local.static(folder / "dist")) as base:
            _run(folder, base)
        taken: dict[str, list[float]] = {}
        for case in ET.parse(folder / "told.xml").iter("testcase"):  # noqa: S314 - pytest has written it
            kind = case.attrib["name"].partition("[")[0].removeprefix("test_")
            taken.setdefault(kind, []).append(float(case.attrib["time"]))
    # The first of each kind pays for what is started once.
    return {kind: statistics.median(times[1:]) for kind, times in taken.items()}


def _run(folder: Path, base: str) -> None:
    off = [word for name in ("randomly", "schemathesis", "cacheprovider") for word in ("-p", f"no:{name}")]
    pytest = (sys.executable, "-m", "pytest", "-q")
    subprocess.run(
        [*pytest, "-p", "banner.testing.plugin", *off, "--base-url", base, "--junitxml", "told.xml"],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(environment.ROOT),
            "BROWSER": str(browsers.program("chromium")),
        },
        check=True,
        stdout=sys.stderr,
    )


def main(arguments: list[str]) -> int:
    """Measure, print, and with ``--write`` keep it in the report."""
    found = measure()
    rows = [[WORDS[kind], f"{found[kind]:.2f}", f"{found[kind] / found['plain']:.1f} ×"] for kind in WORDS]
    text = tables.markdown(["the test", "seconds", "of the plain one"], rows)
    sys.stdout.write(text + "\n")
    if "--write" in arguments:
        tables.keep(REPORT, "testers", text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
