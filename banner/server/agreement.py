"""Agreement: an entry is refused where its own parts, or the one before it, cannot all be true.

What honest browsers send is never refused: they record decisions pages later, send them months later and in
any order, and the entry before may be one that a merge has made, or be deleted by now. So an entry is judged
by what it says itself, and by the one before where that is here. The core's machine is what makes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.consent import OPT_OUT, SIGNAL
from banner.core.ids import derived
from banner.core.log_entry import event_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sql

    from banner.core.consent import Consent
    from banner.core.log_entry import LogEntry

# A consent lasts 400 days at most. The rest is for a browser that nobody has opened for two years and more,
# which then tells of what has expired.
OLDEST = 3 * 365 * 86_400_000  # milliseconds
_FOLLOWING = ("changed", "withdrawn")
_GRANT_NOTHING = ("deny-all", "dismiss")


def too_long(row: Mapping[str, object], table: sql.Table) -> str:
    """Return why a value of *row* has no room in *table*, or nothing: not every database says so itself."""
    for column in table.columns:
        most, value = getattr(column.type, "length", None), row.get(column.name)
        if most is not None and isinstance(value, str) and len(value) > most:
            return f"{column.name}: {len(value)} characters; {most} are the most"
    return ""


def contradiction(entry: LogEntry, consent: Consent, now: int) -> str:
    """Return what in *entry*, with its *consent*, can never be true at *now* (milliseconds), or nothing."""
    if consent.at < now - OLDEST:
        return "record: a decision that is older than any that could still be on its way"
    if entry.event == "expired":
        same = entry.previous == consent.id
        return "" if same else f"previous: what expires is the consent {consent.id} itself"
    if entry.previous == entry.id:
        return "previous: no consent follows itself"
    return _of_action(consent) or _of_signal(entry, consent) or _of_event(entry, consent)


def contradiction_with(entry: LogEntry, consent: Consent, before: LogEntry, earlier: Consent) -> str:
    """Return what in *entry*, with *consent*, can never be true after *before* with *earlier*, or nothing.

    An entry that follows none, in its own words, may name one: the visitor was asked anew.
    """
    if entry.event == "expired":
        return "" if before.record == entry.record else "record: what expires is the consent as it was given"
    if before.previous == entry.id:
        return f"previous: {before.id} follows this one"
    if consent.action == SIGNAL:
        kept = (earlier.at, earlier.revision, earlier.mode) == (consent.at, consent.revision, consent.mode)
        less = set(consent.on) < set(earlier.on)
        return "" if kept and less else f"record: no signal makes this of {before.id}"
    if entry.event in _FOLLOWING and event_name(consent, earlier) != entry.event:
        return f"event: after {before.id} this is not called {entry.event}"
    return ""


def _of_action(consent: Consent) -> str:
    if consent.action in _GRANT_NOTHING and consent.granted:
        return f"record: {consent.action} grants nothing"
    if consent.action == "deny-all" and consent.exempt:
        return f"record: {consent.action} leaves nothing on"
    return ""


def _of_signal(entry: LogEntry, consent: Consent) -> str:
    """The signal takes from the consent before, and names its own after that."""
    if consent.action != SIGNAL:
        return ""
    fits = entry.previous and entry.id == derived(entry.previous, SIGNAL)
    return "" if fits else "id: what the signal leaves is named after the consent before"


def _of_event(entry: LogEntry, consent: Consent) -> str:
    """What happened has one name, by the action, or by what was granted and whether one came before."""
    if consent.action == SIGNAL:
        possible = {"withdrawn"}
    elif consent.action in ("dismiss", OPT_OUT):
        possible = {event_name(consent, None)}
    else:
        possible = {event_name(consent, None), *_FOLLOWING}
    if entry.event not in possible:
        return f"event: {consent.action}, as the record has it, is not called {entry.event}"
    if entry.event in _FOLLOWING and not entry.previous:
        return f"previous: {entry.event} says that there was one"
    if entry.event == "withdrawn" and not consent.denied:
        return "event: nothing is withdrawn where nothing is denied"
    return ""
