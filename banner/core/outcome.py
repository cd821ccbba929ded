"""What follows from a consent: the services that load, those that stop, and what the page shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from banner.core.consent import domains, kept_by_denied
from banner.core.effects import (
    Activate,
    Ask,
    Deactivate,
    EraseCookies,
    ForgetPlan,
    Leave,
    LeavePlan,
    Settle,
    TellStays,
)
from banner.core.plan import ask, replay, still_asked

if TYPE_CHECKING:
    from banner.core.consent import Consent
    from banner.core.effects import Effect
    from banner.core.plan import Plan
    from banner.core.state import State, Step


def settled(
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
        activated: tuple[str, ...] = ()
        keep: Effect = ForgetPlan(record)
    else:
        activated = tuple(one for one in consent.granted if one not in state.active)
        keep = _keep(state, replay(state.declaration, consent, state.ground, record))
    effects = (*first, keep, *stop, *((Activate(activated),) if activated else ()), Settle(consent, running))
    after = replace(state, phase="decided", consent=consent, active=state.active + activated)
    return after, (*effects, *last, *leave)


def asking_again(state: State, consent: Consent, record: str) -> Step:
    """*consent* answered another question: open nothing, ask, and let later pages ask without Python."""
    plan = ask(state.declaration, consent, state.ground, record)
    return asking(replace(state, phase="asking", consent=consent), (_keep(state, plan),))


def asking(state: State, first: tuple[Effect, ...]) -> Step:
    """Nothing holds: stop what runs, and ask."""
    ticked = still_asked(state.declaration, state.consent, state.ground) if state.consent else ()
    stop, leave = _stop(state, (), _running(state, ()))
    return state, (*first, *stop, Ask(ticked, state.consent), *leave)


def _keep(state: State, plan: Plan) -> Effect:
    """Where it is still to be asked what the account holds, the next page asks; only the copy stays."""
    return LeavePlan(plan) if state.known else ForgetPlan(plan.record)


def _running(state: State, granted: tuple[str, ...]) -> tuple[str, ...]:
    """Return what runs in the page, as a service or by single items, and is not *granted*."""
    running = tuple(one for one in state.active if one not in granted)
    return running + tuple(one for one in state.active_items if one not in granted and one not in running)


def _stop(
    state: State, granted: tuple[str, ...], running: tuple[str, ...]
) -> tuple[tuple[Effect, ...], tuple[Effect, ...]]:
    """Return what ends *running*, which is not *granted*: at once, and at the very end of a step."""
    erase = EraseCookies(kept_by_denied(state.declaration, granted))
    if not running:
        return (erase,), ()
    out_of_reach = tuple(one for one in running if domains(state.declaration, (one,)))
    tell = (TellStays(out_of_reach),) if out_of_reach else ()
    return (Deactivate(running), erase), (*tell, Leave())
