"""Account: follow logins and logouts, so that the browser holds the consent of whoever is logged in.

While somebody is logged in, the cookie holds what the account's consent and the device's own have become, and
storage remembers the device's own. After the logout that comes back: no account leaves its consent behind.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from banner.core.consent import holds
from banner.core.effects import (
    EraseRecord,
    FetchAccount,
    ForgetPlan,
    KeepLogin,
    Listen,
    TellAccount,
    WriteRecord,
)
from banner.core.ids import is_id
from banner.core.jar import latest, own_record
from banner.core.login import Login, same
from banner.core.merge import Merged, merge
from banner.core.record import decode, encode

if TYPE_CHECKING:
    from banner.core.consent import Consent
    from banner.core.effects import Effect
    from banner.core.events import AccountRead, Arrived, Started
    from banner.core.state import State, Step


def start(state: State, event: Started) -> Step:
    """Bring the cookie in line with who is logged in, before the record in it is judged."""
    page = event.page
    name = _named(state, event)
    now = replace(
        state, time_origin=event.time_origin, login=page.login, ground=replace(state.ground, account=name)
    )
    back: tuple[Effect, ...] = ()
    if page.login and page.login.account != name:
        back, page = _back(now, page, page.login)
        now = replace(now, login=None)
    if not name:
        return now, (*back, Listen())
    own = None if page.login else own_record(page.records, page.copy, page.now)
    return replace(now, phase="joining"), (*back, FetchAccount(own))


def read(state: State, event: AccountRead) -> Step:
    """Take over the account's consent from the server's response, or none of it where the server failed."""
    name = state.ground.account
    now = replace(moved(state, event.page), phase="new")
    if now.ground.account != name:
        return now, (Listen(),)
    known, theirs = _read(event.response, name)
    now = replace(now, known=known)
    if now.login:
        return now, (*_followed(now, theirs, event.page), Listen())
    return _joining(now, theirs, event.page) if known else (now, (Listen(),))


def join(state: State, merged: Merged, page: Arrived) -> Step:
    """Take over what has been *merged*, if storage has taken the login.

    Who cannot remember whose consent is whose must not take one over.
    """
    remembered = page.login is not None and page.login.account == state.ground.account
    now = replace(state, phase="new", merged=None, login=page.login, known=remembered)
    return now, (*(_take_over(now, merged, page) if remembered else ()), Listen())


def moved(state: State, page: Arrived) -> State:
    """Return *state* after a login or a logout on another page, while this one lived on.

    Storage tells of it. From then on, decisions in this page are for that account, and the record that this
    page has written before is not put back any more.
    """
    login = page.login
    if same(login, state.login):
        return state
    name = login.account if login and _is_later(state, login, state.time_origin) else ""
    return replace(state, login=login, known=True, written="", ground=replace(state.ground, account=name))


def remember(state: State, now: int) -> tuple[Effect, ...]:
    """Return the effect that keeps the device's own consent aside, where an account's is to replace it."""
    if not state.ground.account or state.login:
        return ()
    records, copy = state.seen or ((), "")
    return (KeepLogin(Login(state.ground.account, own_record(records, copy, now), now)),)


def _named(state: State, event: Started) -> str:
    """Return the account that the page names, or the one of a later login.

    A page from before the login names nobody, and that is no logout.
    """
    login = event.page.login
    named = event.account.split(".")[0]
    if named:
        return named if state.accounts and is_id(named) else ""
    return login.account if login and _is_later(state, login, event.time_origin) else ""


def _is_later(state: State, login: Login, time_origin: int) -> bool:
    """Return whether *login* is of a page that was asked for after the one with that *time_origin*."""
    return state.accounts and is_id(login.account) and login.since > time_origin


def _back(state: State, page: Arrived, login: Login) -> tuple[tuple[Effect, ...], Arrived]:
    """Return effects that give the device its own consent back after *login*, and *page* as it is then."""
    text, put = _put(state, decode(login.own), page)
    after = replace(page, records=(text,) if text else (), copy="", login=None)
    return (*put, KeepLogin(None)), after


def _joining(state: State, theirs: Consent | None, page: Arrived) -> Step:
    """Merge the consents of the device and of the account on the first page after a login."""
    own = own_record(page.records, page.copy, page.now)
    merged = merge(state.declaration, decode(own), theirs, page.now)
    keep = KeepLogin(Login(state.ground.account, own, page.now))
    return replace(state, phase="joining", merged=merged), (keep,)


def _followed(state: State, theirs: Consent | None, page: Arrived) -> tuple[Effect, ...]:
    """Follow, on a later page, what another device may have decided for the account since."""
    if theirs is None or not holds(theirs, state.declaration, page.now):
        return ()
    ours, _ = latest(page.records, page.copy, page.now)
    if ours and holds(ours, state.declaration, page.now) and not _overtaken(ours, theirs):
        return ()
    return _take_over(state, Merged(theirs, toast="account"), page)


def _overtaken(ours: Consent, theirs: Consent) -> bool:
    """Return whether *theirs* came after *ours*.

    A consent that the privacy signal or a merge has narrowed keeps the time of the wider one. So of two with
    the same time, the one that grants less is the later one.
    """
    less = len(theirs.on) < len(ours.on) and all(service in ours.on for service in theirs.on)
    return ours.at < theirs.at or (ours.at == theirs.at and less)


def _take_over(state: State, merged: Merged, page: Arrived) -> tuple[Effect, ...]:
    _, put = _put(state, merged.consent, page)
    return (*put, *((TellAccount(merged),) if merged.toast else ()))


def _put(state: State, consent: Consent | None, page: Arrived) -> tuple[str, tuple[Effect, ...]]:
    """Return *consent* as the one record, and what makes it that; a plan for another one is forgotten."""
    seconds = consent.seconds_left(state.declaration, page.now) if consent else 0
    text = encode(consent) if consent and seconds else ""
    if page.records == ((text,) if text else ()):
        return text, ()
    return text, (ForgetPlan(), WriteRecord(text, seconds) if text else EraseRecord())


def _read(plain: object, name: str) -> tuple[bool, Consent | None]:
    """Return whether *plain* tells of the account called *name*, and the account's consent in it."""
    text = plain.get("record") if isinstance(plain, dict) and plain.get("account") == name else None
    return isinstance(text, str), decode(text) if isinstance(text, str) else None
