"""A release is made of what is committed: what is not is told before anything is made."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from banner.toolchain import environment, release


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone in which everything is committed."""
    folder = tmp_path / "a clone"
    folder.mkdir()
    git(folder, "init", "--quiet")
    (folder / "kept.py").write_text("a = 1\n", encoding="utf-8")
    (folder / ".gitignore").write_text("dist/\n", encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "--quiet", "-m", "All")
    return folder


def git(folder: Path, *arguments: str) -> None:
    """Run git in *folder*, with nothing of this machine's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    nothing = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, check=True, env={**kept, **nothing})  # noqa: S607 - the machine's


CHANGES: dict[str, Callable[[Path], object]] = {
    "kept.py": lambda folder: (folder / "kept.py").write_text("a = 2\n", encoding="utf-8"),
    "more/new  file.py": lambda folder: write_new(folder / "more/new  file.py"),
    "größer.py": lambda folder: write_new(folder / "größer.py"),
    "staged.py": lambda folder: (write_new(folder / "staged.py"), git(folder, "add", "staged.py")),
    ".gitignore": lambda folder: (folder / ".gitignore").unlink(),
    "renamed.py": lambda folder: git(folder, "mv", "kept.py", "renamed.py"),
}


def write_new(file: Path) -> None:
    """Write a *file* that git does not know."""
    file.parent.mkdir(exist_ok=True)
    file.write_text("b = 1\n", encoding="utf-8")


@pytest.mark.parametrize("name", CHANGES)
def test_a_release_of_what_is_not_committed_is_refused_and_tells_the_files(name: str, clone: Path) -> None:
    CHANGES[name](clone)

    with pytest.raises(environment.SetUpError) as told:
        release.refuse_changes(clone)

    assert f"\n  {name}\n" in str(told.value)
    assert "commit them" in str(told.value)


def test_a_release_of_a_commit_is_not_refused(clone: Path, tmp_path: Path) -> None:
    write_new(clone / "dist/made.py")
    release.refuse_changes(clone)
    release.refuse_changes(tmp_path)  # no clone, and so nothing that could be committed


def test_a_release_is_refused_before_anything_is_made_and_not_where_that_is_wanted(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    monkeypatch.setattr(release, "make", lambda out, *, best: made.append((out, best)) or [])
    monkeypatch.setattr(environment, "ROOT", clone)
    write_new(clone / "new.py")

    with pytest.raises(environment.SetUpError):
        release.run(["--out", "there"])
    assert made == []
    assert release.run(["--out", "there", "--uncommitted"]) == 0
    assert made == [(Path("there"), True)]


def test_without_git_a_release_tells_how_to_go_on(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(environment.SetUpError, match="with --uncommitted it is not asked"):
        release.refuse_changes(clone)
