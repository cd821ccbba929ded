"""The interpreters that the browser gets: each with PyScript in one module, out of their npm packages.

They are served by the site itself: an address of a public host would be a third-party request before consent.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from banner.toolchain import snapshot
from banner.toolchain.cache import cached
from banner.toolchain.environment import SetUpError, node, package
from banner.toolchain.pruning import profile, prune

_CLIENT = Path(__file__).parent.parent / "client/runtimes"
_STEPS = [Path(__file__).with_name(name) for name in ("bundle.mjs", "changes.mjs", "shield.mjs")]
_MICROPYTHON = "@micropython/micropython-webassembly-pyscript"
# What a pruned program calls before it ends, as client/runtimes/pruned.js hears it.
SIGNAL = "_abort_js"
PACKAGES = {"micropython": _MICROPYTHON, "pyodide": "pyodide"}


def files(name: str) -> dict[str, bytes]:
    """Return the assets of the runtime called *name*, by their names."""
    found = {"js": _module(name), **_files(name), **_spare(name)}
    return {f"{name}.{kind}": content for kind, content in found.items()}


def _files(name: str) -> dict[str, bytes]:
    if name == "micropython":
        return {"wasm": (package(_MICROPYTHON) / "micropython.wasm").read_bytes()}
    program = (package("pyodide") / "pyodide.asm.wasm").read_bytes()
    called = profile.read(program)
    return {
        "wasm": program,
        "pruned.wasm": prune.pruned(program, called, SIGNAL),
        "memory": snapshot.memory(),
    }


def _spare(name: str) -> dict[str, bytes]:
    if name == "micropython":
        return {}
    return {"zip": (package("pyodide") / "python_stdlib.zip").read_bytes()}


def _module(name: str) -> bytes:
    """Return PyScript and the interpreter in one module."""
    entry = _CLIENT / f"{name}.js"
    sources = [*sorted(_CLIENT.glob("*.js")), *_STEPS]
    packages = [package(one) / "package.json" for one in ("@pyscript/core", "polyscript", PACKAGES[name])]
    return cached(lambda: _bundled(entry), name, *[file.read_bytes() for file in (*sources, *packages)])


def _bundled(entry: Path) -> bytes:
    result = subprocess.run(  # noqa: S603 - our own script, on files of ours
        [node(), _STEPS[0], entry, package("")], capture_output=True, check=False
    )
    if result.returncode:
        raise SetUpError(f"{entry} cannot be bundled:\n{result.stderr.decode()[:2000]}")
    return result.stdout
