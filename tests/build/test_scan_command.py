"""What the command says where it cannot look."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from banner import cli
from banner.toolchain import environment


def test_without_playwright_it_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)

    assert cli.main(["scan", str(tmp_path)]) == 2
    assert 'pip install "consent-banner[scan]"' in capsys.readouterr().err


def test_without_a_browser_it_is_told_how_to_get_one(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    command = [sys.executable, "-m", "banner.cli", "scan", tmp_path, "--program", tmp_path / "no-browser"]
    said = subprocess.run(command, cwd=environment.ROOT, capture_output=True, encoding="utf-8", check=False)

    assert said.returncode == 2
    assert "run playwright install chromium" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        (["--pages", "0"], "from 1 to"),
        (["--delay", "soon"], "write seconds"),
        (["--language", "xx"], "there is no such language"),
        (["--list", "no-such-list"], "no-such-list"),
        (["--region", "usa"], "--region usa: there is no such country"),
        (["--cookie", "session"], "write a name and a value"),
        (["--storage", __file__], "this is no storage state of Playwright"),
    ],
)
def test_an_option_that_cannot_be_read_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], remedy: str
) -> None:
    (tmp_path / "index.html").write_text("", encoding="utf-8")
    try:
        code = cli.main(["scan", str(tmp_path), *arguments])
    except SystemExit as error:
        code = int(error.code or 0)

    assert code == 2
    assert remedy in capsys.readouterr().err
