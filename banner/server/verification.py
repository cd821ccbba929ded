"""Verification of the log: each entry carries the SHA-256 of all that came before it.

Whoever changes, removes or slips in an entry has to write anew each one behind it, and then the hash differs
from the checkpoints that were taken to somewhere else. All of it is pure: a file that was exported is
enough, and any language can do the same (:func:`digest`, :func:`hash_after`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# All that an entry proves. Not the account: it may be deleted, and the entry stays.
PROVEN = (
    "at",
    "denied",
    "event",
    "granted",
    "id",
    "language",
    "notice_hash",
    "number",
    "previous",
    "record",
    "revision",
    "scope",
    "source",
)
NOTHING = "0" * 64  # what the very first entry carries


@dataclass(frozen=True)
class Checkpoint:
    """Hash of the log up to the entry called *number*, which came *at* (milliseconds since 1970)."""

    number: int
    hash: str
    at: int

    def plain(self) -> dict[str, Any]:
        """Return the checkpoint as JSON carries it."""
        return {"number": self.number, "hash": self.hash, "at": self.at}


START = Checkpoint(0, NOTHING, 0)


@dataclass(frozen=True)
class Fault:
    """Number of the first entry that is not as it was when it came, and what is wrong with it."""

    number: int
    reason: str


def digest(entry: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all that *entry* proves; of one that was deleted, the one that it has left.

    It is that of the JSON of its :data:`PROVEN` values, in the order of their names, without spaces, in
    ASCII.
    """
    if "digest" in entry:
        return str(entry["digest"])
    text = json.dumps({name: entry[name] for name in PROVEN}, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def hash_after(before: str, entry: Mapping[str, Any]) -> str:
    """Return the hash of the log with *entry* behind all that has the hash *before*."""
    return hashlib.sha256(f"{before}{digest(entry)}".encode("ascii")).hexdigest()


def verify(
    entries: Iterable[Mapping[str, Any] | Checkpoint],
    start: Checkpoint = START,
    known: Iterable[Checkpoint] = (),
) -> Fault | None:
    """Return what is wrong with the first of *entries* that is not as it was, or ``None``.

    They are those behind *start*, in their order, each with what it proves, and ``before``, the hash that it
    carries; one that was deleted has its number, ``before`` and its ``digest`` alone. Checkpoints may stand
    among them. *known* are checkpoints from somewhere else, which count more: without one behind it, nothing
    holds the last entry. No more than two entries are in memory at once.
    """
    wanted = {checkpoint.number: checkpoint.hash for checkpoint in known if checkpoint.number > start.number}
    number, found = start.number, start.hash
    for entry, following in _in_pairs(entries, start, wanted):
        fault = _misfit(entry, following, Checkpoint(number, found, 0), start)
        if fault:
            return fault
        number, found = int(entry["number"]), hash_after(found, entry)
        if wanted.pop(number, found) != found:
            return Fault(number, "the log up to here is not what it was at that checkpoint")
    if wanted:
        first = min(wanted)
        missing = first > number
        return Fault(
            number + 1 if missing else first,
            f"the entries up to the checkpoint {first} are missing" if missing else "it is missing",
        )
    return None


def _in_pairs(
    lines: Iterable[Mapping[str, Any] | Checkpoint], start: Checkpoint, wanted: dict[int, str]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    """Give each entry of *lines* with the one behind it; *wanted* gets the checkpoints in between."""
    last: Mapping[str, Any] | None = None
    for line in lines:
        if isinstance(line, Checkpoint):
            if line.number > start.number:
                wanted.setdefault(line.number, line.hash)
            continue
        if last is not None:
            yield last, line
        last = line
    if last is not None:
        yield last, None


def _misfit(
    entry: Mapping[str, Any], following: Mapping[str, Any] | None, last: Checkpoint, start: Checkpoint
) -> Fault | None:
    """Return why *entry* is not what came behind *last*, if so."""
    number = int(entry["number"])
    if number <= last.number:
        return Fault(number, f"it stands behind the entry {last.number}")
    if entry["before"] == last.hash:
        return None
    if number > last.number + 1:
        return Fault(last.number + 1, f"the entries up to {number - 1} are missing")
    if last.number == start.number:
        return Fault(number, "it does not follow that checkpoint")
    if following and following["before"] == hash_after(last.hash, entry):
        return Fault(number, "the hash that it carries was changed")
    return Fault(last.number, "it was changed")
