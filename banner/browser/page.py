"""Page, as plain Python values: the one module that touches JavaScript objects.

Part of it is the browser's own (cookies, storage, the clock), part belongs to the scripts that painted the
banner before Python was there: what they do for Python is listed in ``client/bridge.js``, by the same names.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import consent_bridge as bridge
from pyscript import ffi, window

from banner.core.cookies import erasures, names, partitioned
from banner.core.own_cookies import SPARE, Place
from banner.core.unwanted import LISTED

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.contract import StorageKey
    from banner.core.own_cookies import OwnCookies
    from banner.core.unwanted import Unwanted


class Page:
    """Bridge to the page; nothing but text, numbers and lists crosses it."""

    def __init__(self, cookies: OwnCookies) -> None:
        self._cookies = cookies

    def now(self) -> int:
        """Return the browser's clock, in milliseconds since 1970: the one by which decisions are timed."""
        # Asked of the page's scripts, since a number of JavaScript may be too large for the border.
        return int(_told(bridge.now))

    def time_origin(self) -> int:
        """Return when the page was asked for, by the same clock."""
        return int(_told(bridge.time_origin))

    def format_time(self, at: int) -> str:
        """Write the time *at* (milliseconds since 1970) in the visitor's time zone and language."""
        return str(_told(bridge.format_time, at))

    def language(self) -> str:
        """Return the language that is shown."""
        return self.shown()[0]

    def shown(self) -> tuple[str, str]:
        """Return the language that is shown, and the notice hash of what is."""
        language, notice_hash = _told(bridge.shown)
        return str(language), str(notice_hash)

    def account(self) -> str:
        """Return what the page says of the account: its opaque name, and the id of its consent, if any."""
        return str(_told(bridge.account))

    def gpc(self) -> bool:
        """Return whether the browser sends the Global Privacy Control signal."""
        # Asked of the page's scripts, since interpreters differ on whether what is undefined is true.
        return bool(_told(bridge.gpc))

    def records(self) -> tuple[str, ...]:
        """Return the values of all consent cookies that this page can see."""
        return self._own().records(self.read_cookies(), self._place().secure)

    def write_record(self, text: str, max_age: int) -> None:
        """Write the consent cookie, and drop others of its name that parent domains or paths may hold."""
        place = self._place()
        own = self._own()
        jar = self.read_cookies()
        if own.is_plain(jar, place.secure):
            _told(bridge.claim)
        taken = own.taken(jar, place.secure)
        if taken:
            window.console.warn(
                f"The cookie {taken} is not the banner's own, so it keeps its record beside it. "
                'Give it a name of its own: [cookies] consent = "…" in the declaration.'
            )
        writes = own.keep(jar, text, max_age, place)
        self.write_cookies(writes)
        if place.secure and text not in own.records(self.read_cookies(), place.secure):
            # A page in another site's frame keeps cookies of that frame alone.
            self.write_cookies((partitioned(writes[0]),))

    def erase_record(self) -> None:
        """Erase every consent cookie."""
        self.write_cookies(self._own().erase(self.read_cookies(), self._place()))

    def erase(self, unwanted: Unwanted) -> None:
        """Erase what is *unwanted* from the cookies and from storage."""
        for kind in unwanted.kinds():
            if kind == "cookie":
                for name in names(self.read_cookies()):
                    if unwanted.covers(kind, name):
                        self.write_cookies(self._erasures(name))
            elif kind in LISTED:
                # The browser lists these in its own time. The page that follows a reload looks again.
                asyncio.create_task(self._erase_listed(unwanted, kind))  # noqa: RUF006 - the page keeps Python running
            else:
                self._erase_keys(unwanted, kind)

    def _erase_keys(self, unwanted: Unwanted, kind: str) -> None:
        """Erase the keys of local or session storage that are *unwanted*."""
        try:
            storage = getattr(window, kind + "Storage")
            for key in json.loads(str(window.JSON.stringify(window.Object.keys(storage)))):
                if unwanted.covers(kind, key):
                    storage.removeItem(key)
        except Exception:  # noqa: BLE001, S110 - storage is denied: then nothing was kept in it either
            pass

    async def _erase_listed(self, unwanted: Unwanted, kind: str) -> None:
        """Erase the databases, or caches of files, that are *unwanted*."""
        listed = await _awaited(bridge.list_storage, kind) or []
        await _awaited(bridge.delete_storage, kind, [name for name in listed if unwanted.covers(kind, name)])

    def pending(self) -> list[Any]:
        """Return the pending decisions, oldest first. They can be anything: others write there, too."""
        decisions: list[Any] = _told(bridge.pending)
        return decisions

    def forget_pending(self, count: int) -> None:
        """Forget the oldest *count* pending decisions."""
        _told(bridge.forget_pending, count)

    def active(self) -> tuple[str, ...]:
        """Return the services that are active in this page."""
        return tuple(_told(bridge.active))

    def active_items(self) -> tuple[str, ...]:
        """Return the services of which the visitor has activated single items in this page."""
        return tuple(_told(bridge.active_items))

    def write_storage(self, key: StorageKey, text: str) -> bool:
        """Write *text*, which is JSON, to storage, or remove it; return whether that was possible."""
        return bool(_told(bridge.write_storage, key, text))

    def read_storage(self, key: StorageKey) -> Any:
        """Return what storage has for *key*, or ``None``. It can be anything: others write there, too."""
        return _told(bridge.read_storage, key)

    def activate(self, services: tuple[str, ...]) -> None:
        """Activate *services*."""
        _told(bridge.activate, list(services))

    def deactivate(self, services: tuple[str, ...]) -> None:
        """Tell active *services* that their consent has ended."""
        _told(bridge.deactivate, list(services))

    def show(self, consent: dict[str, Any], ticked: tuple[str, ...]) -> None:
        """Show the present *consent*; an undecided one asks."""
        _told(bridge.show, consent, list(ticked))

    def send(self, entry: dict[str, str]) -> None:
        """Have *entry* brought to the site's server, now or later."""
        _told(bridge.send, entry)

    def toast(self, html: str) -> None:
        """Show a toast."""
        _told(bridge.toast, html)

    def wants_history(self) -> bool:
        """Return whether the visitor has asked for the history since the last call."""
        return bool(_told(bridge.wants_history))

    def show_history(self, html: str) -> None:
        """Show the history of the visitor's own decisions."""
        _told(bridge.show_history, html)

    async def fetch_account(self, record: str | None = None) -> Any:
        """Return what the site's server has for the account; it merges *record*, the device's own, with it.

        Return ``None`` where that fails, or takes more than three seconds.
        """
        return await _awaited(bridge.fetch_account, record)

    async def fetch_history(self) -> Any:
        """Return the visitor's own decisions, as the server has them; ``None`` as :meth:`fetch_account`."""
        return await _awaited(bridge.fetch_history)

    def leave(self) -> None:
        """Leave the page for the same one anew, at once or once the visitor has agreed."""
        _told(bridge.leave)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call *listener* now, and when there is something to hear of, but not while another page does."""
        bridge.listen(ffi.create_proxy(listener))

    def read_cookies(self) -> str:
        """Return the cookies of this page, as ``document.cookie`` has them."""
        return str(_told(bridge.read_cookies))

    def write_cookies(self, cookies: tuple[str, ...]) -> None:
        """Write *cookies*, each as ``document.cookie`` takes it."""
        _told(bridge.write_cookies, list(cookies))

    def _own(self) -> OwnCookies:
        """Return our cookies as they are called in this folder: the origin may have several builds."""
        suffix, others = _told(bridge.spare)
        return replace(self._cookies, spare=SPARE + suffix, others=others)

    def _erasures(self, name: str) -> tuple[str, ...]:
        place = self._place()
        return erasures(name, place.host, place.path, place.secure)

    def _place(self) -> Place:
        location = window.location
        return Place(location.hostname, location.pathname, bool(location.protocol == "https:"))


def _told(method: Any, *arguments: Any) -> Any:
    """Call a *method* of the bridge; since JSON crosses, every object stays on its own side."""
    return json.loads(method(json.dumps(list(arguments))))


async def _awaited(method: Any, *arguments: Any) -> Any:
    """Call a *method* of the bridge that takes its time; return ``None`` where it fails."""
    return json.loads(str(await method(json.dumps(list(arguments)))))
