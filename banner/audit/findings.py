"""Findings of an audit, and the rules that they break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from banner.audit.seen import NOBODY, Cause


@dataclass(frozen=True)
class Rule:
    """Rule that a finding breaks. *level* is SARIF's: ``"error"`` and ``"warning"`` make the audit fail."""

    level: str
    title: str
    remedy: str


RULES = {
    "early-contact": Rule(
        "error",
        "a host is contacted without consent to its service",
        "let the element wait for the service: data-service, and data-src in place of src",
    ),
    "undeclared-host": Rule(
        "error",
        "a host is contacted that no service declares",
        "declare a service that has it in its hosts, or take it out of the page",
    ),
    "cloaked-host": Rule(
        "error",
        "a host of the site's own is another name of a third party's",
        "declare the service under this host, and let it wait",
    ),
    "early-storage": Rule(
        "error",
        "something is kept in the browser without consent to its service",
        "let what keeps it wait for the service",
    ),
    "undeclared-storage": Rule(
        "error",
        "something is kept in the browser that no service declares",
        "declare it in the cookies of its service, or keep it no longer",
    ),
    "lifetime": Rule(
        "error",
        "something is kept longer than declared",
        "write the real duration, or have it end when it is declared to",
    ),
    "shorter-lifetime": Rule(
        "note", "something is kept for less than half of what is declared", "write the real duration"
    ),
    "party": Rule(
        "error",
        "something is kept on another domain than declared",
        "write the domain on which it is, or leave it out for your own",
    ),
    "kept-after-withdrawal": Rule(
        "error",
        "something is still there after its consent was withdrawn",
        "declare it in the cookies of the service, for a withdrawal to erase it, or see what writes it again",
    ),
    "no-banner": Rule(
        "error",
        "a page has no banner",
        'put <script src="/consent/consent.js" defer></script> into the page',
    ),
    "no-way-back": Rule(
        "warning",
        "a page has no way back to the preferences",
        "add a link or button with data-consent-open, or set reopen in the declaration",
    ),
    "wrong-state": Rule(
        "error",
        "a page is in another state than what was decided",
        "see that the page has the same build of the banner, and that nothing else writes its cookies",
    ),
    "wrong-record": Rule(
        "error",
        "the record in the cookie does not say what was decided",
        "deploy a build of this declaration, and see that nothing else writes the cookie",
    ),
    "unequal-buttons": Rule(
        "error",
        "to accept and to deny are not equally easy",
        "style all buttons that decide alike",
    ),
    "unseen-service": Rule(
        "warning",
        "a service is declared and was never seen at work",
        "take it out of the declaration, or audit a page that uses it",
    ),
    "unseen-host": Rule(
        "note",
        "a host is declared and was never contacted",
        "take it out of hosts, unless a page that was not audited needs it",
    ),
    "unseen-cookie": Rule(
        "note",
        "something is declared and was never kept",
        "take it out of cookies, unless it comes where the audit did not get",
    ),
    "broken-page": Rule("warning", "a page cannot be loaded", "mend the link, or name other pages"),
}
FAILING = ("error", "warning")


@dataclass(frozen=True)
class Finding:
    """Finding at *page*, on *engine*, in *phase*: *what* was found, and what caused it.

    *service* is the id of the service that it is about, where there is one.
    """

    rule: str
    what: str
    page: str = ""
    engine: str = ""
    phase: str = ""
    service: str = ""
    caused_by: Cause = NOBODY

    @property
    def level(self) -> str:
        """Return how much it matters: ``"error"``, ``"warning"`` or ``"note"``."""
        return RULES[self.rule].level

    @property
    def remedy(self) -> str:
        """Return what to do about it."""
        return RULES[self.rule].remedy

    @property
    def fails(self) -> bool:
        """Return whether an audit with it is not clean."""
        return self.level in FAILING

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        cause = self.caused_by
        return {
            "rule": self.rule,
            "level": self.level,
            "what": self.what,
            "page": self.page,
            "engine": self.engine,
            "phase": self.phase,
            "service": self.service,
            "caused_by": {"element": cause.element, "script": cause.script, "line": cause.line},
            "remedy": self.remedy,
        }


@dataclass(frozen=True)
class Group:
    """The same finding at several places: what people read once. *all* has them in the order of the audit."""

    first: Finding
    all: tuple[Finding, ...]

    def places(self, part: str) -> list[str]:
        """Return the different values of a *part* (``"page"``, ``"phase"``, ``"engine"``), in their order."""
        return [value for value in dict.fromkeys(getattr(one, part) for one in self.all) if value]


def grouped(findings: tuple[Finding, ...]) -> tuple[Group, ...]:
    """Return the findings that differ in page, engine and phase alone as one each, errors first."""
    groups: dict[tuple[str, str, Cause], list[Finding]] = {}
    for one in findings:
        groups.setdefault((one.rule, one.what, one.caused_by), []).append(one)
    order = list(RULES)
    levels = ("error", "warning", "note")
    found = [Group(all_[0], tuple(all_)) for all_ in groups.values()]
    return tuple(sorted(found, key=lambda one: (levels.index(one.first.level), order.index(one.first.rule))))
