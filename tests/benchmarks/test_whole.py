"""The figures of the catalogue are those of real builds and pages, and stand where the report has a place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from banner.config import catalogue
from tests import tables
from tests.benchmarks import command, servers, whole
from tests.benchmarks.contestants import OURS

if TYPE_CHECKING:
    from playwright.sync_api import Playwright


def test_the_sites_are_the_demo_and_parts_of_the_catalogue_and_all_of_it() -> None:
    counts = {site.name: site.services for site in whole.sites()}

    assert list(counts) == ["one service", "the demo", "half of the catalogue", "the whole catalogue"]
    assert counts["the whole catalogue"] == len(catalogue.services())
    assert counts["the demo"] == 10


def test_a_table_has_each_site_with_its_medians() -> None:
    metrics = [*whole.BUILD, *whole.PAGE]
    samples = {metric: [3000.0, 1000.0, 2000.0] for metric in metrics}
    found = {runtime: {site.name: samples for site in whole.sites()} for runtime in OURS}
    text = whole.markdown(found)

    assert text.count("| the whole catalogue |") == 4
    assert "| the demo | 10 | pyodide | 2,000 | 2,000 | 0 | 2 | 2 | 2 | 2,000 |" in text


def test_the_report_has_the_place_and_a_table_in_it() -> None:
    report = command.REPORT.read_text(encoding="utf-8")

    assert tables.between(report, "catalogue").count("| the whole catalogue |") == 4


def test_a_site_is_built_weighed_and_visited(tmp_path: Path, playwright: Playwright) -> None:
    site = whole.sites()[0]
    built, weights = whole.build(site, "micropython", tmp_path / "one")
    browser = whole.launch(playwright)
    with servers.running() as served:
        visited = whole.visit(browser, served, built)
    browser.close()

    assert set(weights) | set(visited) == {*whole.BUILD, *whole.PAGE}
    assert 6000 < weights["script"] < 9000
    assert weights["all"] > weights["python"] > 1_000
    assert visited["click to cookie"] >= 0
    assert 100 < visited["record"] < 1000
