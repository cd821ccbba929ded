"""The visitor's account, as far as the site tells of one: whose answer it is that this browser holds.

While somebody is logged in, the cookie holds what the account's answer and the device's own have become, and
storage remembers the device's own. After the logout that comes back: no account leaves its answer behind.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from banner.core.consent import SIGNAL, holds
from banner.core.ids import is_id
from banner.core.merge import Merged, merge
from banner.core.record import decode, encode

if TYPE_CHECKING:
    from banner.browser.page import Page
    from banner.core.consent import Consent
    from banner.core.declaration import Declaration

_SCOPE = "scope"


class Account:
    """Brings the cookie in line with who is logged in.

    *name* is the opaque name of the account, or empty; *known* tells whether the server has said what the
    account holds.
    """

    def __init__(self, page: Page, declaration: Declaration, server: str) -> None:
        self._page = page
        self._declaration = declaration
        told = page.account().split(".")[0] or self._later_login()
        self.name = told if is_id(told) and server else ""
        self.known = True

    async def arrive(self) -> Merged | None:
        """Put into the jar what holds for this account, or for nobody's; gives a merge that is to be told.

        Where the server does not answer, the device's own answer holds as it did.
        """
        account, own = self._scope()
        if account and account != self.name:
            self._put(decode(own))
            self._page.keep(_SCOPE, "")
            account = ""
        if not self.name:
            return None
        return await (self._follow() if account else self._join())

    def answered(self, before: str) -> None:
        """An answer was given: while logged in it is the account's, and *before* was the device's own."""
        if self.name and not self._scope()[0]:
            self._remember(before)

    async def _join(self) -> Merged | None:
        """The first page after a login."""
        own = " ".join(self._page.records())
        known, theirs = self._read(await self._page.ask_account(own))
        # Who cannot remember whose answer is whose must not take one over.
        self.known = known and self._remember(own)
        if not self.known:
            return None
        merged = merge(self._declaration, decode(own), theirs, self._page.now())
        self._put(merged.consent)
        return merged

    async def _follow(self) -> Merged | None:
        """A later page: another device may have answered for the account since."""
        self.known, theirs = self._read(await self._page.ask_account())
        ours = decode(" ".join(self._page.records()))
        now = self._page.now()
        if theirs is None or not holds(theirs, self._declaration, now):
            return None
        if ours and holds(ours, self._declaration, now) and not _overtaken(ours, theirs):
            return None
        self._put(theirs)
        return Merged(theirs, notice="account")

    def _read(self, answer: Any) -> tuple[bool, Consent | None]:
        """Whether *answer* is one about this account, and the account's record in it."""
        if not isinstance(answer, dict) or answer.get("account") != self.name:
            return False, None
        text = answer.get("record")
        return isinstance(text, str), decode(text) if isinstance(text, str) else None

    def _put(self, consent: Consent | None) -> None:
        """Make *consent* the one record, for no longer than it lasts; a plan for another is forgotten."""
        text = encode(consent) if consent else ""
        if self._page.records() == ((text,) if text else ()):
            return
        self._page.keep("plan", "")
        remaining = consent.seconds_left(self._declaration, self._page.now()) if consent else 0
        if remaining:
            self._page.write_record(text, remaining)
        else:
            self._page.erase_record()

    def _later_login(self) -> str:
        """The account to which somebody has logged in, on another page, since this one was asked for.

        Such a page names nobody, and that is no logout.
        """
        kept = self._page.kept(_SCOPE)
        since = kept.get("since") if isinstance(kept, dict) else None
        later = isinstance(since, int) and since > self._page.began()
        return self._scope()[0] if later else ""

    def _scope(self) -> tuple[str, str]:
        """The account whose answer the cookie holds, and the device's own; storage can hold anything."""
        kept = self._page.kept(_SCOPE)
        if (
            isinstance(kept, dict)
            and isinstance(kept.get("account"), str)
            and isinstance(kept.get("own"), str)
        ):
            return kept["account"], kept["own"]
        return "", ""

    def _remember(self, own: str) -> bool:
        scope = {"account": self.name, "own": own, "since": self._page.now()}
        return self._page.keep(_SCOPE, json.dumps(scope))


def _overtaken(ours: Consent, theirs: Consent) -> bool:
    """Whether *theirs* came after *ours*: a later answer, or the signal of another device over this one."""
    return ours.at < theirs.at or (ours.at == theirs.at and theirs.how == SIGNAL and ours.id != theirs.id)
