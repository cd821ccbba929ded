"""Writes what visitors get: under names that change with the content, and compressed beside."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from typing import TYPE_CHECKING

from banner import resources
from banner.build import compression

if TYPE_CHECKING:
    from pathlib import Path

# Everything in here may be kept for ever.
FILES = "files"
SUMS = "SHA256SUMS"
# What every page waits for: the last percent is worth its time.
_FIRST = "consent.js"

# Whoever goes from page to page has the script at hand. After five minutes it is asked for anew, and the
# page need not wait for the answer: what it has is a day old at the most, and fits what was answered to it.
ENTRY = "max-age=300, stale-while-revalidate=86400"

_HEADERS = """\
/{folder}/consent.js
  Cache-Control: {entry}
/{folder}/{files}/*
  Cache-Control: public, max-age=31536000, immutable
/{folder}/notices/*
  Cache-Control: public, max-age=31536000, immutable
"""


def hashed(folder: Path, name: str, content: str | bytes) -> str:
    """Write *content* below *folder* and give its address there, with its SHA-256 behind a ``#``.

    The page side has the browser check what comes against that (https://www.w3.org/TR/SRI/); no request
    tells what stands behind a ``#``. The name has the beginning of the hash, which weighs next to nothing so.
    """
    data = content.encode() if isinstance(content, str) else content
    digest = _digest(data)
    stem, _, suffix = name.rpartition(".")
    return _write(folder, f"{stem}.{re.sub('[+/]', '_', digest[:8])}.{suffix}", data, digest)


def named(folder: Path, name: str, content: str) -> str:
    """Do as :func:`hashed` does, under a *name* that changes with the content already."""
    data = content.encode()
    return _write(folder, name, data, _digest(data))


def _digest(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def _write(folder: Path, name: str, data: bytes, digest: str) -> str:
    address = f"{FILES}/{name}"
    (folder / FILES).mkdir(exist_ok=True)
    (folder / address).write_bytes(data)
    return f"{address}#sha256-{digest}"


def ready(folder: Path, name: str) -> str:
    """Write the asset called *name* as :func:`hashed` does, and what it is compressed beside it."""
    address = hashed(folder, name, resources.data(name))
    file, _, _ = address.partition("#")
    beside(folder / file, name)
    return address


def beside(file: Path, name: str) -> None:
    """Put the compressed forms of the asset called *name* beside *file*."""
    for suffix in (".gz", ".br"):
        compressed = resources.FOLDER / (name + suffix)
        if compressed.exists():
            shutil.copyfile(compressed, file.with_name(file.name + suffix))


def compress(folder: Path) -> None:
    """Put ``.gz`` and ``.br`` beside each file below *folder* that gets smaller by it, and has none yet."""
    files = {file for file in folder.rglob("*") if file.is_file()}
    for file in sorted(files):
        ready = file.with_name(file.name + ".gz") in files
        if ready or file.suffix in compression.COMPRESSED:
            continue
        data = file.read_bytes()
        for suffix, encode in compression.encoders().items():
            small = (compression.best if (file.name, suffix) == (_FIRST, ".gz") else encode)(data)
            if len(small) < len(data):
                file.with_name(file.name + suffix).write_bytes(small)


def sums(folder: Path) -> str:
    """Return the SHA-256 of each file below *folder*, as ``sha256sum --check`` reads it."""
    # Paths themselves would be put in another order on Windows, where case does not count.
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    return "".join(
        f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {path}\n" for path, file in sorted(files.items())
    )


def listed(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file that the sums in *folder* name, by its path, and their own.

    Raises :class:`OSError` where there are none, :class:`ValueError` where they are no text.
    """
    data = (folder / SUMS).read_bytes()
    lines = (line.partition("  ") for line in data.decode().splitlines())
    return {path: digest for digest, _, path in lines} | {SUMS: hashlib.sha256(data).hexdigest()}


def headers(folder: str) -> str:
    """Return what static hosts that read a file ``_headers`` are told about *folder*."""
    return _HEADERS.format(folder=folder, files=FILES, entry=ENTRY)
