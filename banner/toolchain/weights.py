"""Tells what a first decision takes over the wire, with each runtime: ``python -m banner.toolchain.weights``.

Two sums for each are those of everything up to where Python listens, with either program.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from banner.build import compression, pipeline, runtimes
from banner.toolchain import assets
from banner.toolchain.environment import ROOT
from banner.toolchain.pruning import wasm

_DEMO = ROOT / "site/demo/consent.toml"
# By the name that the build gives a file, without the part that changes with its content.
_BOTH = ("python.js", "extras.js")
# Each program with what it starts from.
_FULL = {"micropython": ("micropython.wasm",), "pyodide": ("pyodide.wasm", "pyodide.zip")}
_PRUNED = {name: (f"{name}.pruned.wasm",) for name in runtimes.NAMES}
_SECTIONS = {wasm.EXPORTS: "exports", wasm.CODE: "code", wasm.DATA: "data"}


@dataclass(frozen=True)
class Weight:
    """Bytes of a file: as it is, and as it travels to browsers that take gzip alone, or Brotli too."""

    plain: int = 0
    gzip: int = 0
    brotli: int = 0

    def __add__(self, other: Weight) -> Weight:
        return Weight(self.plain + other.plain, self.gzip + other.gzip, self.brotli + other.brotli)


def weights(folder: Path) -> dict[str, Weight]:
    """Return what each file in the *folder* of a build's files weighs, by its name without its hash."""
    found = {}
    for file in folder.iterdir():
        if file.suffix not in (".gz", ".br"):
            stem, _, suffix = file.name.rpartition(".")
            name = f"{stem.rpartition('.')[0]}.{suffix}"
            plain = file.stat().st_size
            small = [_size(file.with_name(file.name + form), plain) for form in (".gz", ".br")]
            found[name] = Weight(plain, *small)
    return found


def sums(found: dict[str, Weight], runtime: str) -> tuple[Weight, Weight]:
    """Return what everything weighs up to where Python listens, with the pruned program and the full one."""
    both = (*_BOTH, runtimes.SOURCES[runtime], f"{runtime}.js")
    pruned, full = (
        sum((found[name] for name in (*both, *own[runtime])), Weight()) for own in (_PRUNED, _FULL)
    )
    return pruned, full


def table(found: dict[str, Weight], runtime: str) -> str:
    """Return the table of the files that *runtime* takes."""
    pruned, full = sums(found, runtime)
    files = (*_BOTH, runtimes.SOURCES[runtime], f"{runtime}.js", *_FULL[runtime], *_PRUNED[runtime])
    rows = {
        **{name: found[name] for name in files},
        "**with the full program**": full,
        "**with the pruned program**": pruned,
    }
    return _table("file", rows)


def sections(program: bytes) -> str:
    """Return the table of what a *program* consists of, each part compressed by itself."""
    rows: dict[str, Weight] = {}
    for section in wasm.parse(program):
        forms = [len(encode(section.content)) for encode in compression.encoders().values()]
        name = _SECTIONS.get(section.kind, "all else")
        rows[name] = rows.get(name, Weight()) + Weight(len(section.content), *forms)
    return _table("part of the pruned program", rows)


def _table(head: str, rows: dict[str, Weight]) -> str:
    lines = [f"| {head} | kB | gzip, kB | Brotli, kB |", "|---|--:|--:|--:|"]
    lines += [
        f"| {name} | {one.plain / 1000:,.0f} | {one.gzip / 1000:,.0f} | {one.brotli / 1000:,.0f} |"
        for name, one in rows.items()
    ]
    return "\n".join(lines)


def _size(file: Path, otherwise: int) -> int:
    return file.stat().st_size if file.exists() else otherwise


def main() -> None:
    """Build the demo with each runtime, and print its tables."""
    assets.ensure()
    told = []
    for runtime in runtimes.NAMES:
        with tempfile.TemporaryDirectory() as name:
            pipeline.build(_DEMO, Path(name) / "dist", runtime)
            files = Path(name) / "dist/consent/files"
            (program,) = files.glob(f"{runtime}.pruned.*.wasm")
            told += [table(weights(files), runtime), sections(program.read_bytes())]
    sys.stdout.write("\n\n".join(told) + "\n")


if __name__ == "__main__":
    main()
