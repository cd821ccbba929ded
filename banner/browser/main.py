"""Where Python starts: reads what the build left beside this code, then judges the page and listens."""

from __future__ import annotations

import asyncio
import json

from banner.browser.account import Account
from banner.browser.page import Page
from banner.browser.proofs import Proofs
from banner.browser.visit import Visit
from banner.core.declaration import from_plain
from banner.core.machine import State
from banner.core.messages import Messages
from banner.core.plan import Ground

SITE = "site.json"


def main() -> None:
    """Start the visit of this page."""
    with open(__file__.replace("browser/main.py", SITE)) as file:  # noqa: PTH123 - MicroPython has no pathlib
        site = json.load(file)
    messages = {
        language: Messages(language, told["direction"], told["texts"])
        for language, told in site["messages"].items()
    }
    page = Page()
    declaration = from_plain(site["declaration"])
    visit = Visit(
        page,
        Account(page, declaration, messages, site["server"]),
        Proofs(page, declaration, messages, site["server"]),
        State(declaration, Ground(site["build"])),
    )
    asyncio.ensure_future(visit.start())  # noqa: RUF006 - the page keeps Python running
