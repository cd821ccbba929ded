"""Outcome of a consent: services to activate, services to deactivate, and what the page shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from banner.core.consent import by_default, domains
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
from banner.core.plan import ask, notice, outdated, replay, still_asked
from banner.core.unwanted import unwanted

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
    """Activate what *consent*, in the cookie as *record*, grants, and deactivate what it denies.

    Where something is denied that is active, the page is left, and without a plan: what a vendor's script
    writes on its way out is then erased by the page that follows.
    """
    running = still_running(state, consent.on)
    stop, leave = _stop(state, consent.on, running)
    if running:
        activated: tuple[str, ...] = ()
        keep: Effect = ForgetPlan(record)
    else:
        activated = tuple(service for service in consent.on if service not in state.active)
        keep = _keep(state, replay(state.declaration, consent, state.ground, record))
    effects = (*first, keep, *stop, *((Activate(activated),) if activated else ()), Settle(consent, running))
    after = replace(state, phase="decided", consent=consent, active=state.active + activated)
    return after, (*effects, *last, *leave)


def asking_again(state: State, consent: Consent, record: str) -> Step:
    """Ask, since *consent* is about another question, and let later pages ask without Python."""
    plan = ask(state.declaration, consent, state.ground, record)
    return asking(replace(state, phase="asking", consent=consent), (_keep(state, plan),), plan.services)


def asking_first(state: State, first: tuple[Effect, ...], now: int) -> Step:
    """Ask somebody of whom nothing is known; what is exempt is on, in later pages without Python."""
    # An account may have objected.
    on = by_default(state.declaration, None, state.ground.gpc) if state.known else ()
    keep = (_keep(state, notice(state.declaration, state.ground, on, now)),) if on else ()
    return asking(state, (*first, *keep), on)


def asking(state: State, first: tuple[Effect, ...], on: tuple[str, ...] = ()) -> Step:
    """Deactivate everything but what is *on* by default, and ask: no consent holds."""
    running = still_running(state, on)
    stop, leave = _stop(state, on, running)
    fresh = () if running else tuple(service for service in on if service not in state.active)
    activate = (Activate(fresh),) if fresh else ()
    ticked = still_asked(state.declaration, state.consent, state.ground) if state.consent else on
    after = replace(state, active=state.active + fresh)
    before = outdated(state.declaration, state.consent)
    return after, (*first, *stop, *activate, Ask(ticked, before, on), *leave)


def _keep(state: State, plan: Plan) -> Effect:
    """Return the effect that leaves *plan*, or its record alone while the account's consent is not known."""
    return LeavePlan(plan) if state.known else ForgetPlan(plan.record)


def still_running(state: State, granted: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is active in the page, as a service or by single items, and is not *granted*."""
    running = tuple(service for service in state.active if service not in granted)
    return running + tuple(
        service for service in state.active_items if service not in granted and service not in running
    )


def _stop(
    state: State, granted: tuple[str, ...], running: tuple[str, ...]
) -> tuple[tuple[Effect, ...], tuple[Effect, ...]]:
    """Return what ends *running*, which is not *granted*: at once, and at the very end of a step."""
    erase = EraseCookies(unwanted(state.declaration, granted))
    if not running:
        return (erase,), ()
    # Those who keep nothing elsewhere are told, too: they were withdrawn like the others.
    tell = (TellStays(running),) if domains(state.declaration, running) else ()
    return (Deactivate(running), erase), (*tell, Leave())
