"""Log entries: proof of each decision, in a log that only grows.

An authority asks how, when and after which information somebody consented (EDPB guidelines 05/2020,
paragraph 108). So an entry names what was shown, by its hash, and the consent before. It has
nothing that tells who the visitor is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banner.core.consent import OPT_OUT
from banner.core.ids import is_id
from banner.core.languages import is_tag
from banner.core.record import decode, in_order

if TYPE_CHECKING:
    from banner.core.consent import Consent

EVENTS = ("given", "denied", "dismissed", "changed", "withdrawn", "opted-out", "expired")
SCOPES = ("device", "account")
_KEYS = ("id", "event", "record", "previous", "notice_hash", "language", "scope")
_HEX = "0123456789abcdef"
_SHA256 = 64


@dataclass(frozen=True)
class LogEntry:
    """Entry of the consent log.

    *id* is the id of the record, for an expiry that of the record that expired and ``-expired``. *event* is
    one of :data:`EVENTS`. *record* is the text of the cookie. *previous* is the id of the record before, or
    empty. *notice_hash* is the SHA-256, in hexadecimal, of what was shown, in *language*. *scope* tells
    whether the decision was made for this ``"device"`` or, logged in, for the ``"account"``.
    """

    id: str
    event: str
    record: str
    previous: str
    notice_hash: str
    language: str
    scope: str

    def plain(self) -> dict[str, str]:
        """Return the entry as JSON carries it."""
        return {
            "id": self.id,
            "event": self.event,
            "record": self.record,
            "previous": self.previous,
            "notice_hash": self.notice_hash,
            "language": self.language,
            "scope": self.scope,
        }

    def text(self) -> str:
        """Return the entry as a file shows it: the same text on every interpreter."""
        plain = self.plain()
        return in_order(_KEYS, tuple([plain[key] for key in _KEYS]))


def read_entry(plain: object) -> LogEntry | None:
    """Return the entry that *plain* is, or ``None`` where it is not exactly one. Never raises."""
    if not isinstance(plain, dict) or set(plain) != set(_KEYS):
        return None
    if not all(isinstance(plain[key], str) for key in _KEYS):
        return None
    entry = _entry(plain)
    consent = decode(entry.record)
    fits = (
        consent is not None
        and entry.id == entry_id(consent, entry.event)
        and entry.event in EVENTS
        and entry.scope in SCOPES
        and is_tag(entry.language)
        and (entry.previous == "" or is_id(entry.previous))
        and is_hash(entry.notice_hash)
    )
    return entry if fits else None


def _entry(plain: dict[str, Any]) -> LogEntry:
    return LogEntry(*[plain[key] for key in _KEYS])


def entry_id(consent: Consent, event: str) -> str:
    """Return the id under which *event* of *consent* is kept: it is given once and may expire once."""
    return consent.id + "-expired" if event == "expired" else consent.id


def is_hash(value: object) -> bool:
    """Return whether *value* is a SHA-256 in hexadecimal."""
    return isinstance(value, str) and len(value) == _SHA256 and all(letter in _HEX for letter in value)


def event_name(consent: Consent, before: Consent | None) -> str:
    """Return the event that *consent* is after *before*, the one that held until now, if one did."""
    if consent.action == "dismiss":
        return "dismissed"
    if consent.action == OPT_OUT:
        return "opted-out"
    if before is None:
        if consent.granted:
            return "given"
        return "denied" if consent.denied or not consent.exempt else "dismissed"
    lost = [service for service in before.on if service not in consent.on]
    return "withdrawn" if lost else "changed"
