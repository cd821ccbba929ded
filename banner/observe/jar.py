"""Finds which cookies are new in a jar, and who has set them."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from banner.observe.kinds import Cookie, Initiator, Place, host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from banner.observe.set_cookie import SetCookie

    Key = tuple[str, str, str, str]

_DAY = 86_400


@dataclass(frozen=True)
class Moment:
    """Moment of a page: *when* it is, the cookies *offered* in headers by then, and who has written others.

    *writers* has what is known of the scripts that have written a cookie, by its name.
    """

    page: str
    when: float
    offered: Sequence[SetCookie]
    writers: Mapping[str, Mapping[str, Any]]


class Jar:
    """The jar of a context, and what was in it when it was last looked at."""

    def __init__(self) -> None:
        self._before: dict[Key, str] = {}

    def news(self, cookies: Iterable[Mapping[str, Any]], moment: Moment) -> Iterator[Cookie]:
        """Give what is new among *cookies* or has another value, and what was offered and is not there."""
        now = {_key(one): one for one in cookies}
        before, self._before = self._before, {key: one["value"] for key, one in now.items()}
        for key, one in now.items():
            if before.get(key) != one["value"]:
                yield _told(plain(one, moment.page, moment.when), moment)
        there = {(name, domain) for name, domain, *_ in now}
        for line in moment.offered:
            ended = line.days is not None and line.days <= 0
            if not ended and (line.name, line.domain) not in there:
                yield _refused(line, moment)
        for name, by in moment.writers.items():
            if not any(name == one and _reaches(by, domain) for one, domain in there):
                yield _gone(name, by)


def plain(one: Mapping[str, Any], page: str, when: float) -> Cookie:
    """Return the cookie *one* of a jar as it is now, whoever has set it."""
    expires = one.get("expires", -1)
    return Cookie(
        page=page,
        when=when,
        name=one["name"],
        value=one["value"],
        domain=one.get("domain", "").lstrip("."),
        path=one.get("path", "/"),
        host_only=not one.get("domain", "").startswith("."),
        http_only=one.get("httpOnly", False),
        secure=one.get("secure", False),
        same_site=one.get("sameSite", ""),
        partition=str(one.get("partitionKey") or ""),
        days=(expires - time.time()) / _DAY if expires > 0 else None,
    )


def _key(cookie: Mapping[str, Any]) -> Key:
    domain, path = cookie.get("domain", "").lstrip("."), cookie.get("path", "/")
    return cookie["name"], domain, path, str(cookie.get("partitionKey") or "")


def _told(cookie: Cookie, moment: Moment) -> Cookie:
    """Return *cookie* with who has set it, so far as that is known."""
    for line in reversed(moment.offered):
        if (line.name, line.domain) == (cookie.name, cookie.domain):
            return replace(
                cookie, how="header", initiator=Initiator("header", Place(line.url)), frame=line.url
            )
    writer = moment.writers.get(cookie.name)
    if writer and not cookie.http_only and _reaches(writer, cookie.domain):
        return replace(cookie, how="script", initiator=writer["initiator"], frame=moment.page)
    return replace(cookie, frame=moment.page)


def _reaches(writer: Mapping[str, Any], domain: str) -> bool:
    """Return whether a script in the frame of *writer* can set cookies on *domain*."""
    host = host_of(writer["frame"])
    return not host or f".{host}".endswith(f".{domain}")  # a frame without an address has that of its page


def _gone(name: str, writer: Mapping[str, Any]) -> Cookie:
    """Return the cookie that a script has written, and that is not there: erased since, or never taken."""
    return Cookie(name=name, how="script", kept=False, domain=host_of(writer["frame"]), **writer)


def _refused(line: SetCookie, moment: Moment) -> Cookie:
    return Cookie(
        page=moment.page,
        frame=line.url,
        when=moment.when,
        name=line.name,
        value=line.value,
        domain=line.domain,
        path=line.path,
        host_only=line.host_only,
        http_only=line.http_only,
        secure=line.secure,
        same_site=line.same_site,
        partition="partitioned" if line.partitioned else "",
        days=line.days,
        how="header",
        kept=False,
        initiator=Initiator("header", Place(line.url)),
    )
