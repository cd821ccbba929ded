"""Start of Python: read what the build knows of the site, then judge the page and listen."""

from __future__ import annotations

import json

from banner.browser.consent_log import ConsentLog
from banner.browser.page import Page
from banner.browser.session import Session
from banner.browser.toasts import Toasts
from banner.core.declaration import from_plain
from banner.core.messages import Messages
from banner.core.own_cookies import OwnCookies
from banner.core.plan import Ground
from banner.core.state import State


def main(text: str) -> None:
    """Start the session of this page; *text* is the site as JSON."""
    site = json.loads(text)
    messages = {
        language: Messages(language, told["direction"], told["texts"])
        for language, told in site["messages"].items()
    }
    page = Page(OwnCookies(**site["cookies"]))
    declaration = from_plain(site["declaration"])
    session = Session(
        page,
        Toasts(page, declaration, messages, site["policies"]),
        ConsentLog(page, declaration, messages, site["server"]),
        State(declaration, Ground(site["build"]), accounts=bool(site["server"])),
    )
    session.start()
