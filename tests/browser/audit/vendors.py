"""Stand-ins for all third parties: each contacts the hosts and keeps the things that are declared of it.

So the clean site is clean by the declaration alone, and nothing leaves this machine.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from banner.audit.expected import Expected
from banner.audit.seen import Contact
from banner.config.durations import days

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from banner.core.declaration import Cookie

_GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
_SECONDS = 86_400
_KEEP = """
for (const address of %s) new Image().src = address;
for (const cookie of %s) document.cookie = cookie;
for (const name of %s) localStorage.setItem(name, '1');
for (const name of %s) sessionStorage.setItem(name, '1');
"""


class Vendors:
    """All third parties of the site that *expected* is of."""

    def __init__(self, expected: Expected) -> None:
        self._expected = expected

    def __call__(self, route: Route) -> None:
        """Answer as the service does that the request belongs to."""
        url = route.request.url
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        service = (*query.get("of", []), *self._expected.asks(Contact(url)), "")[0]
        kind = route.request.resource_type
        header = {"Access-Control-Allow-Origin": "*"}
        kept = self._third(service, parts.hostname or "")
        if kept:
            # One for each answer: not every engine takes several from a test.
            header["Set-Cookie"] = kept[int(query.get("n", ["0"])[0])]
        if kind == "script":
            route.fulfill(headers=header, content_type="text/javascript", body=self._script(service))
        elif kind == "document":
            code = self._script(service, framed=True)
            body = f"<!doctype html><title>{service}</title><script>{code}</script>"
            route.fulfill(headers=header, content_type="text/html", body=body)
        elif kind == "stylesheet":
            style = "" if "of" in query else self._style(service)
            route.fulfill(headers=header, content_type="text/css", body=style)
        elif kind in ("image", "media"):
            route.fulfill(headers=header, content_type="image/gif", body=_GIF)
        else:
            route.fulfill(headers=header, content_type="text/plain", body="")

    def _script(self, service: str, *, framed: bool = False) -> str:
        own = [] if framed else [one for one in self._cookies(service) if not one.domain]
        return _KEEP % (
            json.dumps(self._addresses(service)),
            json.dumps([_written(one) for one in own if one.kind == "cookie"]),
            json.dumps([_name(one) for one in own if one.kind == "local"]),
            json.dumps([_name(one) for one in own if one.kind == "session"]),
        )

    def _style(self, service: str) -> str:
        # An import is asked for whatever other services say of the same elements.
        return "".join(f'@import "{one}";' for one in self._addresses(service)[-1:])

    def _cookies(self, service: str) -> tuple[Cookie, ...]:
        return self._expected.cookies.get(service, ())

    def _addresses(self, service: str) -> list[str]:
        """Return an address on each host that the service has, for each cookie that it keeps there."""
        hosts = [host.replace("*.", "a.") for host in self._expected.hosts.get(service, ())]
        return [
            f"https://{host}/collect.gif?of={service}&n={number}"
            for host in hosts
            for number in range(max(1, len(self._third(service, host))))
        ]

    def _third(self, service: str, host: str) -> list[str]:
        """Return what the service keeps on the domain of *host*."""
        return [
            f"{_written(one)}; Domain={one.domain}; SameSite=None; Secure"
            for one in self._cookies(service)
            if one.domain and (host == one.domain or host.endswith("." + one.domain))
        ]


def _name(cookie: Cookie) -> str:
    return cookie.name.replace("*", "1")


def _written(cookie: Cookie) -> str:
    lives = days(cookie.duration)
    age = f"; Max-Age={min(lives, 400) * _SECONDS:.0f}" if lives else ""
    return f"{_name(cookie)}=1{age}; Path=/"
