"""The command line: commands with options of their own, and what each of them ends with."""

from __future__ import annotations

import ast
import io
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import build as clone
from banner import cli, config
from banner.commands.setting import Setting
from banner.config import catalogue, locales
from banner.toolchain import bundle
from tests.build.conftest import GOOD
from tests.languages import SAMPLE
from tests.matrix import examples

Run = Callable[..., tuple[int, str, str]]
COMMANDS = ("init", "check", "build", "serve")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs one command in a folder of its own, and gives the exit code and what was said."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, setting: Setting | None = None) -> tuple[int, str, str]:
        try:
            code = cli.main([*arguments], setting)
        except SystemExit as end:  # argparse ends so
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A declaration without errors, in the folder where commands run."""
    file = tmp_path / "consent.toml"
    file.write_text(GOOD, encoding="utf-8")
    return file


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_a_help_of_its_own(run: Run, command: str) -> None:
    code, said, _ = run(command, "--help")

    assert code == 0
    assert said.startswith(f"usage: consent-banner {command} ")
    assert "exit codes:" in said


@pytest.mark.parametrize("command", ["test", "bench"])
def test_the_tools_of_a_clone_have_a_help_too(run: Run, command: str) -> None:
    code, said, _ = run(command, "--help", setting=clone.setting([]))

    assert code == 0
    assert said.startswith(f"usage: python3 build.py {command} ")
    assert "--write" in said


def test_help_and_version_need_nothing_that_is_installed(tmp_path: Path) -> None:
    for options in (["--version"], ["--help"], ["check", "--help"]):
        ended = subprocess.run(
            [sys.executable, "-I", "-S", "-c", PLAIN, str(bundle.ROOT), *options],
            cwd=tmp_path,
            check=True,
            capture_output=True,
            encoding="utf-8",
        )
        assert "consent-banner" in ended.stdout


PLAIN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from banner import cli; sys.exit(cli.main())"


def test_without_a_command_an_owner_gets_the_help_and_a_clone_builds(run: Run) -> None:
    assert run()[1].startswith("usage: consent-banner ")
    assert cli.in_order([], COMMANDS, "build") == ["build"]


@pytest.mark.parametrize(
    ("given", "ordered"),
    [
        (["--config", "a", "serve", "--port", "0"], ["serve", "--config", "a", "--port", "0"]),
        (["--out", "build"], ["build", "--out", "build"]),
        (["--out", "serve", "build"], ["build", "--out", "serve"]),
        (["--config=a"], ["build", "--config=a"]),
        (["test", "-k", "build"], ["test", "-k", "build"]),
        (["--help"], ["--help"]),
        (["bild", "--out", "x"], ["bild", "--out", "x"]),
    ],
)
def test_options_may_stand_before_the_command_which_may_be_left_out(
    given: list[str], ordered: list[str]
) -> None:
    assert cli.in_order(given, (*COMMANDS, "test"), "build") == ordered


@pytest.mark.parametrize(
    "line",
    [
        ["bild"],
        ["build", "--confg", "x"],
        ["build", "--runtime", "cpython"],
        ["check", "extra"],
        ["serve", "--port", "70000"],
        ["serve", "--port", "-1"],
        ["serve", "--port", "eighty"],
        ["serve", "--port", "٨٠"],
        ["build", "--out"],
    ],
)
def test_options_that_cannot_be_are_told(run: Run, good: Path, line: list[str]) -> None:
    code, said, told = run(*line)

    assert (code, said) == (2, "")
    assert "error: " in told
    assert sorted(good.parent.iterdir()) == [good]


def test_check_is_silent_about_nothing_and_writes_nothing(run: Run, good: Path) -> None:
    code, said, told = run("check")

    assert (code, told) == (0, "")
    assert said.startswith("advice: ")
    assert "\n  consent.toml:4: lifetime_days = 90\n" in said
    assert sorted(good.parent.iterdir()) == [good]


def test_check_that_is_strict_fails_with_advice_and_not_without(run: Run, good: Path) -> None:
    assert run("check", "--strict")[0] == 1
    good.write_text(
        GOOD.replace("lifetime_days = 90", "lifetime_days = 184").replace("90 days", "184 days"),
        encoding="utf-8",
    )
    assert run("check", "--strict")[0] == 0


def test_check_tells_errors_and_ends_with_2(run: Run, good: Path) -> None:
    good.write_text(GOOD.replace("lifetime_days = 90", "lifetime_days = 0"), encoding="utf-8")
    code, said, told = run("check")

    assert (code, said) == (2, "")
    assert told.startswith("consent.toml:4: lifetime_days = 0: write a whole number")


def test_check_tells_programs_everything(run: Run, good: Path) -> None:
    code, said, _ = run("check", "--json")
    found = json.loads(said)

    assert code == 0
    assert found["errors"] == []
    assert {"file", "line", "place", "value", "rule", "source", "remedy"} == found["advice"][0].keys()
    assert (found["advice"][0]["place"], found["advice"][0]["line"]) == ("lifetime_days", 4)

    good.write_text(GOOD.replace("lifetime_days = 90", "lifetime_days = 0"), encoding="utf-8")
    code, said, _ = run("check", "--json", "--strict")
    (error,) = json.loads(said)["errors"]
    assert (code, error["line"], error["place"], error["value"]) == (2, 4, "lifetime_days", 0)

    code, said, _ = run("check", "--json", "--config", "none.toml")
    assert "there is no such file" in json.loads(said)["errors"][0]["remedy"]


def test_build_writes_what_is_deployed_and_tells_advice_apart(run: Run, good: Path) -> None:
    code, said, told = run("build", "--runtime", "micropython")

    assert code == 0
    assert said.startswith("built ")
    assert told.startswith("advice: ")
    assert (good.parent / "dist/consent/consent.js").is_file()


# What it takes to have every known service with all that it must know.
EVERY = [
    f"{one.id}:{','.join(f'{key}={setting.example}' for key, setting in one.settings.items())}".rstrip(":")
    for one in catalogue.services().values()
]


@examples(
    "language",
    [*locales.languages(), ",".join(SAMPLE), ",".join(locales.languages())],
    run=["ar"],
)
def test_what_init_writes_is_clean(run: Run, tmp_path: Path, language: str) -> None:
    uses = [word for one in EVERY for word in ("--use", one)]
    code, said, told = run("init", "new/site", *uses, "--language", language)
    file = tmp_path / "new/site/consent.toml"

    assert (code, told) == (0, "")
    assert str(Path("new/site/consent.toml")) in said
    assert run("check", "--strict", "--config", str(file))[:2] == (
        0,
        f"{file}: no errors, 0 places with advice\n",
    )
    assert config.read(file).languages == tuple(language.split(","))


# All of them at once are in the site above.
@examples("one", EVERY, run=EVERY[::50])
def test_init_writes_a_site_with_one_service(run: Run, tmp_path: Path, one: str) -> None:
    assert run("init", "--use", one)[0] == 0
    assert run("check", "--strict")[0] == 0
    text = (tmp_path / "consent.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["services"][0]["use"] == one.partition(":")[0]
    assert text.count("#") > 8


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ([], "name the services of your site, such as --use youtube; the command services"),
        (["--use", "gogle"], "did you mean google?"),
        (["--use", "google-analytics"], "did you mean google?"),
        (["--use", "google"], "analytics_id is missing; write the measurement id"),
        (["--use", "facebook-pixel"], "pixel_id is missing"),
        (["--use", "google:analytics_id=UA-1"], 'analytics_id = "UA-1": write the measurement id'),
        (["--use", "google:analytic_id=G-ABC1234567"], "did you mean analytics_id?"),
        (["--use", "google:G-ABC1234567"], "write google:KEY=VALUE"),
        (["--use", "youtube", "--use", "youtube"], "is there twice"),
        (["--use", "youtube", "--language", "dee"], "did you mean de?"),
        (["--use", "youtube", "--language", ""], "known are ar, bg"),
    ],
)
def test_init_tells_what_is_missing_and_writes_nothing(
    run: Run, tmp_path: Path, line: list[str], told: str
) -> None:
    code, said, error = run("init", "site", *line)

    assert (code, said) == (2, "")
    assert told in error
    assert list(tmp_path.iterdir()) == []


def test_init_tells_all_at_once(run: Run) -> None:
    assert len(run("init", "--use", "gogle", "--use", "youtub", "--use", "x")[2].splitlines()) == 2


@pytest.mark.parametrize("there", ["file", "folder", "link"])
def test_init_never_writes_over_what_is_there(run: Run, tmp_path: Path, there: str) -> None:
    file = tmp_path / "consent.toml"
    if there == "file":
        file.write_text("mine")
    elif there == "folder":
        file.mkdir()
    else:
        file.symlink_to(tmp_path / "nowhere")
    code, _, told = run("init", "--use", "youtube")

    assert code == 2
    assert "is there already, and stays as it is" in told
    assert sorted(tmp_path.iterdir()) == [file]


class Terminal(io.StringIO):
    """A person who has typed what stands in it."""

    def isatty(self) -> bool:
        return True


def test_init_asks_a_person_until_the_answers_will_do(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "gogle\ngoogle, youtube\nUA-1\nG-ABC1234567\nxx\nde,en\n"
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    code, _, asked = run("init")
    text = (tmp_path / "consent.toml").read_text(encoding="utf-8")

    assert code == 0
    assert 'analytics_id = "G-ABC1234567"' in text
    assert 'languages = ["de", "en"]' in text
    assert (
        asked.index("did you mean google?") < asked.index("the measurement id") < asked.index("the languages")
    )


def test_init_that_nobody_answers_writes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("google\n"))

    assert run("init")[0] == 2
    assert list(tmp_path.iterdir()) == []


def test_a_script_is_never_asked(tmp_path: Path) -> None:
    reading, writing = os.pipe()  # nothing ever comes, and it never ends
    ended = subprocess.run(
        [sys.executable, "-m", "banner.cli", "init", str(tmp_path), "--use", "google"],
        cwd=bundle.ROOT,
        stdin=reading,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    os.close(reading)
    os.close(writing)

    assert ended.returncode == 2
    assert "analytics_id is missing" in ended.stderr


def test_a_reader_that_closes_early_gets_no_traceback(good: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "banner.cli", "check", "--config", str(good)],
        cwd=bundle.ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.close()
        assert program.stderr.read() == ""


OLD = """
import runpy, sys
sys.version_info = (3, {}, 0)
sys.modules["banner"] = None
runpy.run_path({!r}, run_name="__main__")
"""


@pytest.mark.parametrize("minor", [8, 10])
def test_a_python_that_is_too_old_is_told_before_anything_is_imported_or_made(
    tmp_path: Path, minor: int
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", OLD.format(minor, str(bundle.ROOT / "build.py"))],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        encoding="utf-8",
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert (
        ended.stderr == f"this is Python 3.{minor}; start one of 3.11 or newer, such as python3.11 build.py\n"
    )


def test_old_pythons_can_read_the_file_that_tells_them() -> None:
    ast.parse((bundle.ROOT / "build.py").read_text(encoding="utf-8"), feature_version=(3, 6))
