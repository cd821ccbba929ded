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
    options = parser().parse_args(arguments)
    if not options.uncommitted:
        refuse_changes(environment.ROOT)
    for file in make(options.out, best=True):
        sys.stdout.write(f"{file.stat().st_size:>12,} bytes  {file}\n")
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the options of a release."""
    line = argparse.ArgumentParser(prog="build.py release", description=__doc__, allow_abbrev=False)
    line.add_argument("--out", type=Path, default=environment.ROOT / "release", metavar="DIR")
    line.add_argument(
        "--uncommitted", action="store_true", help="of the files as they are, whatever is not committed"
    )
    return line


def refuse_changes(folder: Path) -> None:
    """Make sure that the clone in *folder* is as it was committed, so that others can make the release again.

    Raises :class:`~banner.toolchain.environment.SetUpError` with the files that are not. What is unpacked
    from an sdist has no commits, and is as it is.
    """
    if not (folder / ".git").exists():
        return
    command = ["git", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all"]
    try:
        ended = subprocess.run(  # noqa: S603 - asks git for what it knows of this clone
            command, cwd=folder, capture_output=True, encoding="utf-8", errors="replace", check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", None) or error
        raise environment.SetUpError(
            f"git cannot tell whether everything is committed: {said}; with --uncommitted it is not asked"
        ) from error
    # Two letters and a space stand before each name.
    changed = [entry[3:] for entry in ended.stdout.split("\0") if entry]
    if changed:
        lines = "".join(f"  {name}\n" for name in changed)
        raise environment.SetUpError(
            f"a release can be made again from a commit alone, and these files are in none:\n{lines}"
            "commit them, remove them or name them in .gitignore; or run release --uncommitted for a trial"
        )


def make(out: Path, *, best: bool = False) -> list[Path]:
    """Make a release in *out*, in the place of one that is there. The same sources give the same bytes.

    What visitors get is compressed as well as can be with *best*, else quickly.
    Raises :class:`~banner.toolchain.environment.SetUpError` where that fails, and then changes nothing.
    """
    assets.ensure(best=best)
    with tempfile.TemporaryDirectory(prefix="consent-release-") as name:
        fresh = Path(name)
        _archives(fresh)
        (fresh / materials.NAME).write_bytes(resources.data(materials.NAME))
        files = sorted(file for file in fresh.iterdir() if file.name.endswith(_ENDS))
        sums = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
        (fresh / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")
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
