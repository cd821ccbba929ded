"""Toasts in the language that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.consent import domains
from banner.view.toast import account_toast, opt_out_toast, signal_toast, stays_toast

if TYPE_CHECKING:
    from banner.browser.page import Page
    from banner.core.declaration import Declaration
    from banner.core.merge import Merged
    from banner.core.messages import Messages


class Toasts:
    """Tells what has become of a consent without the visitor's doing."""

    def __init__(
        self,
        page: Page,
        declaration: Declaration,
        messages: dict[str, Messages],
        policies: dict[str, str],
    ) -> None:
        self._page = page
        self._declaration = declaration
        self._messages = messages
        self._policies = policies

    def account(self, merged: Merged) -> None:
        """Tell what *merged* has brought after a login."""
        when = self._page.format_time(merged.consent.at) if merged.consent else ""
        self._page.toast(account_toast(self._spoken(), merged, self._names(), when).text)

    def signal(self, services: tuple[str, ...]) -> None:
        """Tell that the privacy signal keeps *services* off."""
        self._page.toast(signal_toast(self._spoken(), self._named(services)).text)

    def opted_out(self, at: int) -> None:
        """Confirm that the visitor has opted out of sale and sharing, at the time *at* (milliseconds)."""
        when = self._page.format_time(at)
        self._page.toast(opt_out_toast(self._declaration, self._spoken(), when).text)

    def stays(self, services: tuple[str, ...]) -> None:
        """Tell that *services* are withdrawn, and what they may have on their own domains, out of reach."""
        there = domains(self._declaration, services)
        if not there:
            return
        policy = self._policies[self._page.language()]
        self._page.toast(stays_toast(self._spoken(), self._named(services), there, policy).text)

    def _spoken(self) -> Messages:
        return self._messages[self._page.language()]

    def _named(self, services: tuple[str, ...]) -> tuple[str, ...]:
        """Return the names of *services* in declared order, which not every interpreter's dict keeps."""
        return self._spoken().names(self._declaration.among(services))

    def _names(self) -> dict[str, str]:
        messages = self._spoken()
        return {service.id: messages.name(service) for service in self._declaration.optional()}
