"""How Python starts: from our snapshot, as MicroPython, and with PyScript and Pyodide as they are shipped."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from banner.toolchain import environment
from tests.benchmarks.contestants import OURS, Contestant, contestants
from tests.benchmarks.page import page
from tests.benchmarks.visits import FAST, Tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.benchmarks.journey import Sample
    from tests.benchmarks.servers import Servers
    from tests.benchmarks.visits import Profile

SHIPPED = "shipped"
_NOTES = Path(__file__).with_name("started.js").read_text(encoding="utf-8")
# The first request for Python; the page is not part of it.
_FIRST = "performance.getEntriesByType('resource').find((one) => /{}/.test(one.name)).startTime"
_ENTRY = {SHIPPED: r"\/pyscript\/core\.js", **dict.fromkeys(OURS, r"\/files\/python\.")}
_SCRIPT = "from pyscript import document\n\ndocument.documentElement.setAttribute('data-python', 'up')\n"
_INTERPRETER = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
    "python_stdlib.zip",
)


def starters(folder: Path, port: int) -> list[Contestant]:
    """Who starts Python: PyScript as it is shipped, and ours on both runtimes."""
    return [_shipped(), *contestants(OURS, folder, port)]


def start(browser: Browser, servers: Servers, contestant: Contestant, profile: Profile) -> Sample:
    """What starting costs *contestant*, cold and warm; a cache is always filled at full speed."""
    with Tab(browser, servers, contestant, FAST) as tab:
        sample = _started(tab, "cold")
        sample["cold.bytes"] = sum(one.bytes for one in tab.wire() if _counts(one.url))
        sample["memory"] = tab.memory()
        if contestant.banner:
            tab.forget()
        tab.throttle(profile)
        return {**(sample if profile is FAST else {}), **_started(tab, "warm")}


def _started(tab: Tab, state: str) -> Sample:
    tab.open("?" + state, notes=_NOTES)
    if tab.contestant.banner:
        tab.approach()
    tab.page.wait_for_function("probe.up", timeout=0)
    tab.page.wait_for_load_state("networkidle")
    begun = tab.page.evaluate(_FIRST.format(_ENTRY[tab.contestant.name]))
    probe = tab.probe()
    blocks = [duration for at, duration in probe["long"] if at + duration > begun]
    return {f"{state}.start": probe["up"] - begun, f"{state}.longest": max(blocks, default=0)}


def _counts(url: str) -> bool:
    """Whether it is part of Python, and not of the page."""
    return any(f"/{folder}/" in url for folder in ("pyscript", "consent"))


def _shipped() -> Contestant:
    """https://docs.pyscript.net/latest/user-guide/first-steps/, with all files at home."""
    core = environment.package("@pyscript/core") / "dist"
    pyodide = environment.package("pyodide")
    files: dict[str, bytes | Path] = {
        f"/pyscript/{file.name}": file for file in core.iterdir() if file.suffix in (".js", ".css")
    }
    files |= {f"/pyscript/pyodide/{name}": pyodide / name for name in _INTERPRETER}
    head = (
        '<link rel="stylesheet" href="/pyscript/core.css">\n'
        '<script type="module" src="/pyscript/core.js"></script>\n'
        '<py-config>{"interpreter": "/pyscript/pyodide/pyodide.mjs"}</py-config>'
    )
    body = '<script type="py" src="/pyscript/main.py"></script>'
    files["/pyscript/main.py"] = _SCRIPT.encode()
    assets = Path(environment.ROOT / "site/demo/assets")
    files |= {f"/assets/{name}": assets / name for name in ("site.css", "hero.svg")}
    return Contestant(SHIPPED, {"/": page(head, body).encode(), **files})
