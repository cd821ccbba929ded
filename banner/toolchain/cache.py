"""Keeps below ``.venv`` what takes long to make and depends on its inputs alone, so that it is made once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from banner.toolchain.environment import VENV

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER = VENV / "cache"


def cached(make: Callable[[], bytes], *inputs: bytes | str) -> bytes:
    """Return what *make* gives for *inputs*, which must be all that it depends on."""
    digest = hashlib.sha256(make.__qualname__.encode())
    for one in inputs:
        content = one.encode() if isinstance(one, str) else one
        digest.update(hashlib.sha256(content).digest())
    return kept(_FOLDER / digest.hexdigest(), make)


def kept(file: Path, make: Callable[[], bytes]) -> bytes:
    """Return what *file* has; where it is not there, what *make* gives, which it has from then on."""
    if not file.exists():
        content = make()
        file.parent.mkdir(parents=True, exist_ok=True)
        # Another process may be at the same: a file appears whole or not at all.
        handle, fresh = tempfile.mkstemp(dir=file.parent)
        with os.fdopen(handle, "wb") as writing:
            writing.write(content)
        Path(fresh).replace(file)
    return file.read_bytes()
