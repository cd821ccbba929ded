"""What is in each kilobyte of a first decision: `.venv/bin/python -m tests.benchmarks.kilobytes [--write]`.

The parts of a file share what it weighs with gzip as they would weigh by themselves. What the scripts of
others take in a bundle is what the bundler says, before a second tool shortens them.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from banner.build import compression, pipeline, runtimes
from banner.toolchain import compiled, environment, runtime, weights
from banner.toolchain.pruning import wasm
from tests import tables
from tests.benchmarks import treemap
from tests.benchmarks.contestants import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORT = tables.REPORTS / "kilobytes.md"
PICTURES = environment.ROOT / "site/docs/pictures"
_DEMO = environment.ROOT / "site/demo/consent.toml"
_FILES = ("python.js", "extras.js")
_LEAST = 1 / 300  # of all; what is less is put together
_SECTIONS = {
    1: "types",
    wasm.IMPORTS: "imports",
    3: "types",
    9: "table of functions",
    wasm.EXPORTS: "exports",
}
_SECTIONS |= {wasm.CODE: "functions"}
# Of data: what can be read, one word at least.
_TEXT = re.compile(rb"[\t\n\r -~\0]*[ -~]{4}[\t\n\r -~\0]*")
_PACKAGE = re.compile(r"node_modules/(@[^/]+/[^/]+|[^/]+)/")


def tiles(name: str, folder: Path) -> list[treemap.Tile]:
    """Return what Python on the runtime called *name* loads, from the *folder* of a build's files."""
    own = [f"{name}.js", f"{name}.pruned.wasm"]
    files = {_plain(one): one for one in folder.iterdir() if one.suffix not in (".gz", ".br")}
    found = weights.weights(folder)
    weighed: dict[tuple[str, str], float] = {}
    for file in (*_FILES, runtimes.SOURCES[name], *own):
        shares = {part: _share(one) for part, one in _parts(file, files[file].read_bytes()).items()}
        for part, share in sorted(shares.items(), key=lambda item: -item[1]):
            weighed[file, part] = found[file].gzip * share / sum(shares.values())
    least = _LEAST * sum(weighed.values())
    shown: dict[tuple[str, str], float] = {}
    for (file, part), weight in weighed.items():
        key = (file, part if weight >= least else "all else")
        shown[key] = shown.get(key, 0) + weight
    counts = Counter(file for file, _ in shown)
    return [
        treemap.Tile(file, part if counts[file] > 1 else file, weight, f"{weight / 1000:,.1f} kB")
        for (file, part), weight in shown.items()
    ]


def table(shown: list[treemap.Tile]) -> str:
    """Return the table of what *shown* has."""
    total = sum(one.weight for one in shown)
    rows = [[one.group, one.name, f"{one.weight / 1000:,.1f}", f"{one.weight / total:.1%}"] for one in shown]
    rows.append(["**all**", "", f"**{total / 1000:,.1f}**", ""])
    return tables.markdown(["file", "part", "gzip, kB", "share"], rows)


def _plain(file: Path) -> str:
    """Return the name of a *file* without its hash."""
    stem, _, suffix = file.name.rpartition(".")
    return f"{stem.rpartition('.')[0]}.{suffix}"


def _share(part: bytes | int) -> int:
    """Return how much a part weighs by itself."""
    return part if isinstance(part, int) else len(compression.gzipped(part))


def _parts(file: str, content: bytes) -> dict[str, bytes | int]:
    if file == "banner.py":
        return dict(_python(content.decode()))
    if file.endswith(".wasm"):
        return dict(_program(content))
    if file.removesuffix(".js") in runtimes.NAMES:
        return dict(_bundled(file.removesuffix(".js")))
    return {file: content}


def _python(text: str) -> Iterator[tuple[str, bytes]]:
    """Give each module of ours, and what the site says."""
    start = text.index("FILES=") + len("FILES=")
    modules, end = json.JSONDecoder().raw_decode(text, start)
    for path, source in modules.items():
        yield path.removeprefix("banner/"), source.encode()
    yield "what the site says", (text[:start] + text[end:]).encode()


def _program(program: bytes) -> Iterator[tuple[str, bytes]]:
    found: dict[str, bytes] = {}
    for path, file in compiled.python(program).items():
        yield path.removeprefix("banner/"), file
    for section in wasm.parse(program):
        if section.kind == wasm.CUSTOM:
            continue
        if section.kind == wasm.DATA:
            texts = b"".join(_TEXT.findall(section.content))
            found |= {"data: texts": texts, "data: tables, code in Python": _TEXT.sub(b"", section.content)}
        else:
            name = _SECTIONS.get(section.kind, "all else")
            found[name] = found.get(name, b"") + section.content
    yield from found.items()


def _bundled(name: str) -> Iterator[tuple[str, int]]:
    """Give what each package takes in the module of a runtime."""
    entry = environment.ROOT / f"banner/client/runtimes/{name}.js"
    bundle = environment.ROOT / "banner/toolchain/bundle.mjs"
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [environment.node(), bundle, entry, environment.package(""), told]
        subprocess.run(command, check=True, capture_output=True)
        inputs = json.loads(told.read_text(encoding="utf-8"))
    found: dict[str, int] = {}
    for path, one in inputs.items():
        package = _PACKAGE.search(path)
        key = package[1] if package else "ours"
        if key == runtime.PACKAGES[name]:
            key = Path(path).name
        found[key] = found.get(key, 0) + one["bytesInOutput"]
    yield from found.items()


def main(arguments: list[str]) -> int:
    """Build the demo with each runtime, and print what it weighs; with ``--write`` keep it in the report."""
    for name in runtimes.NAMES:
        with tempfile.TemporaryDirectory() as folder:
            pipeline.build(_DEMO, Path(folder) / "dist", name)
            shown = tiles(name, Path(folder) / "dist/consent/files")
        text = table(shown)
        sys.stdout.write(f"{text}\n\n")
        if "--write" in arguments:
            tables.keep(REPORT, name, text)
            total = sum(one.weight for one in shown) / 1000
            title = f"{NAMES[name].removeprefix('this, ')}: {total:,.0f} kB up to where Python listens"
            file = PICTURES / f"kilobytes-{name}.svg"
            file.write_text(treemap.picture(title, shown), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
