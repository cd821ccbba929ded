"""The report for code scanning is what the standard says: SARIF 2.1.0, plus errata 01.

``sarif-schema-2.1.0.json`` is its schema, © OASIS Open, unchanged
(https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json).
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from banner.audit.findings import RULES, Finding
from banner.audit.reports import machine
from banner.audit.seen import Cause
from tests.unit.audit.test_reports import EVIL, FINDINGS, HOME, PIXEL, result

SCHEMA = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
FORMATS = jsonschema.FormatChecker(formats=())
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=FORMATS)
# What may stand in an address (RFC 3986): brackets in its host alone, and behind a % two digits of sixteen.
ADDRESS = re.compile(
    r"([a-z][a-z0-9+.-]*://[\[\]A-Za-z0-9.:_-]*)?(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*"
)


@FORMATS.checks("uri-reference")
def _reference(value: object) -> bool:
    return bool(ADDRESS.fullmatch(str(value)))


@FORMATS.checks("uri")
def _whole(value: object) -> bool:
    return bool(re.match("[a-z][a-z0-9+.-]*:", str(value))) and _reference(value)


@FORMATS.checks("date-time", raises=ValueError)
def _moment(value: object) -> bool:
    return dt.datetime.fromisoformat(str(value)).tzinfo is not None


def faults(log: dict[str, Any]) -> list[str]:
    """What the schema has to say against *log*."""
    return [f"{one.json_path}: {one.message[:200]}" for one in VALIDATOR.iter_errors(log)]


EVERY = tuple(
    Finding(
        rule, f"{rule} {EVIL}", HOME, "chromium", "undecided", caused_by=Cause("<b>", HOME + "a b.js?ü", 3)
    )
    for rule in RULES
)
BARE = (
    Finding("early-contact", "image"),
    Finding("early-contact", "image", caused_by=Cause("<img>")),
    Finding("early-contact", "image", HOME, caused_by=Cause("", "https://other.example/100%|[x].js", 0)),
    Finding("early-contact", "image", HOME, caused_by=Cause("", "http://[::1]:8000/[slug]-%C3%BC.js", 1)),
)


@pytest.mark.parametrize(
    "findings", [FINDINGS, EVERY, BARE, ()], ids=["several", "of each rule", "of few facts", "none"]
)
def test_a_report_is_what_the_schema_says(findings: tuple[Finding, ...]) -> None:
    assert faults(json.loads(machine.as_sarif(result(findings)))) == []


def test_the_schema_sees_what_is_wrong() -> None:
    good = json.loads(machine.as_sarif(result((PIXEL,))))
    found = []
    for path, value in (
        (("version",), "2.0.0"),
        (("runs", 0, "results", 0, "level"), "severe"),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "artifactLocation", "uri"), "a b"),
        (("runs", 0, "invocations", 0, "startTimeUtc"), "today"),
        (("runs", 0, "results", 0, "locations", 0, "physicalLocation", "region", "startLine"), 0),
    ):
        bad = copy.deepcopy(good)
        at: Any = bad
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        found.append(len(faults(bad)))

    assert found == [1] * 5
