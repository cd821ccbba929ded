"""The short words that the visitor is told in the language that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.notice import notice, signal_notice

if TYPE_CHECKING:
    from banner.browser.page import Page
    from banner.core.declaration import Declaration
    from banner.core.merge import Merged
    from banner.core.messages import Messages


class Notices:
    """Tells what has become of an answer without the visitor's doing."""

    def __init__(self, page: Page, declaration: Declaration, messages: dict[str, Messages]) -> None:
        self._page = page
        self._declaration = declaration
        self._messages = messages

    def account(self, merged: Merged) -> None:
        """Tell what *merged* has brought after a login."""
        when = self._page.moment(merged.consent.at) if merged.consent else ""
        self._page.notice(notice(self._spoken(), merged, self._names(), when).text)

    def signal(self, services: tuple[str, ...]) -> None:
        """Tell that the privacy signal keeps *services* off."""
        names = self._names()
        self._page.notice(signal_notice(self._spoken(), tuple([names[one] for one in services])).text)

    def _spoken(self) -> Messages:
        return self._messages[self._page.language()]

    def _names(self) -> dict[str, str]:
        messages = self._spoken()
        return {one.id: messages.name(one) for one in self._declaration.optional()}
