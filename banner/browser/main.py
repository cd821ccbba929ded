"""Where Python starts: reads what the build left beside this code, then judges the page and listens."""

from __future__ import annotations

import json

from banner.browser.page import Page
from banner.browser.visit import Visit
from banner.core.declaration import from_plain
from banner.core.messages import Messages

SITE = "site.json"


def main() -> None:
    """Start the visit of this page."""
    with open(__file__.replace("browser/main.py", SITE)) as file:  # noqa: PTH123 - MicroPython has no pathlib
        site = json.load(file)
    messages = site["messages"]
    visit = Visit(
        Page(),
        from_plain(site["declaration"]),
        Messages(
            messages["language"],
            messages["direction"],
            messages["texts"],
            tuple(messages["months"]),
        ),
        site["build"],
    )
    visit.arrive()
    visit.listen()
