"""Where Python starts: takes what the build knows of the site, then judges the page and listens."""

from __future__ import annotations

import asyncio
import json

from banner.browser.account import Account
from banner.browser.notices import Notices
from banner.browser.page import Page
from banner.browser.proofs import Proofs
from banner.browser.visit import Visit
from banner.core.declaration import from_plain
from banner.core.machine import State
from banner.core.messages import Messages
from banner.core.own_cookies import OwnCookies
from banner.core.plan import Ground


def main(text: str) -> None:
    """Start the visit of this page; *text* is the site as JSON."""
    site = json.loads(text)
    messages = {
        language: Messages(language, told["direction"], told["texts"])
        for language, told in site["messages"].items()
    }
    page = Page(OwnCookies(**site["cookies"]))
    declaration = from_plain(site["declaration"])
    visit = Visit(
        page,
        Account(page, declaration, site["server"]),
        Notices(page, declaration, messages, site["policy"]),
        Proofs(page, declaration, messages, site["server"]),
        State(declaration, Ground(site["build"])),
    )
    asyncio.create_task(visit.start())  # noqa: RUF006 - the page keeps Python running
