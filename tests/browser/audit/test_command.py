"""The command: what it takes, what it writes, and how it ends."""

from __future__ import annotations

import json
import shutil
import sys
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from banner import cli
from banner.audit import audit as running
from banner.audit import manner, phases
from tests.browser.audit.conftest import SOON

pytestmark = pytest.mark.usefixtures("opened")
# A declaration of a site that asks for one embed, whose frame nobody opens.
CONSENT = """
runtime = "micropython"
pages = "site"
links = { cookie-policy = "index.html", privacy-policy = "index.html" }
purposes = [{ id = "content" }]
services = [{ use = "youtube" }]
"""
PAGE = """<!doctype html>
<html lang="en">
  <head>
    <title>A page</title>
    <script src="/consent/consent.js" defer></script>
  </head>
  <body>
    <a href="#" data-consent-open>Privacy settings</a>
    %s
  </body>
</html>
"""
LEAK = '<img src="http://unknown.invalid/x.gif" alt="">'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an owner; their browser is the one of the tests, and looks at one phase alone."""
    one = lambda site: phases.chosen(phases.phases(site), ("undecided",))  # noqa: E731 - short
    monkeypatch.setattr(manner, "Manner", partial(manner.Manner, linger=0.2, patience=SOON))
    monkeypatch.setattr(running, "phases", one)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "consent.toml").write_text(CONSENT, encoding="utf-8")
    return tmp_path


def built(text: str = "") -> None:
    """Build the site with *text* in its page."""
    Path("site/index.html").write_text(PAGE % text, encoding="utf-8")
    assert cli.main(["build"]) == 0


def test_a_clean_folder_ends_with_0_and_no_mark(
    here: Path, browser_name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    built()
    assert here.is_dir()
    assert cli.main(["audit", "dist", "--engine", browser_name]) == 0
    said = capsys.readouterr().out

    assert "nothing was found" in said
    assert "1 page, 1 phase, " in said
    assert "third-party-web" in said


def test_findings_end_with_1_and_stand_in_every_report(here: Path, browser_name: str) -> None:
    built(LEAK)
    names = ("json", "junit", "sarif", "html")
    files = [argument for name in names for argument in (f"--{name}", f"audit.{name}")]
    assert cli.main(["audit", "dist", "--engine", browser_name, *files]) == 1

    plain = json.loads((here / "audit.json").read_text(encoding="utf-8"))
    assert {one["rule"] for one in plain["findings"]} == {"undeclared-host"}
    assert plain["findings"][0]["caused_by"]["line"] == 9
    root = ET.fromstring((here / "audit.junit").read_text(encoding="utf-8"))  # noqa: S314 - ours
    assert root.get("failures") == "1"
    (run,) = json.loads((here / "audit.sarif").read_text(encoding="utf-8"))["runs"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "index.html"}, "region": {"startLine": 9}}
    page = (here / "audit.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") == 1
    assert 'data-rule="undeclared-host"' in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["nowhere"],
            "nowhere: there is no such folder; write the address of a site with https:// before it",
        ),
        (["."], ".: there is no page in it; name the folder that your pages are deployed from"),
        (["http://127.0.0.1:9/"], "no page can be loaded"),
    ],
)
def test_what_cannot_be_audited_ends_with_2_and_a_remedy(
    arguments: list[str], words: str, here: Path, browser_name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(here / "site")
    text = (here / "consent.toml").read_text(encoding="utf-8")
    (here / "consent.toml").write_text(text.replace('pages = "site"\n', ""), encoding="utf-8")

    assert cli.main(["audit", *arguments, "--engine", browser_name]) == 2
    assert words in capsys.readouterr().err


def test_without_playwright_the_remedy_is_told(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built()
    assert here.is_dir()
    for name in [one for one in sys.modules if one.startswith(("banner.audit.", "playwright"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "playwright", None)

    assert cli.main(["audit", "dist"]) == 2
    said = capsys.readouterr().err
    assert 'pip install "consent-banner[scan]"' in said
    assert "playwright install chromium" in said
