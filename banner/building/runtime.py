"""The interpreter that the browser gets: PyScript and Pyodide out of their npm packages, on our own origin.

They are never named by the address of a public host: that would be a third-party request before consent.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.building.environment import package

if TYPE_CHECKING:
    from pathlib import Path

# PyScript's core, and its error plugin, which it needs to be told not to put errors into the page.
_PYSCRIPT = ("core.js", "core-*.js", "error-*.js")
# The plugins that a banner has no use for; each would be one more request.
_UNWANTED = (
    "deprecations-manager",
    "donkey",
    "error",
    "py-editor",
    "py-game",
    "py-terminal",
    "codemirror",
)
_PYODIDE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)


@dataclass(frozen=True)
class Runtime:
    """What the page side tells PyScript; addresses are relative to the folder of ``consent.js``."""

    core: str
    interpreter: str
    plugins: tuple[str, ...] = tuple(f"!{name}" for name in _UNWANTED)


def names() -> Runtime:
    """The addresses of the runtime; the folders carry the versions, so that they can be cached for ever."""
    return Runtime(
        core=f"{_folder('@pyscript/core')}/core.js",
        interpreter=f"{_folder('pyodide')}/pyodide.mjs",
    )


def copy(out: Path) -> None:
    """Put the files of the runtime below *out*."""
    _copy("@pyscript/core", "dist", _PYSCRIPT, out)
    _copy("pyodide", ".", _PYODIDE, out)


def _copy(name: str, folder: str, patterns: tuple[str, ...], out: Path) -> None:
    target = out / _folder(name)
    target.mkdir(parents=True, exist_ok=True)
    for pattern in patterns:
        for file in sorted((package(name) / folder).glob(pattern)):
            shutil.copyfile(file, target / file.name)


def _folder(name: str) -> str:
    version = json.loads((package(name) / "package.json").read_text(encoding="utf-8"))["version"]
    return f"{name.strip('@').partition('/')[0]}-{version}"
