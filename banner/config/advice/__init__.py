"""Advice of the build: what an owner may do, and a rule of the law would have otherwise. It stops nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from banner.config.advice import on_declaration, own_scripts
from banner.config.advice.on_pages import on_page, on_style
from banner.config.advice.surroundings import Surroundings
from banner.config.pages import Page, Spot
from banner.config.places import written
from banner.config.problems import quoted, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from banner.config.places import Place
    from banner.config.site_config import SiteConfig

_NO_SCRIPTS: Mapping[Path, str] = MappingProxyType({})
_MOST = 20  # places of a finding that people are told; check --json tells all


@dataclass(frozen=True)
class Advice:
    """One piece of advice: *value* in *file*, which the *rule* of a *source* wants otherwise.

    It stands at *line*, from 1, if that is known, and in a declaration at *place*.
    """

    file: Path
    line: int | None
    place: Place
    value: object
    rule: str
    source: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.where}: {self.finding}"

    @property
    def where(self) -> str:
        """Return the file, the line, the key and the value; what a page has stands as it is written there."""
        line = f":{self.line}" if self.line else ""
        value = f"{written(self.place)} = {shown(self.value)}" if self.place else quoted(self.value)
        return f"{self.file}{line}: {value}"

    @property
    def finding(self) -> str:
        """Return what is found: the rule, its source and the remedy."""
        return f"{self.rule} ({self.source}); {self.remedy}"

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {**vars(self), "file": str(self.file), "place": written(self.place)}


def grouped(found: Iterable[Advice]) -> list[str]:
    """Return lines for people: each finding once, and below it the first places where it is found."""
    groups: dict[str, list[str]] = {}
    for one in found:
        groups.setdefault(one.finding, []).append(f"  {one.where}")
    lines = []
    for finding, places in groups.items():
        more = len(places) - _MOST
        lines += [f"advice: {finding}", *places[:_MOST], *([f"  and {more} more places"] if more > 0 else [])]
    return lines


def advice(
    file: Path, site: SiteConfig, pages: Mapping[Path, str], scripts: Mapping[Path, str] = _NO_SCRIPTS
) -> tuple[Advice, ...]:
    """Return all advice on the *site* that *file* declares, and on its *pages* and style sheets as texts.

    Of its *scripts*, in files of their own, those are read that the pages run by themselves.
    """
    found = [Advice(file, site.lines.of(one[0]), *one) for one in on_declaration.told(site, pages)]
    read = {path: Page(text) for path, text in pages.items() if path.suffix.lower() != ".css"}
    around = Surroundings(site, read.values())
    run = own_scripts.run(around, site.pages or Path(), read, scripts)
    code = own_scripts.code_of_scripts(run)
    for path, text in pages.items():
        seen = on_page(around, read[path], code) if path in read else on_style(around, Spot(1, text))
        found += [Advice(path, one[0], (), *one[1:]) for one in seen]
    own = own_scripts.on_scripts(around, read, run)
    return (*found, *(Advice(path, one[0], (), *one[1:]) for path, one in own))
