"""How cost grows with what an owner declares: services, blocked elements, cookies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.contestants import OURS, ours
from tests.benchmarks.page import page
from tests.benchmarks.visits import FAST, Tab

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.benchmarks.contestants import Contestant
    from tests.benchmarks.journey import Sample
    from tests.benchmarks.servers import Servers

AXES = {
    "services": (1, 10, 100, 250),
    "blocked elements": (1, 20, 200, 2000),
    "declared cookies": (1, 20, 200, 2000),
}
_EMBED = '<script src="/consent/consent.js" defer></script>'
_COUNT = "window.ran = (window.ran || 0) + 1; window.last = performance.now();"
_TOP = """
language = "en"

[links]
cookie-policy = "cookies.html"
privacy-policy = "privacy.html"

[[purposes]]
id = "marketing"

[[vendors]]
id = "one"
name = "One"
policy = "privacy.html"
"""


def sites(folder: Path) -> list[tuple[str, str, int, Contestant]]:
    """Every site to measure, as (axis, runtime, size, site); they are built below *folder*."""
    return [
        (axis, runtime, size, _site(axis, runtime, size, folder))
        for axis, sizes in AXES.items()
        for size in sizes
        for runtime in OURS
    ]


def grow(browser: Browser, servers: Servers, size: int, contestant: Contestant) -> Sample:
    """What a visitor pays where *size* things are declared; each, or one of them, counts itself."""
    ran = size if contestant.name.startswith(("services", "blocked")) else 1
    with Tab(browser, servers, contestant, FAST) as tab:
        scripts = tab.scripts("?first")
        probe = tab.probe()
        sample = {
            "script bytes": sum(one.bytes for one in tab.wire() if one.url.endswith("/consent.js")),
            "first paint": probe["seen"]["at"],
            "script time": scripts,
        }
        tab.approach()
        tab.press()
        tab.page.wait_for_function(f"probe.cookie && probe.gone && window.ran === {ran}", timeout=0)
        probe = tab.probe()
        sample["click to cookie"] = probe["cookie"] - probe["click"]
        sample["click to gone"] = probe["gone"] - probe["click"]
        sample["click to all run"] = tab.page.evaluate("last") - probe["click"]
        sample["later script time"] = tab.scripts("?later", banner="", until=f"window.ran === {ran}")
        sample["later all run"] = tab.page.evaluate("last")
        return sample


def _site(axis: str, runtime: str, size: int, folder: Path) -> Contestant:
    declared: dict[str, Callable[[int], str]] = {
        "services": _services,
        "blocked elements": lambda _: _service("one", 1, "gates = true"),
        "declared cookies": lambda count: _service("one", count),
    }
    blocked = f'<script type="text/plain" data-service="one">{_COUNT}</script>\n'
    body = blocked * size if axis == "blocked elements" else ""
    name = f"{axis.replace(' ', '-')}-{size}-{runtime}"
    return ours(name, _TOP + declared[axis](size), runtime, folder, page(_EMBED, body))


def _services(count: int) -> str:
    return "".join(_service(f"s{number}", 1) for number in range(count))


def _service(name: str, cookies: int, opens: str = f"scripts = [{{ code = '{_COUNT}' }}]") -> str:
    kept = ",\n".join(
        f'  {{ name = "{name}_cookie_{number}", duration = "30 days" }}' for number in range(cookies)
    )
    return f"""
[[services]]
id = "{name}"
name = "Service {name}"
text = "Measures what visitors do."
purpose = "marketing"
vendor = "one"
{opens}
cookies = [
{kept}
]
"""
