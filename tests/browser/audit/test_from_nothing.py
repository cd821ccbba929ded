"""A site with fourteen third parties, from nothing to an audit without findings, by commands alone."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from banner import cli, config
from banner.audit import manner
from banner.audit.expected import Expected
from banner.observe import browsers
from banner.scan import walk as scanning
from banner.toolchain.environment import ROOT
from tests import tables
from tests.browser.audit.conftest import SITE, SOON
from tests.browser.audit.vendors import Vendors

if TYPE_CHECKING:
    from tests.support.engines import Engine

GROWN = Path(__file__).parent / "grown"
GUIDE = ROOT / "site/docs/guide/scan.md"
HOST = "127.0.0.1"
COMMANDS = (
    "scan site --out consent.toml --json scan.json",
    "build",
    "inject dist --block scan.json",
    "audit dist",
)


@pytest.fixture
def opened(browser: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser that commands open is the one of the tests, and third parties answer on this machine."""
    answer = Vendors(Expected(config.read(SITE / "consent.toml"), HOST))

    def new_context(**options: Any) -> Any:
        context = browser.new_context(**options)
        context.route(lambda url: f"//{HOST}:" not in url, answer)
        return context

    @contextlib.contextmanager
    def give(*_: object, **__: object) -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(new_context=new_context, version=browser.version)

    monkeypatch.setattr(browsers, "opened", give)


@pytest.fixture
def soon(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are waited for less than by itself, unless the seconds are kept."""
    if not request.config.getoption("--write"):
        monkeypatch.setattr(scanning.Manner, "patience", SOON)
        monkeypatch.setattr(manner, "Manner", partial(manner.Manner, linger=0.4, patience=SOON))


def run(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str, str]:
    """Run a *command*, which has to end well; return it with its seconds, and what it said."""
    start = time.monotonic()
    code = cli.main(command.split())
    seconds = time.monotonic() - start
    said = capsys.readouterr().out
    assert code == 0, said
    return f"`consent-banner {command}`", f"{seconds:.0f}", said


@pytest.mark.thorough
@pytest.mark.needs("cookies as a test's answer sets them")
@pytest.mark.needs("cookies of other sites")
@pytest.mark.usefixtures("opened", "soon")
def test_four_commands_lead_from_nothing_to_an_audit_without_findings(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    shutil.copytree(GROWN, tmp_path / "site")
    monkeypatch.chdir(tmp_path)
    steps = [run(command, capsys) for command in COMMANDS]
    lines = settings(tmp_path / "consent.toml")
    audited = steps[-1][-1]

    assert lines <= 40
    assert len(config.read(tmp_path / "consent.toml").declaration.optional()) == 14
    assert "nothing was found" in audited
    assert "4 pages, " in audited
    if request.config.getoption("--write"):
        rows = [(command, seconds, words(said)) for command, seconds, said in steps]
        table = tables.markdown(("command", "seconds", "what it says"), rows)
        tables.keep(GUIDE, "from-nothing", f"{table}\n\n`consent.toml` has {lines} lines of settings.")


def settings(file: Path) -> int:
    """Return how many lines of a declaration set something: no comments, and no empty ones."""
    lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    return sum(bool(line) and not line.startswith("#") for line in lines)


# What the line has that tells most, of the output of each command.
TELLS = ("pages seen in one visit", "built ", "pages got the tag", ": nothing was found")


def words(said: str) -> str:
    """Return the line of what a command *said* that tells most, without places of this machine."""
    line = next(line for line in said.splitlines() if any(part in line for part in TELLS))
    return line.partition("; names by")[0].rpartition("/: ")[2].replace(str(Path.cwd()) + "/", "")
