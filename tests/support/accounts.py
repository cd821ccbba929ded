"""Accounts of the demo's shop: who is logged in, and what the account holds."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from banner.core.log_entry import event_name
from banner.core.record import encode
from tests.support.consents import consent_of

if TYPE_CHECKING:
    from banner.core.consent import Consent
    from tests.support.visitor import Visitor


def log_in(visitor: Visitor, email: str, *, register: bool = False) -> Visitor:
    """Log in at the shop; its pages then say so to the banner."""
    form: dict[str, str | float | bool] = {"email": email, "password": "correct horse"}
    headers = {"Origin": visitor.base.rstrip("/")}
    request = visitor.context.request
    if register:
        assert request.post(visitor.base + "account/register", form=form, headers=headers).ok
    assert request.post(visitor.base + "account/login", form=form, headers=headers).ok
    return visitor


def log_out(visitor: Visitor) -> Visitor:
    """Log out at the shop."""
    headers = {"Origin": visitor.base.rstrip("/")}
    assert visitor.context.request.post(visitor.base + "account/logout", headers=headers).ok
    return visitor


def account_of(visitor: Visitor) -> str:
    """The record that the account has."""
    return str(visitor.context.request.get(visitor.base + "api/consent/account").json()["record"])


def account_says(visitor: Visitor, consent: Consent) -> Visitor:
    """The account has *consent*, as another device would have left it."""
    texts = visitor.page.request.get(visitor.base + "consent/consent.js").text()
    digest = texts.partition('notice_hash:"')[2][:64]
    entry = {
        "id": consent.id,
        "event": event_name(consent, None),
        "record": encode(consent),
        "previous": "",
        "notice_hash": digest,
        "language": "en",
        "scope": "account",
    }
    response = visitor.context.request.post(
        visitor.base + "api/consent/log",
        data=json.dumps({"entries": [entry]}),
        headers={"Origin": visitor.base.rstrip("/"), "Content-Type": "application/json"},
    )
    assert response.status == 200, response.text()
    return visitor


def given(name: str, granted: tuple[str, ...], age: int = 0) -> Consent:
    """Return a consent with an id of its own, which begins with *name*."""
    return replace(consent_of(age, granted), id=f"{name}{time.time_ns()}")
