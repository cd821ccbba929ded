"""Decides in a page that lives through a login, a decision and a logout; run by all interpreters alike."""

from typing import Any

from banner.core import effects as do
from banner.core.consent import Consent, made_in
from banner.core.declaration import MODES, from_plain
from banner.core.events import AccountRead, Arrived, Decided, Performed, Started
from banner.core.languages import lookup
from banner.core.login import read_login
from banner.core.machine import step
from banner.core.plan import Ground
from banner.core.record import encode
from banner.core.state import State

NOW = 1_795_459_000_000
DAY = 86_400_000
NOTICE_HASH = "5" * 64


class Browser:
    """A page that performs effects in a jar and a storage of its own, and notes them."""

    def __init__(self, declaration: Any) -> None:
        self.declaration = declaration
        self.asked = tuple([one.id for one in declaration.optional()])
        self.told: list[str] = []
        self.records: tuple[str, ...] = ()
        self.copy = ""
        self.login: Any = None
        self.now = NOW
        self.state = State(declaration, Ground("b1"), accounts=True)

    def consent(self, id: str, at: int, granted: int) -> str:
        """Return the record of a consent that grants the first services, *granted* of them."""
        services = self.asked
        revision = self.declaration.revision
        return encode(
            Consent(id, at, "accept-selected", "page", revision, services[:granted], services[granted:])
        )

    def page(self, pending: tuple[Decided, ...] = (), *, gpc: bool = False) -> Arrived:
        self.now += 1000
        return Arrived(
            self.records,
            self.now,
            gpc,
            self.state.active,
            copy=self.copy,
            # As JSON gives it back: never the same object.
            login=read_login(self.login and self.login.plain()),
            notice_hash=NOTICE_HASH,
            language="pt-BR",
            pending=pending,
        )

    def take(self, event: Any) -> None:
        while self.perform(event):
            event = Performed(self.page())

    def perform(self, event: Any) -> bool:
        self.state, effects = step(self.state, event)
        for effect in effects:
            self.told.append(described(effect))
            if isinstance(effect, do.WriteRecord):
                self.records = (effect.text,)
            elif isinstance(effect, do.EraseRecord):
                self.records = ()
            elif isinstance(effect, do.LeavePlan):
                self.copy = effect.plan.record
            elif isinstance(effect, do.ForgetPlan):
                self.copy = effect.record
            elif isinstance(effect, do.KeepLogin):
                self.login = effect.login
        return bool(effects)

    def start(self, account: str) -> None:
        self.state = State(self.declaration, Ground("b1"), accounts=True)
        self.take(Started(self.page(), account, self.now))

    def decide(self, id: str, action: str, services: tuple[str, ...]) -> None:
        declared = self.declaration
        revision = made_in(declared.revision, declared.mode, declared.noticed)
        decision = Decided(id, action, services, self.now, "page", revision, NOTICE_HASH, "pt-BR", self.now)
        self.take(self.page((decision,)))


def run(given: dict[str, Any]) -> list[str]:
    """Return all effects of one story, in words, and the languages that are found."""
    browser = Browser(from_plain(given))
    browser.records = (browser.consent("old", NOW - 9 * DAY, 1), browser.consent("own", NOW - DAY, 2))
    browser.start("ann.x")
    browser.take(
        AccountRead(browser.page(), {"account": "ann", "record": browser.consent("ann", NOW - 2 * DAY, 1)})
    )
    browser.take(browser.page())
    browser.take(browser.page(gpc=True))
    browser.decide("d" * 48, "allow", browser.asked)
    browser.decide("e1", "withdraw", browser.asked[:1])
    browser.records = (browser.consent("old", NOW - 9 * DAY, 3),)
    browser.take(browser.page())
    browser.take(browser.page())
    browser.start("")
    browser.take(browser.page())
    browser.start("bob")
    browser.take(AccountRead(browser.page(), None))
    browser.take(browser.page(gpc=True))
    browser.decide("f1", "deny-all", ())
    offered = ("en", "pt-BR", "zh-Hant")
    return [
        *browser.told,
        *_travelled(browser.declaration),
        *[lookup((tag,), offered) for tag in ("pt-br", "PT", "zh-hant-TW-x-a", "*")],
    ]


def _travelled(declaration: Any) -> list[str]:
    """Return all effects of a visitor who leaves everything on where that is so, and travels."""
    told: list[str] = []
    records: tuple[str, ...] = ()
    for number, mode in enumerate(MODES):
        browser = Browser(declaration.under(mode, ("google",) if mode == "notice" else ()))
        browser.records = records
        browser.start("")
        browser.take(browser.page(gpc=True))
        browser.decide(f"g{number}", "accept-selected", browser.asked)
        browser.decide(f"h{number}", "withdraw", browser.asked[:1])
        told += browser.told
        records = browser.records
    return told


def described(value: Any) -> str:
    """Return what *value* holds, the same on every interpreter."""
    if isinstance(value, (tuple, list)):
        return "(" + " ".join([described(one) for one in value]) + ")"
    if isinstance(value, dict):
        return "{" + " ".join([key + "=" + described(value[key]) for key in sorted(value)]) + "}"
    if hasattr(value, "__dict__"):
        return type(value).__name__ + described(value.__dict__)
    return str(value)
