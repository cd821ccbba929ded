"""One visitor in one page: feeds the state machine what happens, and performs what it answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from banner.core import effects as do
from banner.core.events import Answered, Arrived, ItemsOpened
from banner.core.machine import step
from banner.core.plan import in_force, undecided

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.browser.account import Account
    from banner.browser.notices import Notices
    from banner.browser.page import Page
    from banner.browser.proofs import Proofs
    from banner.core.events import Event
    from banner.core.machine import State
    from banner.core.merge import Merged

_STAYS = "stays"


class Visit:
    """Holds the state of the page between two events; all that it decides, the machine has decided."""

    def __init__(self, page: Page, account: Account, notices: Notices, proofs: Proofs, state: State) -> None:
        self._page = page
        self._account = account
        self._notices = notices
        self._proofs = proofs
        self._state = state
        self._before = ""
        self._merged: Merged | None = None
        # What this page has last seen in the jar and beside it; nothing yet is not the same as an empty jar.
        self._seen: tuple[tuple[str, ...], str] | None = None
        self._written = ""
        self._perform: dict[type, Callable[[Any], None]] = {
            do.WriteRecord: self._write_record,
            do.EraseRecord: self._erase_record,
            do.Prove: self._prove,
            do.LeavePlan: self._leave_plan,
            do.ForgetPlan: self._forget_plan,
            do.Revoke: self._revoke,
            do.EraseCookies: self._erase_cookies,
            do.Open: self._open,
            do.Ask: self._ask,
            do.Settle: self._settle,
            do.TellSignal: self._tell_signal,
            do.TellStays: self._tell_stays,
            do.Leave: self._leave,
        }

    async def start(self) -> None:
        """Bring the jar in line with who is logged in; then judge the page, and listen."""
        self._merged = await self._account.arrive()
        self._tell_what_stays()
        self._page.listen(self._hear)

    def _hear(self) -> None:
        """Something has happened: Python is there, the visitor has clicked, or another page has answered.

        No other page of the site is here at the same time, so of two answers the later one stays.
        """
        if self._jar() != self._seen:
            self._arrive()
        for click in self._page.clicks():
            self._take(ItemsOpened(self._page.items()))
            self._take(self._answered(click))
            self._page.recorded(1)
        self._seen = self._jar()
        if self._seen[0] and self._written not in ("", *self._seen[0]):
            # A server, or another page, was so quick as to put an older answer in the place of ours; or a
            # later one, and then ours has had its day.
            self._arrive()
            self._seen = self._jar()
            if self._written not in self._seen[0]:
                self._written = ""
        if self._merged and self._merged.notice:
            self._notices.account(self._merged)
        self._merged = None
        self._proofs.show_soon()

    def _tell_what_stays(self) -> None:
        """What the page before this one has left to be told. It can be anything: others write there too."""
        stays = self._page.kept(_STAYS)
        if isinstance(stays, list):
            self._page.keep(_STAYS, "")
            self._notices.stays(tuple(stays))

    def _jar(self) -> tuple[tuple[str, ...], str]:
        """The records in the jar, and the copy beside it: that of the plan, or where none is kept our own.

        What a server or another page has put in the place of a later answer is told by the copy.
        """
        plan = self._page.kept("plan")
        copy = plan.get("record") if isinstance(plan, dict) else self._written
        return self._page.records(), copy if isinstance(copy, str) else ""

    def _arrive(self) -> None:
        page = self._page
        clicks = page.clicks()
        language, texts = page.shown()
        records, copy = self._jar()
        self._take(
            Arrived(
                records=records,
                now=page.now(),
                gpc=page.gpc(),
                opened=page.opened(),
                items=page.items(),
                copy=copy,
                account=self._account.name,
                texts=texts,
                language=language,
                pending=tuple(self._answered(click) for click in clicks),
            )
        )
        page.recorded(len(clicks))

    def _answered(self, click: Any) -> Answered:
        """A click as an event. Storage can hold anything: the machine refuses what is no answer."""
        known = click if isinstance(click, dict) else {}
        services = known.get("services")
        return Answered(
            id=known.get("id", ""),
            action=known.get("action", ""),
            services=tuple(services) if isinstance(services, list) else (),
            at=known.get("at", -1),
            where=known.get("where", ""),
            revision=known.get("revision", ""),
            texts=known.get("texts", ""),
            language=known.get("language", ""),
            now=self._page.now(),
        )

    def _take(self, event: Event) -> None:
        self._state, effects = step(self._state, event)
        for effect in effects:
            self._perform[type(effect)](effect)

    def _write_record(self, effect: do.WriteRecord) -> None:
        self._before = " ".join(self._page.records())
        self._page.write_record(effect.text, effect.max_age)
        self._written = effect.text

    def _erase_record(self, _: do.EraseRecord) -> None:
        self._page.erase_record()

    def _prove(self, effect: do.Prove) -> None:
        if effect.event != "expired":
            self._account.answered(self._before)
        self._proofs.add(effect, "account" if self._account.name else "device")

    def _leave_plan(self, effect: do.LeavePlan) -> None:
        # Where it is still to be asked what the account has, the next page asks.
        self._page.keep("plan", effect.plan.encode() if self._account.known else "")

    def _forget_plan(self, effect: do.ForgetPlan) -> None:
        self._page.keep("plan", json.dumps({"record": effect.record}) if effect.record else "")

    def _revoke(self, effect: do.Revoke) -> None:
        self._page.revoke(effect.services)

    def _erase_cookies(self, effect: do.EraseCookies) -> None:
        for cookie in effect.cookies:
            self._page.erase(cookie)

    def _open(self, effect: do.Open) -> None:
        self._page.open(effect.services)

    def _ask(self, effect: do.Ask) -> None:
        self._page.show(undecided(effect.before), effect.ticked)

    def _settle(self, effect: do.Settle) -> None:
        self._page.show(in_force(effect.consent, effect.running), effect.consent.granted)

    def _tell_signal(self, effect: do.TellSignal) -> None:
        self._notices.signal(effect.services)

    def _tell_stays(self, effect: do.TellStays) -> None:
        self._page.keep(_STAYS, json.dumps(list(effect.services)))

    def _leave(self, _: do.Leave) -> None:
        self._page.leave()
