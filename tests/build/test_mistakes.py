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


def extra(body: str) -> str:
    """A declaration with one more service of the owner's own."""
    service = 'id = "extra"\nname = "Extra"\ntext = "Counts."\npurpose = "analytics"\nvendor = "shop"'
    return GOOD.replace("[texts.en]", f"[[services]]\n{service}\n{body}\n\n[texts.en]")


def top(line: str) -> str:
    """A declaration with a *line* at its top."""
    return f"{line}\n{GOOD}"


# What an owner may write, and the one line that tells what to do about it.
WRITTEN: dict[str, tuple[str, str]] = {
    "a number in quotes": (GOOD.replace("= 90\n", '= "90"\n'), "write a whole number, without quotes: 90"),
    "a text without quotes": (top("revision = 2"), 'write a text, in quotes: "2"'),
    "a truth in quotes": (
        GOOD.replace("required = true", 'required = "yes"'),
        'purposes[0].required = "yes": write true or false, without quotes',
    ),
    "a list as a text": (top('languages = "en, de"'), 'write a list: ["en", "de"]'),
    "a tag of another system": (GOOD.replace('= "en"', '= "en_GB"', 1), "write en-GB"),
    "a tag of a locale": (GOOD.replace('= "en"', '= "de_AT.UTF-8"', 1), "write de-AT"),
    "the name of a language": (GOOD.replace('= "en"', '= "Deutsch"', 1), "write de"),
    "a folder that is not there": (top('pages = "~/site"'), "write the name of a folder, seen from there"),
    "a path of Windows": (
        top(r'pages = "C:\Users\me"'),
        r"write each \ twice, or put the text into single quotes",
    ),
    "a name of the browser's": (top('global = "document"'), "this means something else in every page"),
    "a word of the language": (top('global = "class"'), "this means something else in every page"),
    "an address with a space": (
        GOOD.replace("cookies.html", "our cookies.html"),
        "write %20 for a space, and none around: our%20cookies.html",
    ),
    "an address without https": (
        GOOD.replace("cookies.html", "www.shop.example/cookies"),
        "write https://www.shop.example/cookies; without",
    ),
    "a text key without quotes": (
        GOOD.replace('"banner.title"', "banner.title"),
        'put the whole key into quotes: "banner.title" = …',
    ),
    "a key behind a table": (
        GOOD.replace("[[purposes]]", 'start = "idle"\n\n[[purposes]]', 1),
        "start belongs to the site as a whole; write it above the first [table]",
    ),
    "a table for a list of tables": (
        extra('[services.scripts]\nsrc = "https://a.example/a.js"'),
        "these are tables of a list: write [[services.scripts]], in two brackets each",
    ),
    "a list of texts for tables": (extra('scripts = ["a.js"]'), "write it as a table: [[services.scripts]]"),
    "gates in quotes": (extra('gates = "yes"'), "write true or false, without quotes"),
    "a pasted snippet": (
        extra('scripts = [{ code = "<!-- Hotjar -->\\n<script>a()</script>" }]'),
        "this is HTML: write what stands between <script> and </script>",
    ),
    "an address for a host": (
        extra('gates = true\nhosts = ["https://A.example/x"]'),
        'write a host alone, without https:// or a path, such as "a.example"',
    ),
    "all hosts": (extra('gates = true\nhosts = ["*"]'), "write a host alone"),
    "an address for the domain of a cookie": (
        extra('gates = true\ncookies = [{ name = "a", duration = "1 day", domain = "//a.example/" }]'),
        'such as "a.example"',
    ),
    "a kind by its name in JavaScript": (
        extra('gates = true\ncookies = [{ name = "a", duration = "1 day", kind = "localStorage" }]'),
        "did you mean local?",
    ),
    "a duration without a unit": (
        extra('gates = true\ncookies = [{ name = "a", duration = 30 }]'),
        'write a text, in quotes: "30"',
    ),
    "a script that lies nowhere": (
        extra('scripts = [{ src = "www.a.example/a.js" }]'),
        "write https://www.a.example/a.js; without https:// it would be an address of your own site",
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_one_mistake_is_one_line_that_tells_what_to_write(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    content, remedy = WRITTEN[name]
    (tmp_path / "consent.toml").write_text(content, encoding="utf-8")

    assert cli.main(["check"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("consent.toml:")
    assert remedy in lines[0]


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        (["check", "site.toml"], "name the declaration with --config site.toml"),
        (["build", "serve"], "give one command at a time"),
        (["build", "-v"], "consent-banner build --help tells those that there are"),
        (["build", "--out", "a\0b"], "no name has a NUL in it"),
        (["init", "a\0b", "--use", "youtube"], "no name has a NUL in it"),
        (["init", "new", "--use", "youtube,google-maps"], "write --use youtube --use google-maps"),
        (["init", "new", "--use", "youtube", "--language", "de_AT"], "write de-AT"),
        (["init", "new", "--use", "youtube", "--language", " , "], "name at least one; known are ar, "),
    ],
)
def test_a_line_that_cannot_be_is_told_with_what_was_meant(
    line: list[str],
    remedy: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = cli.main(line)
    except SystemExit as end:  # of the options
        code = int(end.code or 0)

    assert code == 2
    assert remedy in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        ["--use", "google: analytics_id = G-ABC1234567"],
        ["--use", " youtube "],
        ["--use", "youtube", "--language", "de-AT,de"],
    ],
)
def test_what_can_be_understood_is_no_mistake(
    line: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert cli.main(["init", *line]) == 0
    assert cli.main(["check"]) == 0


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
