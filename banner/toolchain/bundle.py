"""Gathers the Python that travels to the browser."""

from __future__ import annotations

import ast
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import python_minifier

from banner.toolchain import lowering
from banner.toolchain.cache import cached

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
MAIN = "banner.browser.main"
BOOT = ROOT / "banner/browser/boot.py"


def modules(start: str) -> dict[str, Path]:
    """Return all modules of ours that *start* imports, itself and packages on the way included, by path."""
    found: dict[str, Path] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        file = _file(name)
        path = file.relative_to(ROOT).as_posix()
        if path in found:
            continue
        found[path] = file
        package = name.rpartition(".")[0]
        waiting += [*_imports(file), *([package] if package else [])]
    return dict(sorted(found.items()))


def program() -> str:
    """Return our modules, lowered, and their start: the same for every site, which comes as ``SITE``.

    MicroPython has the modules in its own program (``compiled.py``).
    """
    files = json.dumps(sources(), sort_keys=True)
    boot = python_minifier.minify(BOOT.read_text(encoding="utf-8"), preserve_globals=["FILES", "SITE"])
    return f"FILES={files}\n{boot}\n"


def sources(start: str = MAIN) -> dict[str, str]:
    """Return the modules that :func:`modules` finds from *start* on, lowered, by their paths."""
    return {path: lowered(file) for path, file in modules(start).items()}


def lowered(file: Path) -> str:
    """Return what :func:`lowering.lowered` gives, which the file, the tool and who runs it decide."""
    how = Path(lowering.__file__).read_bytes()
    return cached(
        lambda: lowering.lowered(file).encode(),
        file.read_bytes(),
        how,
        version("python-minifier"),
        sys.version,
    ).decode()


def _file(name: str) -> Path:
    base = ROOT / name.replace(".", "/")
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def _imports(file: Path) -> Iterator[str]:
    """Give the modules of ours that *file* imports when it runs."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("banner"):
            yield node.module
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name for name in names if _file(name).exists())
