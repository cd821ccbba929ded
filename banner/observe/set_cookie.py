"""Reads the ``Set-Cookie`` headers of an answer (RFC 6265, section 5.2, and the drafts that followed)."""

from __future__ import annotations

import contextlib
import email.utils
from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.observe.kinds import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAY = 86_400


@dataclass(frozen=True)
class SetCookie:
    """One cookie that a server wants to be kept; *days* is ``None`` for a session, and *url* has sent it."""

    name: str
    value: str
    url: str
    domain: str
    host_only: bool
    path: str
    http_only: bool
    secure: bool
    same_site: str
    partitioned: bool
    days: float | None


def of_headers(lines: Iterable[str], url: str, now: float) -> list[SetCookie]:
    """Return the cookies of the headers *lines* of an answer from *url*, at the time *now* in seconds."""
    return [found for text in lines for line in text.split("\n") if (found := _cookie(line, url, now))]


def _cookie(line: str, url: str, now: float) -> SetCookie | None:
    pair, *rest = line.split(";")
    name, equal, value = (part.strip() for part in pair.partition("="))
    if not equal:
        name, value = "", name
    has = {
        key.strip().lower(): text.strip() for part in rest for key, _, text in [part.partition("=")] if key
    }
    domain = has.get("domain", "").lstrip(".").lower()
    if not name and not value:
        return None
    return SetCookie(
        name=name,
        value=value,
        url=url,
        domain=domain or host_of(url),
        host_only=not domain,
        path=has.get("path") or "/",
        http_only="httponly" in has,
        secure="secure" in has,
        same_site=has.get("samesite", "").capitalize(),
        partitioned="partitioned" in has,
        days=_days(has, now),
    )


def _days(has: dict[str, str], now: float) -> float | None:
    """Return for how many days; what cannot be read does not count, and ``Max-Age`` is the stronger."""
    with contextlib.suppress(ValueError, KeyError):
        return int(has["max-age"]) / _DAY
    # Netscape's form, with hyphens, is not one of e-mail, but the parser reads it.
    with contextlib.suppress(ValueError, TypeError, KeyError):
        return (email.utils.parsedate_to_datetime(has["expires"].replace("-", " ")).timestamp() - now) / _DAY
    return None
