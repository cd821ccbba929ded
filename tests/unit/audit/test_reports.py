"""The reports tell the same findings to different readers."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from banner.audit.findings import RULES, Finding
from banner.audit.reports import machine, terminal, web
from banner.audit.result import Data, Engine, Picture, Result, Visit
from banner.audit.seen import Cause
from banner.toolchain.environment import ROOT

HOME = "https://shop.example/"
BLOG = HOME + "blog/?a=1&b=<2>"
EVIL = "<img src=x onerror=alert(1)>\x00\ud800"
PIXEL = Finding(
    "early-contact",
    "image https://www.facebook.com/tr, of facebook-pixel",
    page=HOME,
    engine="chromium",
    phase="undecided",
    service="facebook-pixel",
    caused_by=Cause(f'<script data-x="{EVIL}">', HOME, 12),
)
FINDINGS = (
    Finding("unseen-cookie", "cookie _gid, of google", engine="chromium", service="google"),
    PIXEL,
    Finding(**{**vars(PIXEL), "page": BLOG, "phase": "denied"}),
    Finding(**{**vars(PIXEL), "engine": "firefox"}),
    Finding("no-way-back", "nothing in the page opens the preferences", BLOG, "firefox", "undecided"),
)
PHASES = {"undecided": "undecided: waited", "denied": "all denied"}


def result(findings: tuple[Finding, ...] = FINDINGS, pictures: tuple[Picture, ...] = ()) -> Result:
    """Return the result of an audit with these *findings*."""
    return Result(
        address=HOME,
        declaration="consent.toml",
        revision="4da5a41096b2",
        engines=(Engine("chromium", "140.0"), Engine("firefox", "128.0", ("it tells no lines",))),
        pages=(HOME, BLOG),
        phases=PHASES,
        visits=(
            Visit(HOME, "chromium", "undecided"),
            Visit(BLOG, "chromium", "undecided"),
            Visit(BLOG, "chromium", "denied"),
            Visit(HOME, "firefox", "undecided"),
        ),
        findings=findings,
        data=(Data("the catalogue", "0.1.0"), Data("third-party-web", "0.30.0", "2026-09-14")),
        began=1_795_000_000.0,
        seconds=42.4,
        pictures=pictures,
        words=("no page of the shop was visited",),
    )


def test_only_errors_and_warnings_make_it_fail() -> None:
    assert not result().clean
    assert result(FINDINGS[:1]).clean
    assert result(()).clean
    assert not result(FINDINGS[4:]).clean


def test_an_audit_that_reached_no_page_says_so() -> None:
    gone = Finding("broken-page", "refused", HOME, "chromium", "undecided")
    one = result((gone,))

    assert one.loaded
    assert not Result(**{**vars(one), "visits": (Visit(HOME, "chromium", "undecided"),)}).loaded


def test_a_sentence_counts_different_findings_and_gives_no_mark() -> None:
    assert result().sentence() == "1 error, 1 warning, 1 note"
    assert result(()).sentence() == "nothing was found"
    assert result().scope() == (
        "2 pages, 2 phases, chromium 140.0, firefox 128.0, 42 s, 2026-11-18T11:06:40Z"
    )


def test_every_rule_has_a_level_a_title_and_a_remedy() -> None:
    for rule in RULES.values():
        assert rule.level in ("error", "warning", "note")
        assert rule.title
        assert rule.remedy


class TestTerminal:
    """The report for a terminal."""

    def test_it_has_a_table_each_finding_once_and_what_it_is_good_for(self) -> None:
        lines = terminal.text(result()).splitlines()

        assert lines[:5] == [
            "phase              chromium  firefox",
            "─────────────────  ────────  ──────────────────",
            "undecided: waited  1 error   1 error, 1 warning",
            "all denied         1 error   not run",
            "the whole of it    1 note    clean",
        ]
        assert sum("[early-contact]" in line for line in lines) == 1
        assert "  engines: chromium, firefox" in lines
        assert "  phases: undecided, denied" in lines
        assert "https://shop.example/: 1 error, 1 warning, 1 note" in lines
        assert "data: the catalogue 0.1.0, third-party-web 0.30.0 of 2026-09-14" in lines
        assert "firefox: it tells no lines" in lines
        assert lines[-1] == "no page of the shop was visited"

    def test_many_places_are_told_in_part(self) -> None:
        many = tuple(Finding(**{**vars(PIXEL), "page": f"{HOME}{number}"}) for number in range(9))

        assert re.search(r"/3\s+and 5\s+more", terminal.text(result(many)))


class TestJson:
    """The report for programs of the owner's own."""

    def test_it_has_all_that_is_known(self) -> None:
        plain = json.loads(machine.as_json(result()))

        assert [one["rule"] for one in plain["findings"]] == [one.rule for one in FINDINGS]
        assert plain["findings"][1]["caused_by"]["line"] == 12
        assert plain["pages"] == [HOME, BLOG]
        assert plain["data"][1] == {"name": "third-party-web", "version": "0.30.0", "date": "2026-09-14"}
        assert (plain["clean"], plain["seconds"], plain["began"]) == (False, 42.4, "2026-11-18T11:06:40Z")


