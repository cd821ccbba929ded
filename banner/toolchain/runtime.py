"""The interpreters that the browser gets: each with PyScript in one module, out of their npm packages.

They are served by the site itself: an address of a public host would be a third-party request before consent.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from banner.toolchain import snapshot
from banner.toolchain.cache import cached
from banner.toolchain.environment import SetUpError, node, package
from banner.toolchain.pruning import frozen, profile, prune

_CLIENT = Path(__file__).parent.parent / "client/runtimes"
_STEPS = [
    Path(__file__).with_name(name) for name in ("bundle.mjs", "changes.mjs", "shield.mjs", "unnamed.mjs")
]
# What a pruned program calls before it ends, as client/runtimes/pruned.js hears it.
SIGNAL = "_abort_js"
PACKAGES = {"micropython": "@micropython/micropython-webassembly-pyscript", "pyodide": "pyodide"}
_PROGRAMS = {"micropython": "micropython.wasm", "pyodide": "pyodide.asm.wasm"}


def files(name: str) -> dict[str, bytes]:
    """Return the assets of the runtime called *name*, by their names."""
    found = {"js": _module(name), **_files(name)}
    return {f"{name}.{kind}": content for kind, content in found.items()}


def program(name: str) -> bytes:
    """Return the full program of the runtime called *name*."""
    return (package(PACKAGES[name]) / _PROGRAMS[name]).read_bytes()


def _files(name: str) -> dict[str, bytes]:
    full = program(name)
    called = profile.read(full, profile.FILES[name])
    if name == "micropython":
        return {"wasm": full, "pruned.wasm": prune.pruned_to_parts(frozen.pruned(full), called, SIGNAL)}
    return {"wasm": full, "pruned.wasm": prune.pruned(full, called, SIGNAL), **_pyodides_own()}


def _pyodides_own() -> dict[str, bytes]:
    """Return what Pyodide starts from: its memory, or its standard library with the full program."""
    library = package("pyodide") / "python_stdlib.zip"
    return {"memory": snapshot.memory(), "zip": library.read_bytes()}


def _module(name: str) -> bytes:
    """Return PyScript and the interpreter in one module."""
    entry = _CLIENT / f"{name}.js"
    sources = [*sorted(_CLIENT.glob("*.js")), *_STEPS]
    packages = [
        package(one) / "package.json" for one in ("@pyscript/core", "polyscript", "terser", PACKAGES[name])
    ]
    return cached(lambda: _bundled(entry), name, *[file.read_bytes() for file in (*sources, *packages)])


def _bundled(entry: Path) -> bytes:
    result = subprocess.run(  # noqa: S603 - our own script, on files of ours
        [node(), _STEPS[0], entry, package("")], capture_output=True, check=False
    )
    if result.returncode:
        raise SetUpError(f"{entry} cannot be bundled:\n{result.stderr.decode()[:2000]}")
    return result.stdout
