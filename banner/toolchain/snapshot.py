"""The memory of a Pyodide that has started: a browser carries on from there instead of starting one."""

from __future__ import annotations

import gzip
import json
import re
import struct
import subprocess
import zipfile
from pathlib import Path

from banner.toolchain import bundle
from banner.toolchain.cache import cached
from banner.toolchain.environment import SetUpError, node, package
from banner.toolchain.pruning import profile, wasm
from banner.toolchain.pruning.started import Memory

_SCRIPT = Path(__file__).with_suffix(".mjs")
INSIDE = Path(__file__).parent / "pruning/inside.py"
# What PyScript's own Python and ours import of the standard library; the browser gets nothing else of it.
_STANDARD = ("asyncio", "base64", "html", "inspect", "io", "json", "pathlib")
_NAME = re.compile(rb"(?<![\w.])[A-Za-z_][\w.]+(?=\0)")
# Ours that a browser is needed for cannot be imported before there is one.
_LATER = "banner/browser/"
# What stands before the memory: the ends of the stack, and the length of Pyodide's header.
_NUMBERS = struct.Struct("<3I")


def memory() -> Memory:
    """Return the memory; the same sources give the same bytes.

    Raises :class:`banner.toolchain.environment.SetUpError` where it cannot be made.
    """
    task = _task(profile.python(profile.FILES["pyodide"]))
    versions = [(package(one) / "package.json").read_bytes() for one in ("pyodide", "@pyscript/core")]
    return _read(cached(lambda: _made(task)[0], task, *versions, _SCRIPT.read_bytes()))


def whole() -> tuple[Memory, dict[str, list[int]]]:
    """Return the memory with all functions, and where each of them begins in it, by its name.

    The byte there changes when the function is called for the first time.
    """
    content, places = _made(_task(None))
    return _read(content), json.loads(places)


def _read(told: bytes) -> Memory:
    """Return the memory of which the script has *told*."""
    content = gzip.decompress(told)
    limit, base, length = _NUMBERS.unpack_from(content)
    start = _NUMBERS.size + length
    return Memory(content[_NUMBERS.size : start], content[start:], limit, base)


def _task(called: list[str] | None) -> str:
    """Return what the script is asked for, with the functions that are *called*, or with all of them."""
    ours = bundle.sources()
    files = {path: text for path, text in ours.items() if not path.startswith(_LATER)}
    later = [bundle.BOOT.read_text("utf-8"), *(text for path, text in ours.items() if path not in files)]
    names = [path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in files]
    script = INSIDE.read_text("utf-8")
    imports = [*_STANDARD, *names]
    task = {"files": files, "imports": imports, "script": script, "called": called, "later": later}
    return json.dumps({**task, "asked": _asked()})


def _asked() -> list[str]:
    """Return the modules of the library that the program itself names, and what it may ask them for.

    No code in Python tells of that. Other names of the program are none of a module's.
    """
    program = (package("pyodide") / "pyodide.asm.wasm").read_bytes()
    data = wasm.content(wasm.parse(program), wasm.DATA)
    names = {name.decode() for name in _NAME.findall(data)}
    found = set()
    with zipfile.ZipFile(package("pyodide") / "python_stdlib.zip") as library:
        for path in library.namelist():
            module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            if path.endswith(".py") and module in names:
                found |= {module, *re.findall(r"[A-Za-z_]\w+", library.read(path).decode())}
    return sorted(names & found)


def _made(task: str) -> tuple[bytes, bytes]:
    """Return what the script gives: the memory, and what it tells of it."""
    result = subprocess.run(  # noqa: S603 - our own script
        [node(), _SCRIPT, package("")], input=task.encode(), capture_output=True, check=False
    )
    if result.returncode:
        raise SetUpError(f"the snapshot of Pyodide cannot be made:\n{result.stderr.decode()[:2000]}")
    return result.stdout, result.stderr
