"""The page, as plain Python values: the one module that touches JavaScript objects.

Part of it is the browser's own (cookies, storage, the clock), part the loader's, which painted the banner
before Python was there and lends a bridge on the script element that started Python.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyscript import document, ffi, window

from banner.core.cookies import covers, erasures, matching, named, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.core.declaration import Cookie

COOKIE = "consent"


class Page:
    """What the shell may do to the page; nothing but text, numbers and lists crosses."""

    def __init__(self) -> None:
        self._bridge: Any = document.getElementById("consent-python")

    def now(self) -> int:
        """The browser's clock, in milliseconds since 1970: the same that the loader stamps clicks with."""
        return int(window.Date.now())

    def offset(self, moment: int) -> int:
        """How many minutes the visitor's clock is ahead of UTC at *moment* (milliseconds)."""
        return -int(window.Date.new(moment).getTimezoneOffset())

    def gpc(self) -> bool:
        """Whether the browser sends the Global Privacy Control signal; a browser without it does not."""
        return bool(getattr(window.navigator, "globalPrivacyControl", False))

    def records(self) -> tuple[str, ...]:
        """The texts of all consent cookies that this page can see."""
        return named(document.cookie, COOKIE)

    def write_record(self, text: str, max_age: int) -> None:
        """Write the consent cookie, and drop others of its name that parent domains or paths may hold."""
        document.cookie = write(COOKIE, text, max_age, self._secure())
        if len(self.records()) > 1:
            # The first erasure is that of the cookie just written.
            for erasure in self._erasures(COOKIE)[1:]:
                document.cookie = erasure

    def erase_record(self) -> None:
        """Drop every consent cookie."""
        for erasure in self._erasures(COOKIE):
            document.cookie = erasure

    def erase(self, cookie: Cookie) -> None:
        """Erase what *cookie* covers, from the jar or from web storage."""
        if cookie.kind == "cookie":
            for name in matching(document.cookie, cookie.name):
                for erasure in self._erasures(name):
                    document.cookie = erasure
            return
        try:
            storage = getattr(window, cookie.kind + "Storage")
            for key in json.loads(str(window.JSON.stringify(window.Object.keys(storage)))):
                if covers(cookie.name, key):
                    storage.removeItem(key)
        except Exception:  # noqa: BLE001, S110 - storage is denied: then nothing was kept in it either
            pass

    def clicks(self) -> list[Any]:
        """The clicks that nobody has recorded yet, oldest first."""
        clicks: list[Any] = self._loader("clicks")
        return clicks

    def recorded(self, count: int) -> None:
        """Forget the oldest *count* clicks."""
        self._loader("recorded", count)

    def opened(self) -> tuple[str, ...]:
        """The services that a plan has opened in this page."""
        return tuple(self._loader("opened"))

    def keep_plan(self, text: str) -> None:
        """Leave a plan for later pages."""
        self._loader("keep", text)

    def forget_plan(self) -> None:
        """Leave none."""
        self._loader("keep", "")

    def open(self, services: tuple[str, ...]) -> None:
        """Let *services* load."""
        self._loader("open", list(services))

    def revoke(self, services: tuple[str, ...]) -> None:
        """Tell running *services* that their consent has ended."""
        self._loader("close", list(services))

    def show(self, answer: dict[str, Any], ticked: tuple[str, ...], note: str) -> None:
        """Show *answer* as the present one, with a *note* in words; an undecided one asks."""
        self._loader("show", answer, list(ticked), note)

    def announce(self, name: str, detail: dict[str, Any]) -> None:
        """Send an event *name* to the page's scripts."""
        self._loader("announce", name, detail)

    def reload(self) -> None:
        """Load the page again."""
        window.location.reload()

    def listen(self, listener: Callable[[], None]) -> None:
        """Call *listener* after each click from now on."""
        self._bridge.heard = ffi.create_proxy(listener)

    def _loader(self, deed: str, *arguments: Any) -> Any:
        """Have the loader do a *deed*; JSON in both directions keeps every object on its own side."""
        return json.loads(self._bridge.consent(deed, json.dumps(list(arguments))))

    def _erasures(self, name: str) -> tuple[str, ...]:
        location = window.location
        return erasures(name, location.hostname, location.pathname, self._secure())

    def _secure(self) -> bool:
        return bool(window.location.protocol == "https:")
