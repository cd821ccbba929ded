"""The interpreters that the browser gets, run under Node."""

from __future__ import annotations

import functools
import json
import subprocess
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from banner.toolchain import bundle, environment
from banner.toolchain.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

MODULES = {
    "cpython": "pyodide/pyodide.mjs",
    "micropython": "@micropython/micropython-webassembly-pyscript/micropython.mjs",
}
_ASKED = "tests.runtime.asked"


class Interpreter:
    """One that runs, for all tests that call it: to start it takes longer than what it does for one."""

    def __init__(self, name: str) -> None:
        self._name = name
        script = Path(__file__).with_name("interpreter.mjs")
        self._process = subprocess.Popen(
            [str(environment.node()), str(script), str(environment.package(MODULES[name]))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def call(self, entry: str, given: object, more: Mapping[str, str] | None = None) -> Any:
        """Call ``run`` of a Python module with a value; *more* has sources of modules that it imports."""
        files = {
            **_modules(_ASKED, self._name),
            **_modules(entry, self._name),
            **_read(more or {}, self._name),
        }
        process = self._process
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(json.dumps({"entry": entry, "files": files, "given": given}) + "\n")
        process.stdin.flush()
        line = process.stdout.readline()
        assert line, process.stderr.read()
        answer = json.loads(line)
        assert answer["name"] == self._name
        return answer["told"]

    def end(self) -> None:
        """Let it go: it must have had nothing to say beside its answers."""
        assert self._process.communicate()[1] == ""


@functools.cache
def _modules(entry: str, name: str) -> dict[str, str]:
    """Return *entry* and what it imports, by path, in base 64, as the interpreter called *name* reads it."""
    return _read(bundle.sources(entry), name)


def _read(sources: Mapping[str, str], name: str) -> dict[str, str]:
    files = {path: source.encode() for path, source in sources.items()}
    if name == "micropython":
        files = {f"{path.removesuffix('.py')}.mpy": compiled(path, text) for path, text in sources.items()}
    return {path: b64encode(content).decode() for path, content in files.items()}


@pytest.fixture(scope="session", params=MODULES)
def interpreter_there(request: pytest.FixtureRequest) -> Iterator[Interpreter]:
    """Each interpreter, running."""
    running = Interpreter(request.param)
    yield running
    running.end()


@pytest.fixture
def there(interpreter_there: Interpreter) -> Callable[[str, object], Any]:
    """Call ``run`` of a Python module with a value, on each interpreter: as a function."""
    return interpreter_there.call
