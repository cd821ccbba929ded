"""Steps of a tester at the banner, for any driver: what to do, and what to make of what is seen.

Each is a generator: it gives commands, is sent their results, and returns. Where a driver cannot perform a
command in its time it throws :class:`NotDoneError` into it. So Playwright, its asynchronous twin and Selenium
share all that is to be known about the banner, and each knows only how commands are performed.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from banner.testing import quiet, sight
from banner.testing.errors import ConsentError

if TYPE_CHECKING:
    from banner.testing.forge import Cookie, StorageState
    from banner.testing.quiet import Seen
    from banner.testing.sight import Sight

BANNER = "#consent-banner"
PREFERENCES = "#consent-preferences"
_RECORDED = "html[data-consent]:not([data-consent=pending])"
_ASKING = f"{BANNER}:not([hidden])"
# A decision takes both layers away in the frame in which it is made.
_DECIDED = f"{_RECORDED}:not(:has({_ASKING}, {PREFERENCES}[open]))"
_OPEN = f"{PREFERENCES}[open]"
_STORE = "(pairs) => pairs.forEach(({ name, value }) => localStorage.setItem(name, value))"
# In a small window the services are folded away by purpose.
_UNFOLD = (
    "(selector) => document.querySelectorAll(`${selector} details`).forEach((group) => { group.open = true })"
)


@dataclass(frozen=True)
class Evaluate:
    """Evaluate *function*, of JavaScript, in the page with *argument*; its value is the result."""

    function: str
    argument: Any = None


@dataclass(frozen=True)
class Click:
    """Click the one element that matches *selector*, as a visitor does."""

    selector: str


@dataclass(frozen=True)
class Await:
    """Wait until an element, seen or not, matches *selector*."""

    selector: str


@dataclass(frozen=True)
class Blank:
    """Open a page of *origin* that has nothing in it."""

    origin: str


@dataclass(frozen=True)
class AddCookies:
    """Put *cookies* into the jar."""

    cookies: list[Cookie]


@dataclass(frozen=True)
class ReadCookies:
    """Read the jar: the result has dicts with ``name`` and ``domain``."""


class NotDoneError(Exception):
    """A command that could not be performed in its time; the message is the driver's."""


Command = Evaluate | Click | Await | Blank | AddCookies | ReadCookies
T = TypeVar("T")
Walk = Generator[Command, Any, T]
Switches = dict[str, bool]


