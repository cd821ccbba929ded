"""The interpreters that the browser gets: each with PyScript in one module, and the files that it fetches.

They are served by the site itself: an address of a public host would be a third-party request before consent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner import resources
from banner.build import output

if TYPE_CHECKING:
    from pathlib import Path

# The one that starts sooner comes first: tests take it. By the end of the name that the interpreter asks for.
_FILES = {
    "micropython": {"wasm": "micropython.pruned.wasm"},
    "pyodide": {"wasm": "pyodide.pruned.wasm"},
}
# What Python starts with: Pyodide gets all of ours there, and the other one brings it along in its program.
SOURCES = {"micropython": "banner.json", "pyodide": "banner.py"}
# The program of which nothing was taken out, and Pyodide's standard library.
_SPARE: dict[str, dict[str, str]] = {
    "micropython": {"full": "micropython.wasm"},
    "pyodide": {"full": "pyodide.wasm", "zip": "pyodide.zip"},
}
NAMES = tuple(_FILES)


@dataclass(frozen=True)
class Runtime:
    """Runtime as the page side is told of it; addresses are relative to the folder of ``consent.js``.

    *module* has the interpreter and PyScript. *files* is what the interpreter fetches, by the end of the name
    that it asks for, and *spare* what it fetches where one of those fails it. *source* names the file that
    Python starts with, and *program* is the text of ours, where the interpreter does not bring it along.
    """

    module: str
    files: dict[str, str]
    spare: dict[str, str]
    source: str
    program: str


def assets(name: str) -> tuple[str, ...]:
    """Return the names of the assets that the runtime called *name* consists of."""
    return (f"{name}.js", *_FILES[name].values(), *_SPARE[name].values())


def spare() -> set[str]:
    """Return the names of the assets that are fetched only where another one has failed a visitor."""
    return {asset for files in _SPARE.values() for asset in files.values()}


def write(name: str, folder: Path) -> Runtime:
    """Write the runtime called *name*, one of :data:`NAMES`, below *folder*."""
    return Runtime(
        module=output.ready(folder, f"{name}.js"),
        files={kind: output.ready(folder, asset) for kind, asset in _FILES[name].items()},
        spare={kind: output.ready(folder, asset) for kind, asset in _SPARE[name].items()},
        source=SOURCES[name],
        program=resources.text(resources.PROGRAM) if SOURCES[name].endswith(".py") else "",
    )