class TestJUnit:
    """The report for test runners."""

    def test_each_page_in_each_phase_is_a_case(self) -> None:
        root = ET.fromstring(machine.as_junit(result()))  # noqa: S314 - ours
        chromium, firefox = root.findall("testsuite")

        assert (root.get("failures"), chromium.get("tests"), chromium.get("failures")) == ("4", "4", "2")
        assert [(one.get("classname"), one.get("name")) for one in chromium.findall("testcase")] == [
            ("undecided: waited", HOME),
            ("undecided: waited", BLOG),
            ("all denied", BLOG),
            ("the whole audit", "the whole audit"),
        ]
        failure = chromium.find("testcase/failure")
        assert failure is not None
        assert failure.get("type") == "early-contact"
        assert failure.text
        assert "https://shop.example/:12" in failure.text
        assert "cookie _gid" in (chromium.findtext("testcase/system-out") or "")
        assert firefox.find("properties/property[@value='it tells no lines']") is not None


class TestSarif:
    """The report for code scanning."""

    def test_it_is_sarif_with_the_place_of_each_cause(self) -> None:
        log = json.loads(machine.as_sarif(result()))
        (run,) = log["runs"]
        first = run["results"][0]

        assert (log["version"], log["$schema"]) == ("2.1.0", "https://json.schemastore.org/sarif-2.1.0.json")
        assert [one["id"] for one in run["tool"]["driver"]["rules"]] == list(RULES)
        assert run["invocations"][0]["executionSuccessful"] is True
        assert run["invocations"][0]["endTimeUtc"] == "2026-11-18T11:07:22Z"
        assert [one["ruleId"] for one in run["results"]] == ["early-contact", "no-way-back", "unseen-cookie"]
        assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"]
        place = first["locations"][0]["physicalLocation"]
        assert place == {"artifactLocation": {"uri": "index.html"}, "region": {"startLine": 12}}
        assert run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "blog/"
        assert (
            run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "consent.toml"
        )

    def test_the_same_finding_has_the_same_fingerprint_in_every_run(self) -> None:
        prints = [
            json.loads(machine.as_sarif(result(found)))["runs"][0]["results"]
            for found in (FINDINGS, (PIXEL,))
        ]

        assert prints[0][0]["partialFingerprints"] == prints[1][0]["partialFingerprints"]

    @pytest.mark.parametrize(
        ("place", "uri"),
        [
            (HOME + "assets/shop.js?v=2", "assets/shop.js"),
            ("https://other.example/a b.js", "https://other.example/a%20b.js"),
            (HOME, "index.html"),
        ],
    )
    def test_files_of_the_site_are_named_as_they_lie_there(self, place: str, uri: str) -> None:
        assert machine.uri(result(), place) == uri


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


class TestHtml:
    """The report for people."""

    def test_it_needs_nothing_else_and_runs_nothing(self) -> None:
        picture = Picture(HOME, "chromium", "undecided", b"\xff\xd8")
        tags = _Tags(web.html(result(pictures=(picture,)))).tags

        images = [has for tag, has in tags if tag == "img"]
        assert [str(has["src"])[:23] for has in images] == ["data:image/jpeg;base64,"]
        assert images[0]["alt"]
        assert not [tag for tag, _ in tags if tag in ("script", "link", "iframe")]
        assert not [has for _, has in tags if any(name.startswith("on") for name in has)]

    def test_what_comes_from_the_site_is_escaped(self) -> None:
        text = web.html(result())

        assert "<img src=x" not in text
        assert "&lt;img src=x onerror=alert(1)&gt;" in text

    def test_it_has_a_finding_once_with_what_it_is_good_for(self) -> None:
        text = web.html(result())

        assert text.count('data-rule="early-contact"') == 1
        for words in (
            "2026-11-18T11:06:40Z",
            "third-party-web 0.30.0 of 2026-09-14",
            "firefox: it tells no lines",
        ):
            assert words in text

    def test_a_clean_site_is_told_so(self) -> None:
        assert "All that was seen is declared" in web.html(result(()))


def test_the_guide_has_every_rule_with_its_level() -> None:
    guide = (ROOT / "site/docs/guide/audit.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.*) \|$", guide, re.MULTILINE)

    assert {name: (level, title) for name, level, title in rows} == {
        name: (rule.level, rule.title) for name, rule in RULES.items()
    }
