"""One visitor in one page: feeds the state machine what happens, and performs what it answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banner.core import effects as do
from banner.core.events import Answered, Arrived
from banner.core.machine import State, step
from banner.core.plan import undecided
from banner.view.answer import asked_again, note

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.browser.page import Page
    from banner.core.consent import Consent
    from banner.core.declaration import Declaration
    from banner.core.events import Event
    from banner.core.messages import Messages


class Visit:
    """Holds the state of the page between two events; all that it decides, the machine has decided."""

    def __init__(self, page: Page, declaration: Declaration, messages: Messages, build: str) -> None:
        self._page = page
        self._messages = messages
        self._state = State(declaration, build)
        self._perform: dict[type, Callable[[Any], None]] = {
            do.WriteRecord: self._write_record,
            do.EraseRecord: self._erase_record,
            do.LeavePlan: self._leave_plan,
            do.ForgetPlan: self._forget_plan,
            do.Revoke: self._revoke,
            do.EraseCookies: self._erase_cookies,
            do.Open: self._open,
            do.Ask: self._ask,
            do.Settle: self._settle,
            do.Announce: self._announce,
            do.Reload: self._reload,
        }

    def arrive(self) -> None:
        """Judge the page as Python finds it, with the clicks that came before Python."""
        page = self._page
        clicks = page.clicks()
        self._take(
            Arrived(
                records=page.records(),
                now=page.now(),
                gpc=page.gpc(),
                opened=page.opened(),
                pending=tuple(self._answered(click) for click in clicks),
            )
        )
        page.recorded(len(clicks))

    def listen(self) -> None:
        """Record each click from now on."""
        self._page.listen(self._answer)

    def _answer(self) -> None:
        for click in self._page.clicks():
            self._take(self._answered(click))
            self._page.recorded(1)

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
            now=self._page.now(),
        )

    def _take(self, event: Event) -> None:
        self._state, effects = step(self._state, event)
        for effect in effects:
            self._perform[type(effect)](effect)

    def _write_record(self, effect: do.WriteRecord) -> None:
        self._page.write_record(effect.text, effect.max_age)

    def _erase_record(self, _: do.EraseRecord) -> None:
        self._page.erase_record()

    def _leave_plan(self, effect: do.LeavePlan) -> None:
        self._page.keep_plan(effect.plan.encode(self._sentence(effect.consent)))

    def _forget_plan(self, _: do.ForgetPlan) -> None:
        self._page.forget_plan()

    def _revoke(self, effect: do.Revoke) -> None:
        self._page.revoke(effect.services)

    def _erase_cookies(self, effect: do.EraseCookies) -> None:
        for cookie in effect.cookies:
            self._page.erase(cookie)

    def _open(self, effect: do.Open) -> None:
        self._page.open(effect.services)

    def _ask(self, effect: do.Ask) -> None:
        consent = self._state.consent
        self._page.show(undecided(), effect.ticked, self._sentence(consent) if consent else "")

    def _settle(self, effect: do.Settle) -> None:
        consent = effect.consent
        self._page.show(consent.plain(), consent.granted, self._sentence(consent))

    def _announce(self, effect: do.Announce) -> None:
        self._page.announce(effect.name, effect.detail)

    def _reload(self, _: do.Reload) -> None:
        self._page.reload()

    def _sentence(self, consent: Consent) -> str:
        say = note if self._state.phase == "answered" else asked_again
        return say(self._messages, consent, self._page.offset(consent.at))
