"""MicroPython's files in a page: what is written is read and imported, and all else is refused."""

from __future__ import annotations

import json
import subprocess
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from banner import resources
from banner.toolchain import environment, runtime
from banner.toolchain.compiled import with_python

Said = Callable[[str], list[list[str]]]

OURS = """
import os, sys
def main(_):
    os.mkdir("/ours")
"""
REFUSED = """
try:
    {}
except OSError as error:
    print(error.errno)
"""


@pytest.fixture(scope="module")
def pyscript() -> dict[str, str]:
    return runtime.pyscript()


@pytest.fixture
def said(tmp_path: Path, pyscript: dict[str, str]) -> Said:
    """Return what Python's source says where a site's Python starts, and where it says that."""

    def say(source: str) -> list[list[str]]:
        main = OURS + textwrap.indent(source, "    ")
        packages = {"banner/__init__.py": "", "banner/browser/__init__.py": ""}
        files = {
            "micropython.mjs": resources.data("micropython.js"),
            "micropython.wasm": with_python(
                runtime.program("micropython"), {**pyscript, **packages, "banner/browser/main.py": main}
            ),
        }
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        script = Path(__file__).with_name("files.mjs")
        ended = subprocess.run(
            [environment.node(), script, *(tmp_path / name for name in files)],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        told: list[list[str]] = json.loads(ended.stdout)
        return told

    return say


def test_what_is_written_is_read_in_pieces_and_imported(said: Said) -> None:
    source = """
with open("/ours/module.py", "w") as file:
    file.write("text = 'Größe'\\n")
    file.write("size = " + repr("x" * 9_000) + "\\n")
with open("/ours/module.py") as file:
    print(file.read(4), file.read(3))
    print(file.read().count("x"))
sys.path.insert(0, "/ours")
import module
print(module.text, len(module.size))
with open("/ours/module.py", "w") as file:
    file.write("")
print(len(open("./ours//module.py").read()))
"""
    assert said(source) == [["log", one] for one in ("text  = ", "9000", "Größe 9000", "0")]


def test_pyscript_is_there_and_what_goes_wrong_is_told_apart(said: Said) -> None:
    source = "from pyscript import document, ffi, window\nprint(os.getcwd())\nsys.stderr.write('no\\n')"

    assert said(source) == [["log", "/"], ["error", "no"]]


@pytest.mark.parametrize(
    ("call", "number"),
    [
        ("os.mkdir('/ours')", 20),
        ("open('/ours/none')", 44),
        ("open('/ours')", 44),
        ("os.listdir('/')", 44),
        ("os.remove('/ours')", 52),
        ("os.rename('/ours', '/theirs')", 52),
        ("os.chdir('/ours')", 52),
    ],
)
def test_what_is_not_there_and_what_nobody_needs_is_refused(said: Said, call: str, number: int) -> None:
    assert said(REFUSED.format(call)) == [["log", str(number)]]
