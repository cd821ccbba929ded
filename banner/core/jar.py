"""Jar: choose the visitor's consent among the records that a browser holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.consent import from_future
from banner.core.plan import SCRIPT_COOKIE
from banner.core.record import decode

if TYPE_CHECKING:
    from banner.core.consent import Consent


def latest(records: tuple[str, ...], copy: str, now: int) -> tuple[Consent | None, str]:
    """Return the newest believable consent at *now* (milliseconds) and its text, or ``(None, "")``.

    *records* are the values of the cookies. *copy* is the one in storage. It counts where the browser has
    ended the cookie, and where something has put an older cookie in the place of the newer one.
    """
    found = _believable(records, now)
    for consent, text in _believable((copy,), now):
        if found or now >= consent.at + SCRIPT_COOKIE:
            found.append((consent, text))
    best: tuple[Consent | None, str] = (None, "")
    for consent, text in found:
        if best[0] is None or consent.at > best[0].at:
            best = (consent, text)
    return best


def own_record(records: tuple[str, ...], copy: str, now: int) -> str:
    """Return the record that is the device's own at *now*, where a login puts another one in its place.

    Without a believable one it is one from the future: the clock may be mended until it comes back.
    """
    _, text = latest(records, copy, now)
    readable = [record for record in records if decode(record)]
    return text or (readable[0] if readable else "")


def _believable(texts: tuple[str, ...], now: int) -> list[tuple[Consent, str]]:
    read = [(decode(text), text) for text in texts]
    return [(consent, text) for consent, text in read if consent and not from_future(consent, now)]
