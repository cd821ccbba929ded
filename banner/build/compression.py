"""Compresses what visitors get: with gzip always, with Brotli where that is installed."""

from __future__ import annotations

import functools
import importlib
import struct
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# What is compressed already gains nothing.
COMPRESSED = (".gz", ".br", ".zip")
# RFC 1952: no name, no time, compressed as well as can be, by an unknown system: the same everywhere.
_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
# The best that either can do takes a minute for ten megabytes; the usual is close to it, in a second.
_BIG = 2_000_000


def encoders() -> dict[str, Callable[[bytes], bytes]]:
    """Return how files are compressed here, by the suffix that the result has."""
    return {".gz": gzipped, **({".br": _brotli} if _module("brotli") else {})}


def gzipped(data: bytes) -> bytes:
    """Return *data* as it travels to the browsers that take gzip: the same bytes wherever zlib is."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    body = deflate.compress(data) + deflate.flush()
    return _HEAD + body + struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFF_FFFF)


def best(data: bytes) -> bytes:
    """Return what :func:`gzipped` does; where Zopfli is installed, some percent smaller and much slower."""
    zopfli = _module("zopfli.gzip")
    return bytes(zopfli.compress(data)) if zopfli and len(data) < _BIG else gzipped(data)


@functools.lru_cache(maxsize=64)
def _brotli(data: bytes) -> bytes:
    quality = 9 if len(data) > _BIG else 11
    return bytes(_module("brotli").compress(data, quality=quality, lgwin=24))


def _module(name: str) -> Any:
    """Return the module called *name*, or ``None`` where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
