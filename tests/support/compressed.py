"""Compresses what the sites of tests deploy once in a run: the processes of pytest build most of it alike."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import brotli
import pytest
import zopfli.gzip

from banner.toolchain.cache import kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Encode = Callable[..., bytes]


def once(folder: Path, encode: Encode) -> Encode:
    """Return *encode* that looks into *folder* first for what any process has made of the same bytes."""

    def look(data: bytes, **options: int) -> bytes:
        of = repr((encode.__module__, options)).encode() + data
        return kept(folder / hashlib.sha256(of).hexdigest(), lambda: encode(data, **options))

    return look


@pytest.fixture(scope="session", autouse=True)
def compressed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """Have each file of a site compressed by one process in this run, for all of them."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "compressed"
    with pytest.MonkeyPatch.context() as patch:
        for library in (brotli, zopfli.gzip):
            patch.setattr(library, "compress", once(folder, library.compress))
        yield
