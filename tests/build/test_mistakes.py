"""Whatever an owner does wrong ends with 2 and a remedy: no traceback, and nothing half written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from banner import cli
from tests.build.conftest import GOOD
from tests.build.test_build import contents

# Each prepares a folder with a good consent.toml and two pages, and gives the command line.
Mistake = Callable[[Path], list[str]]
BUILD = ["build", "--runtime", "micropython"]


def text(change: str = "", content: bytes | None = None, *arguments: str) -> Mistake:
    """A declaration with a *change* in front, or with another *content*."""

    def prepare(folder: Path) -> list[str]:
        file = folder / "consent.toml"
        file.write_bytes(f"{change}\n{GOOD}".encode() if content is None else content)
        return [*(arguments or BUILD)]

    return prepare


def given(*arguments: str) -> Mistake:
    """A command line that cannot be."""
    return lambda _: [*arguments]


def there(path: str, kind: str, *arguments: str) -> Mistake:
    """Something at *path* that is a file, a folder, a dangling link or a circle of links."""

    def prepare(folder: Path) -> list[str]:
        place = folder / path
        if place.is_file():
            place.unlink()
        place.parent.mkdir(parents=True, exist_ok=True)
        if kind == "file":
            place.write_text("ten years of work")
        elif kind == "folder":
            place.mkdir()
        else:
            place.symlink_to(place if kind == "circle" else folder / "nowhere")
        return [*(arguments or BUILD)]

    return prepare


def then(first: Mistake, *arguments: str) -> Mistake:
    """What *first* prepares, with another command line."""

    def prepare(folder: Path) -> list[str]:
        first(folder)
        return [*arguments]

    return prepare


def pages(path: str, kind: str) -> Mistake:
    """A declaration whose folder of pages is something else."""

    def prepare(folder: Path) -> list[str]:
        (folder / "consent.toml").write_text(f'pages = "{path}"\n{GOOD}', encoding="utf-8")
        return there(path, kind)(folder) if kind else [*BUILD]

    return prepare


MISTAKES: dict[str, Mistake] = {
    # The declaration.
    "none": given("build", "--config", "none.toml"),
    "a folder": given("build", "--config", "."),
    "below a file": given("build", "--config", "consent.toml/consent.toml"),
    "a name that is too long": given("build", "--config", "x" * 5000),
    "a name with a NUL": given("build", "--config", "a\0b"),
    "a dangling link": there("consent.toml", "link"),
    "a circle of links": there("consent.toml", "circle"),
    "an empty name": given("build", "--config", ""),
    "empty": text(content=b""),
    "blank": text(content=b" \n\t\n"),
    "a picture": text(content=b"\x89PNG\r\n\x1a\n\0\0\0"),
    "UTF-16": text(content=GOOD.encode("utf-16")),
    "Latin-1": text(content=GOOD.replace("Counter", "Zähler").encode("latin-1")),
    "no TOML": text("language"),
    "curly quotes": text("start = “idle”"),
    "JSON": text(content=b'{"language": "en"}'),
    "YAML": text(content=b"language: en\nlinks:\n  a: b\n"),
    "a key twice": text('language = "de"'),
    "a table twice": text(content=(GOOD + '[texts.en]\n"banner.title" = "x"\n').encode()),
    "merge conflict": text("<<<<<<< HEAD"),
    "brackets without end": text("languages = " + "[" * 5000),
    "nested deeply": text("languages = " + "[" * 3000 + "]" * 3000),
    "a misspelt key": text('langauges = ["de"]'),
    "a misspelt table": text(content=GOOD.replace("[links]", "[link]").encode()),
    "a table for a list": text(content=GOOD.replace("[[services]]", "[services]", 1).encode()),
    "a number for a text": text("position = 1"),
    "a text for a number": text(content=GOOD.replace("lifetime_days = 90", 'lifetime_days = "90"').encode()),
    "a number beyond all bounds": text(content=GOOD.replace("= 90\n", f"= {'9' * 4000}\n").encode()),
    "infinity": text("position = inf"),
    "an unknown language": text('languages = ["xx"]'),
    "a language that is a path": text('languages = ["../en"]'),
    "an unknown service": text(content=GOOD.replace('"google"', '"google-analytics"').encode()),
    "an unknown vendor": text(content=GOOD.replace('vendor = "shop"', 'vendor = "shp"').encode()),
    "no links": text(content=GOOD.replace("[links]", "[texts.en]\n[other]").encode()),
    "an id with a dot": text(content=GOOD.replace('id = "count"', 'id = "co.unt"').encode()),
    "an id twice": text(content=GOOD.replace('id = "seats"', 'id = "count"').encode()),
    "a surrogate in a text": text(content=GOOD.replace('"Counter"', r'"\ud800"').encode()),
    # The output.
    "out is a file": there("dist", "file"),
    "out is below a file": then(there("dist", "file"), *BUILD, "--out", "dist/deep/er"),
    "out is a circle of links": there("dist", "circle"),
    "out has a name that is too long": given(*BUILD, "--out", "x" * 300),
    "out has a file where a folder has to be": there("dist/consent", "file"),
    "out has a folder of the owner's at consent.js": there("dist/consent/consent.js", "folder"),
    "out is the folder of the pages": then(text('pages = "site"'), *BUILD, "--out", "site"),
    "out is the declaration": given(*BUILD, "--out", "consent.toml"),
    # The pages.
    "pages are a file": pages("index.html", "file"),
    "pages are not there": pages("nowhere", ""),
    "pages are a dangling link": pages("link", "link"),
    "pages are a circle": pages("link", "circle"),
    "pages have a NUL": pages(r"a\u0000b", ""),
    "pages have a name that is too long": pages("x" * 300, ""),
    # The commands.
    "no such command": given("bild"),
    "no such option": given("build", "--confg", "x"),
    "no such runtime": given("build", "--runtime", "cpython"),
    "a port that is too high": given("serve", "--port", "70000"),
    "a negative port": given("serve", "--port", "-1"),
    "a port that is no number": given("serve", "--port", "http"),
    "serve with a wrong declaration": text("x = 1", None, "serve", "--port", "0"),
    "serve into a file": then(there("dist", "file"), "serve", "--port", "0", "--runtime", "micropython"),
    "check with a wrong declaration": text("x = 1", None, "check"),
    "init over a file": given("init", "--use", "youtube"),
    "init below a file": given("init", "consent.toml/new", "--use", "youtube"),
    "init where a folder has its name": then(
        there("new/consent.toml", "folder"), "init", "new", "--use", "youtube"
    ),
    "init with a name that is too long": given("init", "x" * 300, "--use", "youtube"),
    "init without services": given("init", "new"),
    "init with an empty service": given("init", "new", "--use", ""),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_with_a_remedy_and_nothing_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "own"
    (folder / "site").mkdir(parents=True)
    (folder / "site/a.html").write_text("<p>A")
    (folder / "consent.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.chdir(folder)
    arguments = MISTAKES[name](folder)
    before = contents(folder)

    try:
        code = cli.main(arguments)
    except SystemExit as end:  # of the options
        code = int(end.code or 0)

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert said.err.strip()
    assert "Traceback" not in said.err
    assert any(word in said.err for word in REMEDIES), said.err
    assert contents(folder) == before


# Each message tells what to do, in one of these words.
REMEDIES = (
    "write", "name", "run init", "save the file", "see that", "did you mean", "known are", "leave", "choose",
    "put", "close", "no such key", "give", "invalid choice", "unrecognized",
)  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may do everything")
@pytest.mark.parametrize("path", ["consent.toml", "site", "."])
def test_rights_that_are_missing_are_told(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "consent.toml").write_text('pages = "site"\n' + GOOD, encoding="utf-8")
    (tmp_path / path).chmod(0o500 if path == "." else 0)
    try:
        assert cli.main(BUILD) == 2
    finally:
        (tmp_path / path).chmod(0o700)
    assert "see that" in capsys.readouterr().err


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied", "dist"), OSError(28, "No space left")]
)
def test_what_the_system_refuses_is_told(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.chdir(tmp_path)
    (tmp_path / "consent.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(shutil, "copyfile", refuse)

    assert cli.main(BUILD) == 2
    said = capsys.readouterr()
    assert "see that" in said.err
    assert not (tmp_path / "dist/consent").exists()
