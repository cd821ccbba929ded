"""The same source gives the same bytes, wherever and by whomever it is built."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from banner.build import manifest, pipeline
from banner.toolchain import environment

ROOT = environment.ROOT
# Another builder, in a place and with words of their own.
ELSEWHERE = {
    "TZ": "Asia/Kathmandu",
    "LANG": "de_DE.UTF-8",
    "LC_ALL": "C.UTF-8",
    "HOME": "/nowhere",
    "USER": "somebody",
}
SUMS = ("SHA256SUMS", manifest.NAME)
# To compress takes long, and depends on what is compressed alone.
BUILD = """
import gzip, sys
from pathlib import Path
from banner.build import compression, pipeline
from banner.toolchain import assets
compression.encoders = lambda: {".gz": lambda data: gzip.compress(data, 1)}
assets._USUAL, assets._SPARE = {}, {}
assets.ensure()
pipeline.build(Path("site/demo/consent.toml"), Path(sys.argv[1]), sys.argv[2])
"""


# The snapshot of the other one is made on the way.
@pytest.fixture(params=[pytest.param("micropython", marks=pytest.mark.thorough), "pyodide"])
def builds(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What is deployed of the demo built here, and made anew in another folder."""
    clone = tmp_path / "another folder"
    for name in ("banner", "site"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.rmtree(clone / "banner/assets")
    shutil.copy(ROOT / "pyproject.toml", clone)
    (clone / ".venv").mkdir()
    for name in ("npm", "lib"):
        (clone / ".venv" / name).symlink_to((environment.VENV / name).resolve())
    subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path / "there"), request.param],
        cwd=clone,
        env={**os.environ, **ELSEWHERE, "PYTHONPATH": str(clone)},
        check=True,
    )
    pipeline.build(ROOT / "site/demo/consent.toml", tmp_path / "here", request.param)
    return contents(tmp_path / "here"), contents(tmp_path / "there")


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of each file below *folder*, less what compressing makes of them."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.suffix not in (".br", ".gz") and file.name not in SUMS
    }


@pytest.mark.long
def test_neither_folder_nor_time_zone_nor_language_of_the_builder_changes_a_byte_or_is_told(
    builds: tuple[dict[str, bytes], dict[str, bytes]], tmp_path: Path
) -> None:
    here, there = builds

    assert [name for name in {**here, **there} if here.get(name) != there.get(name)] == []
    places = (ROOT, tmp_path, environment.VENV.resolve())
    marks = [*(str(path).encode() for path in places), b"Kathmandu", b"snapshot.mjs"]
    for name, data in here.items():
        assert [mark for mark in marks if mark in data] == [], name
