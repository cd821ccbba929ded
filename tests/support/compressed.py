"""Compresses what the sites of tests deploy once in a run: the processes of pytest build most of it alike."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from banner.build import compression

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Encode = Callable[[bytes], bytes]


def kept(folder: Path, encode: Encode) -> Encode:
    """Return *encode* that looks into *folder* first for what any process has made of the same bytes."""

    def look(data: bytes) -> bytes:
        file = folder / f"{encode.__name__}.{hashlib.sha256(data).hexdigest()}"
        if not file.exists():
            # Another process may be at the same: a file appears whole or not at all.
            handle, fresh = tempfile.mkstemp(dir=folder)
            with os.fdopen(handle, "wb") as writing:
                writing.write(encode(data))
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
        for name in ("best", "_brotli"):
            patch.setattr(compression, name, kept(folder, getattr(compression, name)))
        yield
