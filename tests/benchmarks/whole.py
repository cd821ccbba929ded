"""What the catalogue costs: `.venv/bin/python -m tests.benchmarks.whole [--write]`.

Builds the demo, and sites with one service, half of the catalogue and all of it, in the demo's languages.
Then it visits a page of each, accepts all and comes back. Hosts of vendors lead nowhere: the cost is ours.
"""

from __future__ import annotations

import gzip
import math
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from banner import config
from banner.config import catalogue
from banner.toolchain import environment
from tests import tables
from tests.benchmarks import command, servers
from tests.benchmarks.contestants import OURS, ours
from tests.benchmarks.figures import Samples, add, spread
from tests.benchmarks.page import page
from tests.benchmarks.table import number
from tests.benchmarks.visits import FAST, Tab
from tests.support import browsers, catalogue_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

    from tests.benchmarks.contestants import Contestant
    from tests.benchmarks.journey import Sample
    from tests.benchmarks.servers import Servers

DEMO = environment.ROOT / "site/demo/consent.toml"
ROUNDS = 5
# Every name leads to this machine, where nobody listens for those of vendors.
_NOWHERE = "--host-resolver-rules=MAP * 127.0.0.1"
_EMBED = '<script src="/consent/consent.js" defer></script>'
_ALL_ON = "document.documentElement.dataset.consent === 'granted'"
# What stands in the two tables: the metric, and its words.
BUILD = {
    "seconds": "build, s",
    "files": "files",
    "all": "all of them, MB",
    "script": "`consent.js`, kB gzip",
    "python": "what Python starts with, kB gzip",
    "preferences": "preferences in English, kB gzip",
    "record": "record, bytes",
}
PAGE = {
    "first paint": "banner painted, ms",
    "script time": "script time before a click, ms",
    "click to gone": "click → banner gone, ms",
    "click to cookie": "click → cookie, ms",
    "later script time": "return visit: script time, ms",
}


@dataclass(frozen=True)
class Site:
    """One site to measure: its *name* in the table, how many *services* can be refused, its declaration."""

    name: str
    services: int
    text: str


def sites() -> list[Site]:
    """The sites, in the order of the table."""
    known = list(catalogue.services().values())
    demo = re.sub(r"^(?:pages|server) = .*\n", "", DEMO.read_text(encoding="utf-8"), flags=re.MULTILINE)
    declared = config.read(DEMO)
    languages = declared.languages
    parts = {"one service": known[:1], "half of the catalogue": known[::2], "the whole catalogue": known}
    made = [
        Site(name, len(some), catalogue_site.declaration(some, languages)) for name, some in parts.items()
    ]
    return [made[0], Site("the demo", len(declared.declaration.optional()), demo), *made[1:]]


def build(site: Site, runtime: str, folder: Path) -> tuple[Contestant, Sample]:
    """Build *site* in *folder*: it as it is deployed, and what that took and weighs."""
    started = time.process_time()
    built = ours(folder.name, site.text, runtime, folder.parent, page(_EMBED))
    seconds = time.process_time() - started
    files = [
        file for path, file in built.files.items() if path.startswith("/consent/") and isinstance(file, Path)
    ]

    def packed(pattern: str) -> int:
        return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files if re.match(pattern, file.name))

    return built, {
        "seconds": seconds,
        "files": len(files),
        "all": sum(file.stat().st_size for file in files),
        "script": packed(r"consent\.js$"),
        "python": packed(r"banner\.\w+\.(py|json)$"),
        "preferences": packed(r"preferences\.en\.\w+\.json$"),
    }


def visit(browser: Browser, served: Servers, built: Contestant) -> Sample:
    """What a visitor pays who accepts all, and comes back; and how long the record is that they keep."""
    with Tab(browser, served, built, FAST) as tab:
        scripts = tab.scripts("?first")
        painted = tab.probe()["seen"]["at"]
        tab.approach()
        tab.press()
        tab.page.wait_for_function(f"probe.cookie && probe.gone && {_ALL_ON}", timeout=0)
        probe = tab.probe()
        (record,) = [one for one in tab.context.cookies() if one.get("name") == "consent"]
        return {
            "first paint": painted,
            "script time": scripts,
            "click to gone": probe["gone"] - probe["click"],
            "click to cookie": probe["cookie"] - probe["click"],
            "later script time": tab.scripts("?later", banner="", until=_ALL_ON),
            "record": len(record.get("value", "")),
        }


def launch(playwright: Playwright) -> Browser:
    """A browser that reaches this machine and nobody else."""
    arguments = [one for one in command.ARGUMENTS if "resolver" not in one]
    return playwright.chromium.launch(executable_path=browsers.chromium(), args=[*arguments, _NOWHERE])


def measure(rounds: int) -> dict[str, dict[str, Samples]]:
    """The samples of all sites, by runtime and by name of the site; the rounds take turns."""
    found: dict[str, dict[str, Samples]] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        servers.running() as served,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        for turn in range(rounds):
            for runtime in OURS:
                for at, site in enumerate(sites()):
                    built, weights = build(site, runtime, Path(folder) / f"{turn}-{runtime}-{at}")
                    samples = found.setdefault(runtime, {}).setdefault(site.name, {})
                    add(samples, weights)
                    add(samples, visit(browser, served, built))
        browser.close()
    return found


def markdown(found: dict[str, dict[str, Samples]]) -> str:
    """The two tables: what a build makes, and what a page costs."""
    counts = {site.name: site.services for site in sites()}

    def rows(metrics: tuple[str, ...], runtimes: tuple[str, ...]) -> list[str]:
        return [
            f"| {name} | {counts[name]} | {runtime} | "
            + " | ".join(_cell(metric, found[runtime][name][metric]) for metric in metrics)
            + " |"
            for name in counts
            for runtime in runtimes
        ]

    def table(metrics: dict[str, str]) -> str:
        head = " | ".join(["site", "services", "runtime", *metrics.values()])
        return "\n".join([f"| {head} |", "|" + "---|" * (len(metrics) + 3), *rows(tuple(metrics), OURS)])

    return f"{table(BUILD)}\n\n{table(PAGE)}"


def _cell(metric: str, values: list[float]) -> str:
    """One figure: the median, or what is the same each time; bytes in kB or MB."""
    scale = {"all": 1e6, "script": 1000, "python": 1000, "preferences": 1000}.get(metric, 1)
    median = spread(values).median
    return f"{math.ceil(median):,}" if metric in ("files", "record") else number(median / scale)


def main(arguments: list[str]) -> int:
    """Measure, print, and with ``--write`` keep it in the report."""
    text = markdown(measure(ROUNDS))
    sys.stdout.write(text + "\n")
    if "--write" in arguments:
        tables.keep(command.REPORT, "catalogue", text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