class Steps:
    """Steps at a banner that pages call *name*."""

    def __init__(self, name: str) -> None:
        self._name = name

    def look(self, target: str = "") -> Walk[Sight]:
        """Look at the page, and at what matches the selector *target*."""
        plain = yield Evaluate(sight.SCRIPT, {"name": self._name, "target": target})
        return sight.read(plain)

    def wait_recorded(
        self, expected: str = "a page whose decision, if there is one, is recorded"
    ) -> Walk[Sight]:
        """Wait until the banner runs and no decision is pending, and look."""
        return (yield from self._await(_RECORDED, expected, _recorded))

    def accept_all(self) -> Walk[None]:
        """Accept all: in the banner while it asks, and else in the preferences."""
        yield from self._press("accept-all")

    def deny_all(self) -> Walk[None]:
        """Deny all: in the banner while it asks, and else in the preferences."""
        yield from self._press("deny-all")

    def dismiss(self) -> Walk[None]:
        """Press the X: it denies while nothing is decided, and closes the preferences afterwards."""
        seen = yield from self.wait_recorded()
        layer = PREFERENCES if seen.preferences else BANNER
        yield from self._click(f"{layer} [data-consent-action=dismiss]", "an X to press")
        yield from self._decided("dismiss")

    def open_preferences(self) -> Walk[Sight]:
        """Open the preferences: from the banner, from what the page has for it, or as its scripts do."""
        expected = "preferences that open"
        seen = yield from self.wait_recorded(expected)
        if seen.preferences:
            return seen
        if seen.banner == "open" and not seen.hidden:
            yield from self._click(f"{BANNER} [data-consent-action=preferences]", expected)
        elif seen.api:
            # Where the page has its link is its own matter, and its menus may be closed.
            yield Evaluate("(name) => void window[name].preferences()", self._name)
        else:
            raise ConsentError(
                expected,
                seen.words(),
                f"window.{self._name} is not the banner's: give the name that the declaration has as global",
            )
        return (yield from self._await(_OPEN, expected, lambda seen: seen.preferences))

    def choose(self, *services: str) -> Walk[None]:
        """Open the preferences, switch on just *services*, and save."""
        yield from self._switch(services, lambda switches: {one: one in services for one in switches})

    def withdraw(self, *services: str) -> Walk[None]:
        """Open the preferences, switch off *services*, and save; without any, deny all in there."""
        if services:
            off = dict.fromkeys(services, False)
            yield from self._switch(services, lambda switches: {**switches, **off})
            return
        yield from self.open_preferences()
        yield from self._click(f"{PREFERENCES} [data-consent-action=deny-all]", "a button that denies all")
        yield from self._decided("withdraw")

    def expect_granted(self, *services: str) -> Walk[None]:
        """Fail where one of *services* is not granted once all is recorded."""
        yield from self._expect("granted", services)

    def expect_denied(self, *services: str) -> Walk[None]:
        """Fail where one of *services* is not denied once all is recorded."""
        yield from self._expect("denied", services)

    def expect_undecided(self) -> Walk[None]:
        """Fail where the visitor is not asked: the banner has to be open, and to be seen."""
        expected = "a banner that asks"
        seen = yield from self.wait_recorded(expected)
        if seen.state != "undecided" or seen.banner != "open" or seen.hidden:
            raise ConsentError(expected, seen.words(), seen.hindrance())

    def start_with(self, state: StorageState) -> Walk[None]:
        """Put the cookies and the storage of *state* into the browser."""
        for one in state["origins"]:
            yield Blank(one["origin"])
            yield Evaluate(_STORE, one["localStorage"])
        yield AddCookies(state["cookies"])

    def see(self) -> Walk[Seen]:
        """Return what the page has kept by now."""
        cookies = yield ReadCookies()
        stored = yield Evaluate(quiet.STORAGE)
        address = yield Evaluate("() => location.href")
        names = tuple((one["name"], one.get("domain", "")) for one in cookies)
        return quiet.Seen(address, (), names, tuple((store, name) for store, name in stored))

    def expect_quiet(self, before: Seen, requests: list[str], allow: tuple[str, ...]) -> Walk[None]:
        """Fail where the page has done more since *before*, by its *requests* too, than needs no consent."""
        expected = "a page that asks"
        looked = yield from self.wait_recorded(expected)
        if looked.state != "undecided":
            raise ConsentError(expected, looked.words(), "what comes after a decision is no matter of this")
        told = yield Evaluate(quiet.REQUESTS)
        seen = yield from self.see()
        seen = replace(seen.since(before), requests=(*requests, *told))
        quiet.check(seen, allow)

    def _press(self, action: str) -> Walk[None]:
        seen = yield from self.wait_recorded(f"a banner in which to press {action}")
        layer = BANNER if seen.banner == "open" and not seen.preferences else PREFERENCES
        if layer == PREFERENCES:
            yield from self.open_preferences()
        yield from self._click(f"{layer} [data-consent-action={action}]", f"a button {action} to press")
        yield from self._decided(action)

    def _switch(self, services: tuple[str, ...], wanted: Callable[[Switches], Switches]) -> Walk[None]:
        seen = yield from self.open_preferences()
        _known(services, tuple(seen.switches), seen)
        after = wanted(seen.switches)
        yield Evaluate(_UNFOLD, PREFERENCES)
        for service in (one for one in after if after[one] != seen.switches[one]):
            box = f"{PREFERENCES} input[name=service][value={service}]"
            yield from self._click(box, f"a switch of {service}")
        yield from self._click(
            f"{PREFERENCES} [data-consent-action=accept-selected]", "a button that saves what is selected"
        )
        yield from self._decided("accept-selected")

    def _expect(self, key: str, services: tuple[str, ...]) -> Walk[None]:
        expected = f"{', '.join(services)} to be {key}"
        seen = yield from self.wait_recorded(expected)
        if seen.state == "undecided":
            raise ConsentError(expected, seen.words(), "nothing is decided yet")
        _known(services, seen.ids("granted") + seen.ids("denied") + seen.ids("exempt"), seen)
        lacking = [service for service in services if service not in seen.ids(key)]
        if lacking:
            exempt = [service for service in lacking if service in seen.ids("exempt")]
            why = f"{', '.join(exempt)}: exempt, and on without having been asked" if exempt else ""
            raise ConsentError(expected, seen.words(), why)

    def _decided(self, action: str) -> Walk[None]:
        yield from self._await(_DECIDED, f"a decision, {action}, that is recorded", _decided)

    def _click(self, selector: str, expected: str) -> Walk[None]:
        try:
            yield Click(selector)
        except NotDoneError as error:
            seen = yield from self.look(selector)
            raise ConsentError(
                f"{expected}, {selector}", seen.words(), seen.hindrance() or str(error)
            ) from error

    def _await(self, selector: str, expected: str, done: Callable[[Sight], bool]) -> Walk[Sight]:
        """Wait for *selector*, and look; *done* tells by what is seen whether it has come.

        Where the time runs out, it may be there all the same, on a slow machine, and
        what hinders a later step is told in that step.
        """
        try:
            yield Await(selector)
        except NotDoneError as error:
            seen = yield from self.look()
            if not done(seen):
                raise ConsentError(expected, seen.words(), seen.hindrance() or str(error)) from error
            return seen
        return (yield from self.look())


def _recorded(seen: Sight) -> bool:
    return seen.state not in ("", "pending")


def _decided(seen: Sight) -> bool:
    return _recorded(seen) and seen.banner != "open" and not seen.preferences


def _known(services: tuple[str, ...], asked: tuple[str, ...], seen: Sight) -> None:
    """Fail where one of *services* is none that is *asked* for."""
    for service in services:
        if service not in asked:
            near = difflib.get_close_matches(service, asked, 1)
            raise ConsentError(
                f"a service {service}",
                f"{seen.address} asks for {', '.join(asked)}",
                f"did you mean {near[0]}?" if near else "name one of these, by the id in the declaration",
            )
