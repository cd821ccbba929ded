"""State machine: events come in, effects go out.

Every transition begins here. The clock, the cookies, the page and the network belong to whoever performs the
effects. An event that is illegal in a state changes nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from banner.core import account
from banner.core.clock import is_moment
from banner.core.consent import (
    ACTIONS,
    OPT_OUT,
    SIGNAL,
    Consent,
    by_default,
    chosen,
    decides,
    expired,
    holds,
    made_in,
    made_under,
    named,
    parted,
    unasked,
    without_sale,
)
from banner.core.declaration import ON_WITH_NOTICE
from banner.core.effects import (
    AppendLogEntry,
    ConfirmOptOut,
    EraseRecord,
    ForgetPlan,
    TellSignal,
    WriteRecord,
)
from banner.core.events import AccountRead, Arrived, Performed, Started
from banner.core.ids import derived, fits
from banner.core.jar import latest
from banner.core.languages import is_tag
from banner.core.log_entry import event_name, is_hash
from banner.core.outcome import asking, asking_again, asking_first, settled, still_running
from banner.core.record import decode, encode

if TYPE_CHECKING:
    from banner.core.declaration import Declaration
    from banner.core.effects import Effect
    from banner.core.events import Decided, Event
    from banner.core.state import State, Step

_NOT_JUDGED = ("new", "joining")


def step(state: State, event: Event) -> Step:
    """Return the state after *event*, and its effects; an illegal event gives ``(state, ())``.

    Whoever has performed the effects says so (:class:`Performed`), for as long as there are any.
    """
    if isinstance(event, Arrived):
        return _arrive(state, event)
    if isinstance(event, Performed):
        return _performed(state, event.page)
    if isinstance(event, Started):
        return account.start(state, event) if state.phase == "new" else (state, ())
    if isinstance(event, AccountRead):
        return account.read(state, event) if state.phase == "joining" else (state, ())
    return _decide(state, event) if _legal(state, event) else (state, ())


def _arrive(state: State, event: Arrived) -> Step:
    """Judge the records, where they are news, then take the pending decisions.

    A pending decision replaces the effects of the judgement before it: what an older consent granted must not
    be activated for the moment that it takes to record a denial. Only entries for the log stay.
    """
    if state.phase == "joining":
        return state, ()
    seen = (event.records, event.copy)
    now = account.moved(state, event)
    news = seen != state.seen or now is not state
    after, effects = _judge(replace(now, seen=seen), event) if news else (state, ())
    for decided in event.pending:
        reached = replace(after, seen=seen, active=event.active, active_items=event.active_items)
        if _legal(reached, decided):
            logged = tuple(effect for effect in effects if isinstance(effect, AppendLogEntry))
            after, effects = _decide(reached, decided)
            effects = (*logged, *effects)
    return after, effects


def _performed(state: State, page: Arrived) -> Step:
    """Look after what was done: others write cookies, too, and storage may take nothing.

    A server, or another page, may have been so quick as to put an older consent in the place of ours. That is
    put right once; where ours is not there even then, a later one is, which holds.
    """
    if state.merged:
        return account.join(state, state.merged, page)
    if state.phase in _NOT_JUDGED:
        return state, ()
    now = replace(state, seen=(page.records, page.copy), login=page.login)
    if not page.records or now.written in ("", *page.records):
        return replace(now, restored=""), ()
    if now.written == now.restored:
        return replace(now, written="", restored=""), ()
    return _judge(replace(now, restored=now.written), page)


def _judge(state: State, event: Arrived) -> Step:
    ground = replace(state.ground, gpc=event.gpc)
    arrived = replace(state, phase="asking", ground=ground, consent=None, active=event.active)
    consent, text = latest(event.records, event.copy or state.written, event.now)
    if consent is None:
        ahead = any(decode(text) is not None for text in event.records)
        if ahead:
            # It may hold an objection: nothing is on until the clock is mended.
            return asking(arrived, (ForgetPlan(),))
        return asking_first(
            arrived, (EraseRecord(), ForgetPlan()) if event.records else (ForgetPlan(),), event.now
        )
    if expired(consent, state.declaration, event.now):
        entry = _log_entry(arrived, "expired", consent, consent.id, event)
        return asking_first(replace(arrived, written=""), (EraseRecord(), ForgetPlan(), entry), event.now)
    arrived, restore, record = _restored(arrived, consent, text, event)
    if not holds(consent, state.declaration, event.now):
        after, effects = asking_again(arrived, consent, record)
        return after, (*restore, *effects)
    left = without_sale(state.declaration, consent.on)
    if event.gpc and left != consent.on:
        return _signalled(arrived, consent, left, event)
    return settled(arrived, consent, record, restore, ())


def _signalled(state: State, before: Consent, left: tuple[str, ...], event: Arrived) -> Step:
    """Record what the signal has *left* of *before*; it holds for as long as that did."""
    granted, denied, exempt = parted(state.declaration, left, before.exempt)
    consent = replace(
        before,
        id=derived(before.id, SIGNAL),
        action=SIGNAL,
        granted=granted,
        denied=denied,
        exempt=exempt,
    )
    text = encode(consent)
    write = (
        *account.remember(state, event.now),
        WriteRecord(text, consent.seconds_left(state.declaration, event.now)),
        _log_entry(state, "withdrawn", consent, before.id, event),
    )
    return settled(replace(state, written=text), consent, text, write, _conflict(before.on, left))


def _conflict(wanted: tuple[str, ...], left: tuple[str, ...]) -> tuple[Effect, ...]:
    """Tell the visitor where the signal has *left* less than was *wanted* here (11 CCR 7025(c)(3))."""
    services = tuple(service for service in wanted if service not in left)
    return (TellSignal(services),) if services else ()


def _restored(
    state: State, consent: Consent, text: str, event: Arrived
) -> tuple[State, tuple[Effect, ...], str]:
    """Put *text* back into the cookie where it is not there; return the state, effects and records then."""
    if text in event.records:
        return state, (), " ".join(event.records)
    write = WriteRecord(text, consent.seconds_left(state.declaration, event.now))
    return replace(state, written=text), (write,), text


def _log_entry(
    state: State, name: str, consent: Consent, previous: str, event: Arrived | Decided
) -> AppendLogEntry:
    scope = "account" if state.ground.account else "device"
    return AppendLogEntry(name, consent, previous, event.notice_hash, event.language, scope)


def _legal(state: State, event: Decided) -> bool:
    """Return whether *event* counts: well formed, about something, new, not overtaken and not expired."""
    if state.phase in _NOT_JUDGED or not _well_formed(event):
        return False
    if not decides(state.declaration, event.action, event.services, event.source):
        return False
    if event.action == "dismiss" and state.phase != "asking":
        return False
    if event.now >= event.at + state.declaration.lifetime * 1000:
        return False
    last = state.consent
    if last is None:
        return True
    overtaken = event.at < last.at <= event.now
    return event.id != last.id and not overtaken


def _well_formed(event: Decided) -> bool:
    return (
        fits(event.id)
        and fits(event.source)
        and fits(event.revision)
        and is_tag(event.language)
        and is_hash(event.notice_hash)
        and event.action in ACTIONS
        and event.action != SIGNAL
        and is_moment(event.at)
        and is_moment(event.now)
    )


def _decide(state: State, event: Decided) -> Step:
    # To decide about some services is no word about others, so single items of those may stay.
    about = named(state.declaration, event.action, event.services)
    state = replace(state, active_items=tuple([item for item in state.active_items if item in about]))
    before = state.consent if state.phase == "decided" else None
    gpc = state.ground.gpc
    revision, declaration = _asked_in(state.declaration, event)
    default = by_default(declaration, state.consent, gpc)
    on = before.on if before else default
    wanted = chosen(declaration, event.action, event.services, on)
    left = without_sale(declaration, wanted) if gpc else wanted
    silent = unasked(declaration, event.action, event.services, before.exempt if before else default)
    granted, denied, exempt = parted(declaration, left, silent)
    consent = Consent(
        id=event.id,
        at=min(event.at, event.now),
        action=event.action,
        source=event.source,
        revision=revision,
        granted=granted,
        denied=denied,
        exempt=exempt,
        mode=declaration.mode,
    )
    text = encode(consent)
    previous = state.consent.id if state.consent else ""
    write = (
        *account.remember(state, event.now),
        WriteRecord(text, consent.seconds_left(state.declaration, event.now)),
        _log_entry(state, event_name(consent, before), consent, previous, event),
    )
    state = replace(state, seen=None, written=text, restored="")
    if not holds(consent, state.declaration, event.now):
        after, effects = asking_again(state, consent, text)
        return after, (*write, *effects)
    told = (*_conflict(wanted, left), *_confirmation(state, consent))
    return settled(state, consent, text, write, told)


def _asked_in(declaration: Declaration, event: Decided) -> tuple[str, Declaration]:
    """Return the revision of *event*, and *declaration* as it was in the region where that was decided.

    A later page, in another region, may record it. What had notice there is not known here, unless it is just
    what has notice here, so nothing that such a decision leaves on counts as a consent.
    """
    revision, mode = made_under(event.revision)
    if event.revision == made_in(revision, declaration.mode, declaration.noticed):
        return revision, declaration
    noticed = event.services if mode == ON_WITH_NOTICE else ()
    return revision, declaration.under(mode, noticed)


def _confirmation(state: State, consent: Consent) -> tuple[Effect, ...]:
    """Have the visitor confirm an opt-out after the page has been left for it (11 CCR 7026(g)).

    Where the page stays, the view in which it was made says so itself.
    """
    leaves = consent.action == OPT_OUT and still_running(state, consent.on)
    return (ConfirmOptOut(consent.at),) if leaves else ()
