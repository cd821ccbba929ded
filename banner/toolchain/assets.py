"""Makes ``banner/assets/``: all that is the same for every site, shortened, lowered and compressed.

In a clone that is done anew when one of its sources has changed; what is installed has it, and no sources.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
import time
from concurrent import futures
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import brotli

from banner import __version__, resources
from banner.build import compression, runtimes
from banner.toolchain import bundle, client, environment, licences, locales, materials, runtime
from banner.toolchain.cache import cached

if TYPE_CHECKING:
    from collections.abc import Iterator

_STAMP = "made-of"
_BANNER = Path(__file__).parent.parent
# Folders and files of which assets are made, and those that make them.
_SOURCES = ("browser", "catalogue", "client", "config", "core", "locales", "toolchain", "view")
_MAKERS = ("compression", "prerender", "runtimes", "service_code")


def ensure(*, best: bool = False) -> None:
    """Make the assets anew where one of their sources has changed, and say so.

    For a release they are compressed as well as can be, which takes half a minute: with *best*. Raises
    :class:`~banner.toolchain.environment.SetUpError` where that fails; the assets then stay as they are.
    """
    wanted = _digest() + (" best" if best else "")
    if _made_of() == wanted:
        return
    with environment.alone():
        if _made_of() == wanted:
            return
        started = time.monotonic()
        sys.stderr.write("making banner/assets, since a source of it has changed … ")
        sys.stderr.flush()
        make(wanted, best=best)
        sys.stderr.write(f"{time.monotonic() - started:.0f} s\n")


def make(stamp: str, *, best: bool) -> None:
    """Make all assets, of sources told apart by the *stamp*. The same sources give the same bytes.

    They are compressed as well as can be with *best*, else quickly.
    """
    target = resources.FOLDER
    with tempfile.TemporaryDirectory(prefix=".assets-", dir=target.parent) as name:
        fresh, old = Path(name) / "fresh", Path(name) / "old"
        fresh.mkdir()
        for file, content in _contents(best=best).items():
            (fresh / file).write_bytes(content)
        (fresh / _STAMP).write_text(stamp, encoding="utf-8", newline="\n")
        if target.exists():
            target.rename(old)
        shutil.move(fresh, target)


def _made_of() -> str:
    try:
        return (resources.FOLDER / _STAMP).read_text(encoding="utf-8")
    except OSError:
        return ""


def _contents(*, best: bool) -> dict[str, bytes]:
    """Return each asset by its name."""
    pieces = {name: text.encode() for name, text in client.pieces().items()}
    programs = {
        resources.PROGRAM: bundle.program().encode(),
        **{
            f"locale.{one}.json": json.dumps(locales.spoken(one), ensure_ascii=False).encode()
            for one in locales.languages()
        },
        materials.NAME: materials.listed().encode(),
        resources.SERVICES: json.dumps(client.services(), indent=0, sort_keys=True).encode(),
    }
    whole = {"blocking.js": pieces["blocking.js"]}
    for name in runtimes.NAMES:
        whole.update(runtime.files(name))
        whole[f"licences.{name}.txt"] = licences.texts(name).encode()
    return {**pieces, **programs, **whole, **dict(_compressed(whole, best=best))}


def _compressed(files: dict[str, bytes], *, best: bool) -> Iterator[tuple[str, bytes]]:
    """Give what travels as it is in each form that browsers take and that is smaller.

    What hardly any visitor fetches has one form: all of it is installed on each owner's machine.
    """
    well = _BEST if best else _USUAL
    wanted = [
        (name + suffix, data, encode)
        for name, data in files.items()
        if not name.endswith(compression.COMPRESSED)
        for suffix, encode in (_SPARE if name in runtimes.spare() else well).items()
    ]
    # One of them takes as long as all others, which are made meanwhile: the libraries let threads run.
    with futures.ThreadPoolExecutor() as pool:
        made = pool.map(lambda one: one[2](one[1]), wanted)
        for (name, data, _), small in zip(wanted, made, strict=True):
            if len(small) < len(data):
                yield name, small


def _best_brotli(data: bytes) -> bytes:
    return cached(
        lambda: bytes(brotli.compress(data, quality=11, lgwin=24)), "best br", brotli.__version__, data
    )


def _usual_gzip(data: bytes) -> bytes:
    return cached(lambda: compression.best(data), "gzip", version("zopfli"), data)


def _usual_brotli(data: bytes) -> bytes:
    return cached(lambda: compression.encoders()[".br"](data), "br", brotli.__version__, data)


# The best of gzip takes a quarter of an hour for Pyodide's program, and browsers take Brotli.
_BEST = {".gz": _usual_gzip, ".br": _best_brotli}
_USUAL = {".gz": _usual_gzip, ".br": _usual_brotli}
_SPARE = {".gz": _usual_gzip}


def _digest() -> str:
    """Return a text that changes with every source of the assets, and with what lowers Python."""
    digest = hashlib.sha256(repr((__version__, sys.version_info[:2])).encode())
    digest.update((environment.ROOT / "pyproject.toml").read_bytes())
    makers = [_BANNER / f"build/{name}.py" for name in _MAKERS]
    sources = [file for name in _SOURCES for file in (_BANNER / name).rglob("*") if file.is_file()]
    for file in sorted([*makers, *sources]):
        if "__pycache__" not in file.parts:
            digest.update(f"{file.relative_to(_BANNER).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
