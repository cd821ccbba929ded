"""The one state machine: what happens to a visitor's answer, and what follows from it.

Every transition is in this file. Events come in, effects go out; the clock, the cookie jar, the page and
the network belong to whoever performs the effects. An event that is illegal in a state changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from banner.core.clock import is_moment
from banner.core.consent import (
    ACTIONS,
    SIGNAL,
    Consent,
    chosen,
    decides,
    domains,
    expired,
    holds,
    kept_by_refused,
    without_sale,
)
from banner.core.effects import (
    Ask,
    EraseCookies,
    EraseRecord,
    ForgetPlan,
    Leave,
    LeavePlan,
    Open,
    Prove,
    Revoke,
    Settle,
    TellSignal,
    TellStays,
    WriteRecord,
)
from banner.core.events import Answered, Arrived, ItemsOpened
from banner.core.ids import derived, fits
from banner.core.jar import latest
from banner.core.languages import is_tag
from banner.core.plan import Ground, ask, replay, still_asked
from banner.core.proof import event as proved
from banner.core.proof import is_hash
from banner.core.record import decode, encode

if TYPE_CHECKING:
    from banner.core.declaration import Declaration
    from banner.core.effects import Effect
    from banner.core.events import Event

    Step = tuple["State", tuple[Effect, ...]]


@dataclass(frozen=True)
class State:
    """Where one page stands. *phase* goes from ``"new"`` to ``"asking"`` or ``"answered"``, and to and fro.

    *consent* is the last readable answer, also where it no longer holds. *opened* are the services that run
    in this page, *items* those of which single items do.
    """

    declaration: Declaration
    ground: Ground
    phase: str = "new"
    consent: Consent | None = None
    opened: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def step(state: State, event: Event) -> Step:
    """What *event* makes of *state*, and what is to be done; an illegal event gives ``(state, ())``."""
    if isinstance(event, Arrived):
        return _arrive(state, event)
    if isinstance(event, ItemsOpened):
        return replace(state, items=event.services), ()
    return _answer(state, event) if _legal(state, event) else (state, ())


def _arrive(state: State, event: Arrived) -> Step:
    """Judge what the jar holds, then the clicks that no page has recorded yet.

    A pending click takes the place of the judgement before it: what an older answer granted must not be
    opened for the moment that it takes to record a refusal. What is proved stays proved.
    """
    after, effects = _judge(state, event)
    for answered in event.pending:
        reached = replace(after, opened=event.opened, items=event.items)
        if _legal(reached, answered):
            proved_so_far = tuple(effect for effect in effects if isinstance(effect, Prove))
            after, effects = _answer(reached, answered)
            effects = (*proved_so_far, *effects)
    return after, effects


def _judge(state: State, event: Arrived) -> Step:
    ground = replace(state.ground, gpc=event.gpc, account=event.account)
    arrived = replace(state, phase="asking", ground=ground, consent=None, opened=event.opened)
    consent, text = latest(event.records, event.copy, event.now)
    if consent is None:
        return _asking(arrived, _unreadable(event))
    if expired(consent, state.declaration, event.now):
        lapsed = Prove("expired", consent, consent.id, event.texts, event.language)
        return _asking(arrived, (EraseRecord(), ForgetPlan(), lapsed))
    restore, record = _restored(arrived, consent, text, event)
    if not holds(consent, state.declaration, event.now):
        after, effects = _asking_again(arrived, consent, record)
        return after, (*restore, *effects)
    left = without_sale(state.declaration, consent.granted)
    if event.gpc and left != consent.granted:
        return _signalled(arrived, consent, left, event)
    return _settled(arrived, consent, record, restore, ())


def _signalled(state: State, before: Consent, left: tuple[str, ...], event: Arrived) -> Step:
    """The signal refuses some of what *before* granted: what is *left* holds for as long as that did."""
    consent = replace(
        before,
        id=derived(before.id, SIGNAL),
        how=SIGNAL,
        granted=left,
        refused=tuple(one.id for one in state.declaration.optional() if one.id not in left),
    )
    text = encode(consent)
    write = (
        WriteRecord(text, consent.seconds_left(state.declaration, event.now)),
        Prove("withdrawn", consent, before.id, event.texts, event.language),
    )
    return _settled(state, consent, text, write, _conflict(before.granted, left))


def _conflict(wanted: tuple[str, ...], left: tuple[str, ...]) -> tuple[Effect, ...]:
    """Where the signal leaves less than was *wanted* here, the visitor is told (11 CCR 7025(c)(3))."""
    services = tuple(one for one in wanted if one not in left)
    return (TellSignal(services),) if services else ()


def _restored(state: State, consent: Consent, text: str, event: Arrived) -> tuple[tuple[Effect, ...], str]:
    """What puts *text* into the jar where it is not, for no longer than it lasts; and what is there then."""
    if text in event.records:
        return (), " ".join(event.records)
    return (WriteRecord(text, consent.seconds_left(state.declaration, event.now)),), text


def _unreadable(event: Arrived) -> tuple[Effect, ...]:
    """Drop a cookie that nobody can read, but keep one from the future: the clock may be mended."""
    ahead = any(decode(text) is not None for text in event.records)
    return (ForgetPlan(),) if ahead or not event.records else (EraseRecord(), ForgetPlan())


def _legal(state: State, event: Answered) -> bool:
    """Whether *event* can be an answer here: well formed, about something, new, not overtaken, not lapsed."""
    if state.phase == "new" or not _well_formed(event):
        return False
    if not decides(state.declaration, event.action, event.services, event.where):
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


def _well_formed(event: Answered) -> bool:
    return (
        fits(event.id)
        and fits(event.where)
        and fits(event.revision)
        and is_tag(event.language)
        and is_hash(event.texts)
        and event.action in ACTIONS
        and event.action != SIGNAL
        and is_moment(event.at)
        and is_moment(event.now)
    )


def _answer(state: State, event: Answered) -> Step:
    if event.action == "allow":
        # To allow one service refuses no other, so a single item of another one may stay.
        state = replace(state, items=())
    before = state.consent if state.phase == "answered" else None
    wanted = chosen(state.declaration, event.action, event.services, before.granted if before else ())
    granted = without_sale(state.declaration, wanted) if state.ground.gpc else wanted
    consent = Consent(
        id=event.id,
        at=min(event.at, event.now),
        how=event.action,
        where=event.where,
        revision=event.revision,
        granted=granted,
        refused=tuple(one.id for one in state.declaration.optional() if one.id not in granted),
    )
    text = encode(consent)
    previous = state.consent.id if state.consent else ""
    write = (
        WriteRecord(text, consent.seconds_left(state.declaration, event.now)),
        Prove(proved(consent, before), consent, previous, event.texts, event.language),
    )
    if not holds(consent, state.declaration, event.now):
        after, effects = _asking_again(state, consent, text)
        return after, (*write, *effects)
    return _settled(state, consent, text, write, _conflict(wanted, granted))


def _settled(
    state: State,
    consent: Consent,
    record: str,
    first: tuple[Effect, ...],
    last: tuple[Effect, ...],
) -> Step:
    """*consent*, in the jar as *record*, holds: stop what it does not grant, open what it does.

    Where something has to be stopped that already ran, the page is left, and without a plan: what a vendor's
    script writes on its way out is then erased by the page that follows.
    """
    running = _running(state, consent.granted)
    stop, leave = _stop(state, consent.granted, running)
    if running:
        opening: tuple[str, ...] = ()
        keep: Effect = ForgetPlan(record)
    else:
        opening = tuple(one for one in consent.granted if one not in state.opened)
        keep = LeavePlan(replay(state.declaration, consent, state.ground, record))
    effects = (*first, keep, *stop, *((Open(opening),) if opening else ()), Settle(consent, running))
    after = replace(state, phase="answered", consent=consent, opened=state.opened + opening)
    return after, (*effects, *last, *leave)


def _asking_again(state: State, consent: Consent, record: str) -> Step:
    """*consent* answered another question: open nothing, ask, and let later pages ask without Python."""
    plan = ask(state.declaration, consent, state.ground, record)
    asking = replace(state, phase="asking", consent=consent)
    return _asking(asking, (LeavePlan(plan),))


def _asking(state: State, first: tuple[Effect, ...]) -> Step:
    ticked = still_asked(state.declaration, state.consent, state.ground) if state.consent else ()
    stop, leave = _stop(state, (), _running(state, ()))
    return state, (*first, *stop, Ask(ticked, state.consent), *leave)


def _running(state: State, granted: tuple[str, ...]) -> tuple[str, ...]:
    """Return what runs in the page, as a service or by single items, and is not *granted*."""
    running = tuple(one for one in state.opened if one not in granted)
    return running + tuple(one for one in state.items if one not in granted and one not in running)


def _stop(
    state: State, granted: tuple[str, ...], running: tuple[str, ...]
) -> tuple[tuple[Effect, ...], tuple[Effect, ...]]:
    """Return what ends *running*, which is not *granted*: at once, and at the very end of a step."""
    erase = EraseCookies(kept_by_refused(state.declaration, granted))
    if not running:
        return (erase,), ()
    out_of_reach = tuple(one for one in running if domains(state.declaration, (one,)))
    tell = (TellStays(out_of_reach),) if out_of_reach else ()
    return (Revoke(running), erase), (*tell, Leave())
