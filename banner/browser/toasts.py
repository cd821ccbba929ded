"""Toasts in the language that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.consent import domains
from banner.view.toast import account_toast, signal_toast, stays_toast

if TYPE_CHECKING:
    from banner.browser.page import Page
    from banner.core.declaration import Declaration
    from banner.core.merge import Merged
    from banner.core.messages import Messages


class Toasts:
    """Tells what has become of a consent without the visitor's doing."""

    def __init__(
        self, page: Page, declaration: Declaration, messages: dict[str, Messages], policy: str
    ) -> None:
        self._page = page
        self._declaration = declaration
        self._messages = messages
        self._policy = policy

    def account(self, merged: Merged) -> None:
        """Tell what *merged* has brought after a login."""
        when = self._page.format_time(merged.consent.at) if merged.consent else ""
        self._page.toast(account_toast(self._spoken(), merged, self._names(), when).text)

    def signal(self, services: tuple[str, ...]) -> None:
        """Tell that the privacy signal keeps *services* off."""
        names = self._names()
        self._page.toast(signal_toast(self._spoken(), tuple([names[service] for service in services])).text)

    def stays(self, services: tuple[str, ...]) -> None:
        """Tell what withdrawn *services* may still have on their own domains, which no page can erase."""
        there = domains(self._declaration, services)
        if not there:
            return
        names = [name for service, name in self._names().items() if service in services]
        self._page.toast(stays_toast(self._spoken(), tuple(names), there, self._policy).text)

    def _spoken(self) -> Messages:
        return self._messages[self._page.language()]

    def _names(self) -> dict[str, str]:
        messages = self._spoken()
        return {service.id: messages.name(service) for service in self._declaration.optional()}
