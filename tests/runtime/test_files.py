"""MicroPython's files in a page: what is written is read and imported, and all else is refused."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from banner import resources
from banner.toolchain import environment

OURS = """
import os, sys
os.mkdir("/ours")
"""
REFUSED = """
try:
    {}
except OSError as error:
    print(error.errno)
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("micropython")
    names = {"micropython.js": "micropython.mjs", "micropython.wasm": "micropython.wasm"}
    for asset, name in names.items():
        (folder / name).write_bytes(resources.data(asset))
    return [str(folder / name) for name in names.values()]


def said(files: list[str], source: str) -> list[list[str]]:
    """Return what Python's *source* says, and where."""
    ended = subprocess.run(
        [environment.node(), Path(__file__).with_name("files.mjs"), *files],
        input=OURS + source,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    told: list[list[str]] = json.loads(ended.stdout)
    return told


def test_what_is_written_is_read_in_pieces_and_imported(files: list[str]) -> None:
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
    assert said(files, source) == [["log", one] for one in ("text  = ", "9000", "Größe 9000", "0")]


def test_pyscript_is_there_and_what_goes_wrong_is_told_apart(files: list[str]) -> None:
    source = "from pyscript import document, ffi, window\nprint(os.getcwd())\nsys.stderr.write('no\\n')"

    assert said(files, source) == [["log", "/"], ["error", "no"]]


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
def test_what_is_not_there_and_what_nobody_needs_is_refused(files: list[str], call: str, number: int) -> None:
    assert said(files, REFUSED.format(call)) == [["log", str(number)]]
