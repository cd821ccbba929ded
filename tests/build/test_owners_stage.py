"""What an owner runs is quick, and needs neither the toolchain nor anything outside of Python."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

from banner.toolchain import environment

if TYPE_CHECKING:
    from pathlib import Path

ROOT = environment.ROOT
BUILD = """
import json, sys, time
from pathlib import Path
for name in ("brotli", "zopfli"):
    sys.modules[name] = None
from banner.build import pipeline
imported = time.process_time()
pipeline.build(Path("site/demo/consent.toml"), Path(sys.argv[1]))
print(json.dumps({
    "modules": [name for name, module in sys.modules.items() if module],
    "all": time.process_time(),
    "build": time.process_time() - imported,
}))
"""
# What the machine for which the budget is meant does in a second; a slower one takes longer for a build, too.
SECOND = """
import time
started = time.process_time()
value = 0
for number in range(17_000_000):
    value = (value * 31 + number) % 1_000_003
print(time.process_time() - started)
"""


def run(script: str, *arguments: object) -> str:
    """What a fresh process prints that runs *script*."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout


def test_a_build_uses_neither_the_toolchain_nor_programs_nor_the_network(tmp_path: Path) -> None:
    modules = set(json.loads(run(BUILD, tmp_path / "dist"))["modules"])

    assert "banner.build.pipeline" in modules
    assert not [name for name in modules if name.startswith("banner.toolchain")]
    assert not modules & {
        "subprocess",
        "_posixsubprocess",
        "socket",
        "ssl",
        "http.client",
        "asyncio",
        "babel",
    }


def imported(file: Path) -> set[str]:
    """Return the modules that *file* imports anywhere, also for the type checker alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(one.name for one in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            found.update({node.module, *(f"{node.module}.{one.name}" for one in node.names)})
    return found


def test_nothing_that_a_wheel_has_imports_what_it_lacks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lacks = [
        name.removesuffix(".py") for name in project["tool"]["hatch"]["build"]["targets"]["wheel"]["exclude"]
    ]
    modules = tuple(name.replace("/", ".") for name in lacks)
    files = {file.relative_to(ROOT).as_posix(): file for file in (ROOT / "banner").rglob("*.py")}
    has = {path: file for path, file in files.items() if not path.startswith(tuple(lacks))}

    assert {"banner/cli.py", "banner/build/pipeline.py"} <= has.keys()
    assert {
        (path, name)
        for path, file in has.items()
        for name in imported(file)
        if name.startswith((*modules, "tests"))
    } == set()


def test_a_build_in_a_fresh_process_takes_a_second_and_half_of_it_for_itself_at_most(tmp_path: Path) -> None:
    took = json.loads(run(BUILD, tmp_path / "dist"))
    second = float(run(SECOND))

    assert took["all"] <= second
    assert took["build"] <= second / 2
