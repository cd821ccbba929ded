"""The reports for programs: JSON, JUnit XML and SARIF."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from banner import __version__
from banner.audit.findings import RULES

if TYPE_CHECKING:
    from banner.audit.findings import Finding, Group
    from banner.audit.result import Result

_WHOLE = "the whole audit"
# What XML 1.0 cannot hold, and an address or an element might.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(result: Result) -> str:
    """Return all that is known as JSON."""
    return json.dumps(result.plain(), indent=2, ensure_ascii=False) + "\n"


# JUnit.


def as_junit(result: Result) -> str:
    """Return JUnit XML: a suite for each engine, and a case for each page in each phase."""
    root = ET.Element("testsuites", name="consent-banner audit", time=f"{result.seconds:.1f}")
    failures = 0
    for engine in result.engines:
        cases: dict[tuple[str, str], list[Finding]] = {
            (visit.phase, visit.page): [] for visit in result.visits if visit.engine == engine.name
        }
        for one in result.findings:
            if one.engine == engine.name:
                cases.setdefault((one.phase, one.page), []).append(one)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=f"{engine.name} {engine.version}",
            tests=str(len(cases)),
            timestamp=result.moment().rstrip("Z"),
        )
        _properties(suite, result, engine.limits)
        bad = sum(_case(suite, result, place, found) for place, found in cases.items())
        suite.set("failures", str(bad))
        failures += bad
    root.set("failures", str(failures))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _properties(suite: ET.Element, result: Result, limits: tuple[str, ...]) -> None:
    properties = ET.SubElement(suite, "properties")
    told = [("address", result.address), ("declaration", result.declaration), ("revision", result.revision)]
    told += [("data", str(one)) for one in result.data] + [("limit", one) for one in limits]
    for name, value in told:
        ET.SubElement(properties, "property", name=name, value=_xml(value))


def _case(suite: ET.Element, result: Result, place: tuple[str, str], found: list[Finding]) -> bool:
    """Write the case of a page in a phase, and return whether it has failed."""
    phase, page = place
    case = ET.SubElement(
        suite, "testcase", classname=result.phases.get(phase, _WHOLE), name=_xml(page or _WHOLE)
    )
    failing = [one for one in found if one.fails]
    for one in failing:
        failure = ET.SubElement(case, "failure", type=one.rule, message=_xml(one.what))
        failure.text = _xml(_words(one))
    notes = [one for one in found if not one.fails]
    if notes:
        ET.SubElement(case, "system-out").text = _xml("\n".join(map(_words, notes)))
    return bool(failing)


def _words(one: Finding) -> str:
    cause = f"\ncaused by: {one.caused_by}" if str(one.caused_by) else ""
    return f"{one.level}: {one.what}{cause}\nremedy: {one.remedy}"


def _xml(value: str) -> str:
    return _NO_XML.sub("�", value)


# SARIF.


# Brackets may stand in an origin alone, and behind a % two digits of sixteen (RFC 3986, 2.1 and 3.2.2).
_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^/?#]*")
_LONE = re.compile("%(?![0-9A-Fa-f]{2})")


def as_sarif(result: Result) -> str:
    """Return SARIF 2.1.0: a result for each finding, at the place of what caused it."""
    used = list(RULES)
    run = {
        "tool": {
            "driver": {
                "name": "consent-banner audit",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [
                    {
                        "id": name,
                        "shortDescription": {"text": rule.title},
                        "help": {"text": rule.remedy},
                        "defaultConfiguration": {"level": rule.level},
                    }
                    for name, rule in RULES.items()
                ],
            }
        },
        "columnKind": "utf16CodeUnits",
        "invocations": [
            {
                "executionSuccessful": True,
                "startTimeUtc": result.moment(),
                "endTimeUtc": result.moment(result.seconds),
                "exitCode": int(not result.clean),
            }
        ],
        "results": [_result(result, one, used) for one in result.groups],
        "properties": {key: value for key, value in result.plain().items() if key not in _TOLD_ELSEWHERE},
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


_TOLD_ELSEWHERE = ("findings", "began", "seconds", "clean")


def _result(result: Result, group: Group, rules: list[str]) -> dict[str, Any]:
    one = group.first
    name = f"{one.rule}\n{one.what}\n{one.caused_by}"
    return {
        "ruleId": one.rule,
        "ruleIndex": rules.index(one.rule),
        "level": one.level,
        "message": {"text": f"{_sentence(one)} {one.remedy[0].upper()}{one.remedy[1:]}."},
        "locations": [_location(result, page, one) for page in group.places("page") or [result.declaration]],
        "partialFingerprints": {"finding/v1": hashlib.sha256(name.encode(errors="replace")).hexdigest()[:32]},
        "properties": {part: group.places(part) for part in ("page", "phase", "engine", "service")},
    }


def _sentence(one: Finding) -> str:
    element = f", caused by {one.caused_by.element}" if one.caused_by.element else ""
    return f"{RULES[one.rule].title.capitalize()}: {one.what}{element}."


def _location(result: Result, page: str, one: Finding) -> dict[str, Any]:
    """Return the place of the cause: the script where one is known, else the page."""
    script = one.caused_by.script
    place: dict[str, Any] = {"artifactLocation": {"uri": uri(result, script or page)}}
    if script and one.caused_by.line:
        place["region"] = {"startLine": one.caused_by.line}
    return {"physicalLocation": place, "logicalLocations": [{"name": page, "kind": "resource"}]}


def uri(result: Result, place: str) -> str:
    """Return *place* as SARIF names it: seen from the audited folder where it lies there, else as it is."""
    path = place.partition("?")[0] if place.startswith(result.address) else place
    path = path.removeprefix(result.address) if result.address.endswith("/") else path
    path = path or "index.html"
    origin = _ORIGIN.match(path)
    end = origin.end() if origin else 0
    return path[:end] + quote(_LONE.sub("%25", path[end:]), safe="/:?#@!$&'()*+,;=%~-._")
