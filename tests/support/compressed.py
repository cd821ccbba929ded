"""Compresses what the sites of tests deploy once in a run: the processes of pytest build most of it alike."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import pytest
import zopfli.gzip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Encode = Callable[..., bytes]


def kept(folder: Path, encode: Encode) -> Encode:
    """Return *encode* that looks into *folder* first for what any process has made of the same bytes."""

    def look(data: bytes, **options: int) -> bytes:
        of = repr((encode.__module__, options)).encode() + data
        file = folder / hashlib.sha256(of).hexdigest()
        if not file.exists():
            # Another process may be at the same: a file appears whole or not at all.
            handle, fresh = tempfile.mkstemp(dir=folder)
            with os.fdopen(handle, "wb") as writing:
                writing.write(encode(data, **options))
            Path(fresh).replace(file)
        return file.read_bytes()

    return look


@pytest.fixture(scope="session", autouse=True)
def compressed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """Have each file of a site compressed by one process in this run, for all of them."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "compressed"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        for library in (brotli, zopfli.gzip):
            patch.setattr(library, "compress", kept(folder, library.compress))
        yield
