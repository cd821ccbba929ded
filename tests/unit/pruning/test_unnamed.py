"""Methods of Emscripten's file system that nothing names are dropped, and those of other objects stay."""

from __future__ import annotations

import subprocess
from pathlib import Path

from banner.toolchain import environment

FILES = "var FS={lookupPath(e){return FS.isDir(e)},isDir:e=>e,MAX:3,mkdev(){},quit(){FS.close()},close(){}};"
CALLS = "FS.lookupPath(FS.mkdev())"


def kept(module: str) -> str:
    script = Path(__file__).with_name("unnamed.mjs")
    command = [str(environment.node()), str(script), str(environment.package(""))]
    return subprocess.run(command, input=module, capture_output=True, check=True, encoding="utf-8").stdout


def test_what_nothing_names_goes_and_so_does_what_only_that_names() -> None:
    left = "var FS={lookupPath(e){return FS.isDir(e)},isDir:e=>e,MAX:3,mkdev(){},};"

    assert kept(FILES + CALLS) == left + CALLS


def test_a_method_of_another_object_stays() -> None:
    handler = "new Proxy({},{ownKeys(){return[]},mkdev(){}})"

    assert kept(handler) == handler
