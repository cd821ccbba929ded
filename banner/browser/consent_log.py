"""Consent log: a copy stays in the browser, one goes to the site's server; the visitor sees either."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from banner.core.log_entry import LogEntry, entry_id, read_entry
from banner.core.record import encode
from banner.view.history import history

if TYPE_CHECKING:
    from banner.browser.page import Page
    from banner.contract import StorageKey
    from banner.core import effects as do
    from banner.core.declaration import Declaration
    from banner.core.messages import Messages

_KEY: StorageKey = "history"
_MOST = 100


class ConsentLog:
    """Keeps, sends and shows the entries of the log."""

    def __init__(
        self, page: Page, declaration: Declaration, messages: dict[str, Messages], server: str
    ) -> None:
        self._page = page
        self._declaration = declaration
        self._messages = messages
        self._server = server

    def add(self, effect: do.AppendLogEntry) -> None:
        """Append the entry that *effect* tells of."""
        entry = LogEntry(
            id=entry_id(effect.consent, effect.event),
            event=effect.event,
            record=encode(effect.consent),
            previous=effect.previous,
            notice_hash=effect.notice_hash,
            language=effect.language,
            scope=effect.scope,
        )
        if read_entry(entry.plain()) is None:
            return  # a decision from an older build does not say what was shown: it proves nothing
        kept = [before.plain() for before in self._kept()]
        self._page.write_storage(_KEY, json.dumps([*kept, entry.plain()][-_MOST:]))
        if self._server:
            self._page.send(entry.plain())

    def show_soon(self) -> None:
        """Show the history if the visitor has asked for it, without waiting for it here."""
        asyncio.create_task(self.show_if_wanted())  # noqa: RUF006 - the page keeps Python running

    async def show_if_wanted(self) -> None:
        """Show the history if the visitor has asked for it: the server's, else the browser's own."""
        page = self._page
        if not page.wants_history():
            return
        response = await page.fetch_history() if self._server else None
        found = _entries(response.get("entries")) if isinstance(response, dict) else ()
        kept_by = "server" if found else "browser"
        messages = self._messages[page.language()]
        names = {service.id: messages.name(service) for service in self._declaration.optional()}
        entries = found or tuple(reversed(self._kept()))
        page.show_history(history(messages, entries, names, kept_by, page.format_time).text)

    def _kept(self) -> tuple[LogEntry, ...]:
        return _entries(self._page.read_storage(_KEY))


def _entries(plain: Any) -> tuple[LogEntry, ...]:
    """Return the entries in *plain*, which is somebody else's and can be anything."""
    found = [read_entry(entry) for entry in plain] if isinstance(plain, list) else []
    return tuple(entry for entry in found if entry is not None)
