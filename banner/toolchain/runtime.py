"""The interpreters that the browser gets: each with PyScript in one module, out of their npm packages.

They are served by the site itself: an address of a public host would be a third-party request before consent.
"""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

from banner.toolchain import bundle, compiled, snapshot
from banner.toolchain.cache import cached
from banner.toolchain.environment import SetUpError, node, package
from banner.toolchain.pruning import frozen, profile, prune, started, tables

_CLIENT = Path(__file__).parent.parent / "client/runtimes"
_STEPS = [
    Path(__file__).with_name(f"{name}.mjs")
    for name in ("bundle", "changes", "shield", "stdlib", "unlinked", "unnamed")
]
# What a pruned program calls before it ends, as client/runtimes/pruned.js hears it.
SIGNAL = "_abort_js"
PACKAGES = {"micropython": "@micropython/micropython-webassembly-pyscript", "pyodide": "pyodide"}
_PROGRAMS = {"micropython": "micropython.wasm", "pyodide": "pyodide.asm.wasm"}


def files(name: str) -> dict[str, bytes]:
    """Return the assets of the runtime called *name*, by their names."""
    script = _module(name)
    programs = {"wasm": program(name), "pruned.wasm": _pruned(name, script)}
    found = {"js": script, **{kind: with_ours(name, one) for kind, one in programs.items()}}
    if name == "pyodide":
        found["zip"] = (package("pyodide") / "python_stdlib.zip").read_bytes()
    return {f"{name}.{kind}": content for kind, content in found.items()}


def with_ours(name: str, given: bytes) -> bytes:
    """Return the program *given* of the runtime called *name* with our Python, where it brings that along."""
    if name != "micropython":
        return given
    return compiled.with_python(given, {**pyscript(), **bundle.sources()})


def pyscript() -> dict[str, str]:
    """Return the Python of PyScript by its paths."""
    path = package("@pyscript/core") / "src/stdlib/pyscript.js"
    steps = [file.read_bytes() for file in (*_STEPS, path)]
    listed = cached(lambda: _told("stdlib", path), "stdlib", *steps)
    folders: dict[str, dict[str, str]] = json.loads(listed)
    return {f"{folder}/{name}": text for folder, files in folders.items() for name, text in files.items()}


def program(name: str) -> bytes:
    """Return the full program of the runtime called *name*."""
    return (package(PACKAGES[name]) / _PROGRAMS[name]).read_bytes()


def _pruned(name: str, script: bytes) -> bytes:
    """Return the program of the runtime called *name* without what is not called, for its *script*."""
    full = program(name)
    called = profile.read(full, profile.FILES[name])
    if name == "micropython":
        return prune.pruned_to_parts(frozen.pruned(full), called, SIGNAL)
    memory = snapshot.memory()
    content = tables.emptied(memory.content, profile.tables(profile.FILES[name]), full, called)
    begun = started.started(full, replace(memory, content=content), named(script))
    return prune.pruned(begun, called, SIGNAL)


def named(script: bytes) -> set[str]:
    """Return whatever the *script* may ask a program for, by name."""
    return set(re.findall(r"[\w$]+", script.decode()))


def _module(name: str) -> bytes:
    """Return PyScript and the interpreter in one module."""
    entry = _CLIENT / f"{name}.js"
    sources = [*sorted(_CLIENT.glob("*.js")), *_STEPS]
    packages = [
        package(one) / "package.json" for one in ("@pyscript/core", "polyscript", "terser", PACKAGES[name])
    ]
    return cached(
        lambda: _told("bundle", entry, package("")),
        name,
        *[file.read_bytes() for file in (*sources, *packages)],
    )


def _told(step: str, entry: Path, *more: Path) -> bytes:
    """Return what the script of a *step* tells of *entry*. Raises :class:`SetUpError` where it cannot."""
    script = Path(__file__).with_name(f"{step}.mjs")
    result = subprocess.run([node(), script, entry, *more], capture_output=True, check=False)  # noqa: S603 - our own
    if result.returncode:
        raise SetUpError(f"{entry} cannot be bundled:\n{result.stderr.decode()[:2000]}")
    return result.stdout
