"""The interpreters that the browser gets, run under Node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from banner.toolchain import bundle, environment
from banner.toolchain.lowering import lowered

if TYPE_CHECKING:
    from collections.abc import Callable

MODULES = {
    "cpython": "pyodide/pyodide.mjs",
    "micropython": "@micropython/micropython-webassembly-pyscript/micropython.mjs",
}


@pytest.fixture(params=MODULES)
def there(request: pytest.FixtureRequest) -> Callable[[str, object], Any]:
    """Call ``run`` of a Python module with a value, on each interpreter: as a function."""

    def call(entry: str, given: object) -> Any:
        task = {
            "module": str(environment.package(MODULES[request.param])),
            "entry": entry,
            "files": {path: lowered(file) for path, file in bundle.modules(entry).items()},
            "given": given,
        }
        ended = subprocess.run(
            [str(environment.node()), str(Path(__file__).with_name("interpreter.mjs"))],
            input=json.dumps(task),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ended.stderr == ""
        answer = json.loads(ended.stdout)
        assert answer["name"] == request.param
        return answer["told"]

    return call
