"""Session of one visitor in one page: tells the state machine what happens, and performs its effects."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from banner.core import effects as do
from banner.core.clock import is_moment
from banner.core.events import AccountRead, Arrived, Decided, Performed, Started
from banner.core.login import read_login
from banner.core.machine import step
from banner.core.plan import in_force, undecided

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.browser.consent_log import ConsentLog
    from banner.browser.page import Page
    from banner.browser.toasts import Toasts
    from banner.contract import StorageKey
    from banner.core.events import Event
    from banner.core.state import State

_LOGIN: StorageKey = "scope"
_STAYS: StorageKey = "stays"
_CONFIRM: StorageKey = "confirm"


class Session:
    """Keeps the state of the page between two events; every decision is the machine's."""

    def __init__(self, page: Page, toasts: Toasts, consent_log: ConsentLog, state: State) -> None:
        self._page = page
        self._toasts = toasts
        self._consent_log = consent_log
        self._state = state
        self._perform: dict[type, Callable[[Any], None]] = {
            do.WriteRecord: self._write_record,
            do.EraseRecord: self._erase_record,
            do.AppendLogEntry: self._append_log_entry,
            do.LeavePlan: self._leave_plan,
            do.ForgetPlan: self._forget_plan,
            do.FetchAccount: self._fetch_account,
            do.KeepLogin: self._keep_login,
            do.TellAccount: self._tell_account,
            do.Listen: self._listen,
            do.Deactivate: self._deactivate,
            do.EraseCookies: self._erase_cookies,
            do.Activate: self._activate,
            do.Ask: self._ask,
            do.Settle: self._settle,
            do.TellSignal: self._tell_signal,
            do.ConfirmOptOut: self._confirm_opt_out,
            do.TellStays: self._tell_stays,
            do.Leave: self._leave,
        }

    def start(self) -> None:
        """Tell the machine that Python runs in this page."""
        self._tell_what_stays()
        self._take(Started(self._arrived(), self._page.account(), self._page.time_origin()))

    def _hear(self) -> None:
        """Look at the page: Python has started, the visitor has decided, or another page has recorded.

        No other page of the site does so at the same time: of two decisions the later one stays.
        """
        decisions = self._page.pending()
        self._take(self._arrived(decisions))
        if decisions:
            self._page.forget_pending(len(decisions))
        self._consent_log.show_soon()

    def _tell_what_stays(self) -> None:
        """Tell what the page before this one has left. It can be anything: others write there, too."""
        stays = self._page.read_storage(_STAYS)
        if isinstance(stays, list):
            self._page.write_storage(_STAYS, "")
            self._toasts.stays(tuple(stays))
        opted_out = self._page.read_storage(_CONFIRM)
        if is_moment(opted_out):
            self._page.write_storage(_CONFIRM, "")
            self._toasts.opted_out(opted_out)

    def _arrived(self, decisions: list[Any] | None = None) -> Arrived:
        """Return the page as it is now, with the pending *decisions*."""
        page = self._page
        plan = page.read_storage("plan")
        copy = plan.get("record") if isinstance(plan, dict) else ""
        language, notice_hash = page.shown()
        return Arrived(
            records=page.records(),
            now=page.now(),
            gpc=page.gpc(),
            active=page.active(),
            active_items=page.active_items(),
            copy=copy if isinstance(copy, str) else "",
            login=read_login(page.read_storage(_LOGIN)),
            notice_hash=notice_hash,
            language=language,
            pending=tuple([self._decided(decision) for decision in decisions or ()]),
        )

    def _decided(self, decision: Any) -> Decided:
        """Return *decision* as an event. Storage can hold anything: the machine ignores what is none."""
        known = decision if isinstance(decision, dict) else {}
        services = known.get("services")
        return Decided(
            id=known.get("id", ""),
            action=known.get("action", ""),
            services=tuple(services) if isinstance(services, list) else (),
            at=known.get("at", -1),
            source=known.get("source", ""),
            revision=known.get("revision", ""),
            notice_hash=known.get("notice_hash", ""),
            language=known.get("language", ""),
            now=self._page.now(),
        )

    def _take(self, event: Event) -> None:
        while self._performed(event):
            event = Performed(self._arrived())

    def _performed(self, event: Event) -> bool:
        """Perform the effects of *event*; return whether there were any."""
        self._state, effects = step(self._state, event)
        for effect in effects:
            self._perform[type(effect)](effect)
        return bool(effects)

    def _write_record(self, effect: do.WriteRecord) -> None:
        self._page.write_record(effect.text, effect.max_age)

    def _erase_record(self, _: do.EraseRecord) -> None:
        self._page.erase_record()

    def _append_log_entry(self, effect: do.AppendLogEntry) -> None:
        self._consent_log.add(effect)

    def _leave_plan(self, effect: do.LeavePlan) -> None:
        self._page.write_storage("plan", effect.plan.encode())

    def _forget_plan(self, effect: do.ForgetPlan) -> None:
        self._page.write_storage("plan", json.dumps({"record": effect.record}) if effect.record else "")

    def _fetch_account(self, effect: do.FetchAccount) -> None:
        asyncio.create_task(self._read_account(effect.record))  # noqa: RUF006 - the page keeps Python running

    async def _read_account(self, record: str | None) -> None:
        response = await self._page.fetch_account(record)
        self._take(AccountRead(self._arrived(), response))

    def _keep_login(self, effect: do.KeepLogin) -> None:
        self._page.write_storage(_LOGIN, json.dumps(effect.login.plain()) if effect.login else "")

    def _tell_account(self, effect: do.TellAccount) -> None:
        self._toasts.account(effect.merged)

    def _listen(self, _: do.Listen) -> None:
        self._page.listen(self._hear)

    def _deactivate(self, effect: do.Deactivate) -> None:
        self._page.deactivate(effect.services)

    def _erase_cookies(self, effect: do.EraseCookies) -> None:
        self._page.erase(effect.unwanted)

    def _activate(self, effect: do.Activate) -> None:
        self._page.activate(effect.services)

    def _ask(self, effect: do.Ask) -> None:
        self._page.show(undecided(effect.before, effect.on), effect.ticked)

    def _settle(self, effect: do.Settle) -> None:
        self._page.show(in_force(effect.consent, effect.running), effect.consent.on)

    def _tell_signal(self, effect: do.TellSignal) -> None:
        self._toasts.signal(effect.services)

    def _confirm_opt_out(self, effect: do.ConfirmOptOut) -> None:
        self._page.write_storage(_CONFIRM, json.dumps(effect.at))

    def _tell_stays(self, effect: do.TellStays) -> None:
        self._page.write_storage(_STAYS, json.dumps(list(effect.services)))

    def _leave(self, _: do.Leave) -> None:
        self._page.leave()
