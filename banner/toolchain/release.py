"""Makes a release: a wheel and an sdist with the assets inside, what they consist of, and all sums."""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from banner import resources
from banner.toolchain import assets, environment, materials

# What the archives say of the time: the same for every release, so that only its content tells it.
_EPOCH = "1767225600"
_ENDS = (".whl", ".tar.gz", ".cdx.json")


def run(arguments: list[str]) -> int:
    """Make a release as the *arguments* of the command line say, and tell its files."""
    line = argparse.ArgumentParser(prog="build.py release", description=__doc__, allow_abbrev=False)
    line.add_argument("--out", type=Path, default=environment.ROOT / "release", metavar="DIR")
    out = line.parse_args(arguments).out
    for file in make(out):
        sys.stdout.write(f"{file.stat().st_size:>12,} bytes  {file}\n")
    return 0


def make(out: Path) -> list[Path]:
    """Make a release in *out*, in the place of one that is there. The same sources give the same bytes.

    Raises :class:`~banner.toolchain.environment.SetUpError` where that fails, and then changes nothing.
    """
    assets.ensure()
    with tempfile.TemporaryDirectory(prefix="consent-release-") as name:
        fresh = Path(name)
        _archives(fresh)
        (fresh / materials.NAME).write_bytes(resources.data(materials.NAME))
        files = sorted(file for file in fresh.iterdir() if file.name.endswith(_ENDS))
        sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
        (fresh / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
        out.mkdir(parents=True, exist_ok=True)
        for file in [*out.glob("*.whl"), *out.glob("*.tar.gz")]:
            file.unlink()
        return [Path(shutil.copy(file, out)) for file in (*files, fresh / "SHA256SUMS")]


def _archives(folder: Path) -> None:
    """Put the wheel and the sdist into *folder*."""
    ended = subprocess.run(  # noqa: S603 - the build backend that the locks name
        [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)],
        cwd=environment.ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": _EPOCH},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ended.returncode:
        raise environment.SetUpError(f"the release cannot be put together:\n{ended.stdout}{ended.stderr}")
