"""Devices, tabs, logins and a server that fails: what holds whatever happens, and in whichever order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from banner.core import effects as do
from banner.core.consent import holds
from banner.core.events import AccountRead, Arrived, Decided, Performed, Started
from banner.core.login import Login
from banner.core.machine import step
from banner.core.merge import merge
from banner.core.record import decode, encode
from tests.unit.shop import DECLARATION, IDS, NOTICE_HASH, NOW, REVISION, consent, state

if TYPE_CHECKING:
    from banner.core.consent import Consent
    from banner.core.effects import Effect
    from banner.core.events import Event

NOBODY = ""
MOST_LOOKS = 4


class Device:
    """A browser: its jar, its storage, and who is logged in at the site.

    One without locks has a page hear *at once*, in the midst of what is being performed.
    """

    def __init__(self, *, at_once: bool) -> None:
        self.at_once = at_once
        self.jar: tuple[str, ...] = ()
        self.copy = ""
        self.login: Login | None = None
        self.user = NOBODY
        self.gpc = False

    def keep(self, effect: Effect) -> None:
        """Have the jar and storage be as *effect* says."""
        if isinstance(effect, do.WriteRecord):
            assert effect.max_age > 0
            self.jar = (effect.text,)
        elif isinstance(effect, do.EraseRecord):
            self.jar = ()
        elif isinstance(effect, do.LeavePlan):
            self.copy = effect.plan.record
        elif isinstance(effect, do.ForgetPlan):
            self.copy = effect.record
        elif isinstance(effect, do.KeepLogin):
            self.login = effect.login


class Site:
    """The site's server, and the one clock of all."""

    def __init__(self) -> None:
        self.now = NOW
        self.accounts: dict[str, str] = {}

    def join(self, account: str, own: str) -> str:
        """As the shop's server does it."""
        before = self.accounts.get(account, "")
        merged = merge(DECLARATION, decode(own), decode(before), self.now)
        if merged.save and merged.consent:
            self.accounts[account] = encode(merged.consent)
        return before


class Tab:
    """A page of a device: it performs effects, and holds nothing else."""

    def __init__(self, site: Site, device: Device) -> None:
        self.site, self.device = site, device
        self.user = device.user
        self.active: tuple[str, ...] = ()
        self.listening = False
        self.left = False
        self.asked: list[str | None] = []
        self.done: list[Effect] = []
        self.state = replace(state(), accounts=True)
        self.take(Started(self.page(), self.user and self.user + ".x", site.now))

    def page(self, *pending: Decided) -> Arrived:
        device = self.device
        return Arrived(
            records=device.jar,
            now=self.site.now,
            gpc=device.gpc,
            active=self.active,
            copy=device.copy,
            login=device.login,
            notice_hash=NOTICE_HASH,
            language="en",
            pending=pending,
        )

    def take(self, event: Event) -> None:
        """Perform what follows from *event*, and look after it."""
        for _ in range(MOST_LOOKS):
            self.state, effects = step(self.state, event)
            for effect in effects:
                self.perform(effect)
            if not effects:
                return
            event = Performed(self.page())
        raise AssertionError("there is always something left to do")

    def perform(self, effect: Effect) -> None:
        self.done.append(effect)
        self.device.keep(effect)
        if isinstance(effect, do.FetchAccount):
            self.asked.append(effect.record)
        elif isinstance(effect, do.Listen):
            self.listening = True
            if self.device.at_once:
                self.hear()
        elif isinstance(effect, do.Activate):
            self.open(effect.services)
        elif isinstance(effect, do.Leave):
            self.left = True

    def open(self, services: tuple[str, ...]) -> None:
        assert self.listening, "nothing opens before it is known whose consent holds"
        now = self.state.consent
        assert now is not None
        assert set(services) <= set(now.granted)
        assert encode(now) in self.device.jar
        self.active += services

    def hear(self, *pending: Decided) -> None:
        if self.listening:
            self.take(self.page(*pending))

    def decisions(self) -> list[do.AppendLogEntry]:
        return [one for one in self.done if isinstance(one, do.AppendLogEntry) and one.event != "expired"]


