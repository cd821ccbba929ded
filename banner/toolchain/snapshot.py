"""The memory of a Pyodide that has started: a browser carries on from there instead of starting one."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from banner.toolchain import bundle
from banner.toolchain.cache import cached
from banner.toolchain.environment import SetUpError, node, package

_SCRIPT = Path(__file__).with_suffix(".mjs")
# What PyScript's own Python and ours import of the standard library; the browser gets nothing else of it.
_STANDARD = ("asyncio", "base64", "html", "inspect", "io", "json", "pathlib")
# Ours that a browser is needed for cannot be imported before there is one.
_LATER = "banner/browser/"


def memory() -> bytes:
    """Return the snapshot, compressed with gzip; the same sources give the same bytes.

    Raises :class:`banner.toolchain.environment.SetUpError` where it cannot be made.
    """
    ours = {path: file for path, file in bundle.modules(bundle.MAIN).items() if not path.startswith(_LATER)}
    files = {path: bundle.lowered(file) for path, file in ours.items()}
    names = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in files]
    task = json.dumps({"files": files, "imports": [*_STANDARD, *names]})
    version = (package("pyodide") / "package.json").read_bytes()
    return cached(lambda: _made(task), task, version, _SCRIPT.read_bytes())


def _made(task: str) -> bytes:
    result = subprocess.run(  # noqa: S603 - our own script
        [node(), _SCRIPT, package("")], input=task.encode(), capture_output=True, check=False
    )
    if result.returncode:
        raise SetUpError(f"the snapshot of Pyodide cannot be made:\n{result.stderr.decode()[:2000]}")
    return result.stdout
