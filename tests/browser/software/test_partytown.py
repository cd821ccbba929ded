"""A script that runs in Partytown's worker waits for its service, and runs once on each page from then on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from banner.toolchain import environment
from tests.browser.software import pages
from tests.browser.software.guest import Guest
from tests.browser.software.software import Software
from tests.matrix import examples
from tests.support.runtimes import ONE_RUNTIME

pytestmark = [ONE_RUNTIME, pytest.mark.thorough]

LIBRARY = "@builder.io/partytown/lib"
# What runs tells so by what the page can see. No browser runs scripts of this type: the worker did.
TELL = "document.body.dataset.{name} = Number(document.body.dataset.{name} || 0) + 1"
# As the guide has it: what comes once Partytown has begun is told to it by an event, and no sooner.
READY = '<script>document.addEventListener("pt0", () => { window.partytownReady = true })</script>'
WAITING = """<script type="text/partytown">{at_once}</script>
<template data-service="stats">
<script type="text/partytown">{inline}</script>
<script type="text/partytown" src="/in-worker.js"></script>
<script>if (window.partytownReady) dispatchEvent(new CustomEvent("ptupdate"))</script>
</template>"""


def build(folder: Path, _: str) -> None:
    """Write a site with Partytown, to which some scripts are given at once and others with a consent."""
    library = environment.software("workers") / LIBRARY
    shutil.copytree(library, folder / "~partytown")
    snippet = (library / "partytown.js").read_text(encoding="utf-8")
    tells = {name: TELL.format(name=name) for name in ("at_once", "inline", "file")}
    waiting = WAITING.format(at_once=tells["at_once"], inline=tells["inline"])
    made = {
        f"{name}.html": pages.document(name, head=f"{READY}\n<script>{snippet}</script>\n{waiting}")
        for name in pages.HEADINGS
    }
    pages.write(folder, {**made, "in-worker.js": tells["file"]})


@pytest.fixture(params=[Software("partytown", build)], ids=["partytown"])
def software(request: pytest.FixtureRequest) -> Software:
    """One that brings the site."""
    one: Software = request.param
    return one


def wait_for(guest: Guest, **ran: int) -> None:
    """Wait until the worker has run each so often."""
    guest.page.wait_for_function(
        "(ran) => Object.keys(ran).every((name) => document.body.dataset[name] === String(ran[name]))",
        arg=ran,
    )


WAYS = ("follow film", "follow choices", "back film", "forward choices", "reload choices")


@examples("state", ["granted", "denied"], run=["granted"])
def test_a_script_for_the_worker_waits_for_its_service(new_guest: Callable[[], Guest], state: str) -> None:
    guest = new_guest().go("open index")
    wait_for(guest, at_once=1)
    assert guest.page.evaluate("[document.body.dataset.inline, document.body.dataset.file]") == [None, None]
    assert not any("in-worker" in one for one in guest.visitor.requests)

    expected = {"at_once": 1, **({"inline": 1, "file": 1} if state == "granted" else {})}
    guest.press("accept-all" if state == "granted" else "deny-all").is_in(state)
    wait_for(guest, **expected)
    for way in WAYS:
        guest.go(way)
        wait_for(guest, **expected)
    seen = guest.page.evaluate("({ ...document.body.dataset })")
    assert {name: int(times) for name, times in seen.items()} == expected
    assert guest.visitor.errors == []