class Logins(RuleBasedStateMachine):
    """Two devices of two people, each with as many tabs as it likes."""

    tabs = Bundle("tabs")
    waiting = Bundle("waiting")
    devices = st.integers(0, 1)
    people = st.sampled_from([NOBODY, "ann", "bob"])

    def __init__(self) -> None:
        super().__init__()
        self.site = Site()
        self.both = (Device(at_once=False), Device(at_once=True))
        self.pages: list[Tab] = []
        self.count = 0

    @rule(target=tabs, device=devices, person=people, server=st.sampled_from(["answers", "fails", "waits"]))
    def open_tab(self, device: int, person: str, server: str) -> Tab:
        """Somebody opens a page: logged in as before, or as another person, or logged out."""
        self.site.now += 1000
        self.both[device].user = person
        tab = Tab(self.site, self.both[device])
        self.pages.append(tab)
        if server == "answers":
            self.server_answers(tab)
        elif server == "fails":
            self.server_fails(tab, None)
        tab.hear()
        return tab

    @rule(tab=tabs)
    def server_answers(self, tab: Tab) -> None:
        if tab.asked:
            account, own = tab.state.ground.account, tab.asked.pop()
            record = self.site.accounts.get(account, "") if own is None else self.site.join(account, own)
            tab.take(AccountRead(tab.page(), {"account": account, "record": record}))
            assert tab.listening
            tab.hear()

    @rule(tab=tabs, answer=st.sampled_from([None, {}, {"account": "eve", "record": ""}, "oops"]))
    def server_fails(self, tab: Tab, answer: object) -> None:
        if tab.asked:
            tab.asked.pop()
            tab.take(AccountRead(tab.page(), answer))
            assert tab.listening
            tab.hear()

    @rule(tab=tabs)
    def look(self, tab: Tab) -> None:
        tab.hear()

    @rule(
        tab=tabs,
        action=st.sampled_from(["accept-all", "deny-all", "accept-selected", "allow", "withdraw"]),
        services=st.lists(st.sampled_from(IDS), min_size=1, unique=True).map(tuple),
    )
    def decide(self, tab: Tab, action: str, services: tuple[str, ...]) -> None:
        if not tab.listening:
            return
        self.site.now += 1000
        self.count += 1
        decision = Decided(
            f"d{self.count}",
            action,
            services,
            self.site.now,
            "page",
            REVISION,
            NOTICE_HASH,
            "en",
            self.site.now,
        )
        tab.hear(decision)
        made = tab.decisions()[-1]
        # No decision is lost: it stands in the jar, in force and logged.
        assert made.consent.id.split("-")[0] == decision.id
        assert tab.state.consent == made.consent
        assert tab.device.jar == (encode(made.consent),)
        assert made.scope == ("account" if tab.state.ground.account else "device")
        if made.scope == "account":
            assert tab.device.login is not None
            assert tab.device.login.account == tab.state.ground.account
            self.site.accounts[tab.state.ground.account] = encode(made.consent)

    @rule(device=devices)
    def signal(self, device: int) -> None:
        self.both[device].gpc = True

    @rule(device=devices)
    def older_record_comes_back(self, device: int) -> None:
        """A server of the site sets a cookie anew that another one has replaced."""
        if self.both[device].jar and self.both[device].copy:
            self.both[device].jar = (encode(consent(id="old", at=NOW - 1)),)

    @rule(device=devices)
    def second_cookie(self, device: int) -> None:
        """A page in a folder, or a parent domain, has one of that name, too."""
        jar = self.both[device].jar
        if len(jar) == 1:
            self.both[device].jar = (encode(consent(id="other", at=NOW - 2)), *jar)

    @invariant()
    def nothing_runs_that_is_not_granted_unless_the_page_is_left(self) -> None:
        for tab in self.pages:
            now = tab.state.consent
            granted = now.granted if now and tab.state.phase == "decided" else ()
            assert tab.left or set(tab.active) <= set(granted)

    @invariant()
    def under_the_signal_no_page_that_heard_of_it_sells(self) -> None:
        for tab in self.pages:
            if tab.state.ground.gpc and tab.state.phase == "decided" and tab.state.consent:
                assert "impact" not in tab.state.consent.granted

    @rule(device=devices)
    def after_a_logout_the_devices_own_consent_is_back(self, device: int) -> None:
        """Whatever was decided for an account meanwhile: the page of nobody holds what the device had."""
        here = self.both[device]
        login = here.login
        if login is None:
            return
        now = self.open_tab(device, NOBODY, "answers").state.consent
        assert here.login is None
        own = decode(login.own)
        assert (now.granted if now else ()) == ((signalled(own) if here.gpc else own.granted) if own else ())

    @rule(device=devices, person=st.sampled_from(["ann", "bob"]))
    def nobody_inherits_and_no_device_allows_what_the_account_denies(self, device: int, person: str) -> None:
        """The first page of another account: of two consents that differ, only what both allow."""
        here = self.both[device]
        if here.login and here.login.account == person:
            return
        own = here.login.own if here.login else None
        theirs = decode(self.site.accounts.get(person, ""))
        now = self.open_tab(device, person, "answers").state.consent
        granted = set(now.granted) if now else set()
        if theirs and holds(theirs, DECLARATION, self.site.now):
            assert granted <= set(theirs.granted)
        elif own is not None:
            mine = decode(own)
            assert granted <= (set(mine.granted) if mine else set())


def signalled(own: Consent) -> tuple[str, ...]:
    """What the signal leaves of a consent."""
    return tuple(one for one in own.granted if one != "impact")


TestLogins = Logins.TestCase
TestLogins.settings = settings(stateful_step_count=40)
