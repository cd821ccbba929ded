"""A small declaration and ways to decide about it, for every test of the core."""

from __future__ import annotations

from hypothesis import strategies as st

from banner.core.consent import ACTIONS, Consent
from banner.core.declaration import Cookie, Declaration, Purpose, Service, Vendor
from banner.core.events import Arrived, Decided
from banner.core.login import Login
from banner.core.plan import Ground
from banner.core.state import State

NOW = 1_795_459_000_000  # 23 November 2026, 18:36:40 UTC
DAY = 86_400_000
LIFETIME = 180 * DAY
REVISION = "r1"
BUILD = "b1"
NOTICE_HASH = "5" * 64  # a SHA-256
IDS = ("pixel", "google", "impact", "links")

DECLARATION = Declaration(
    revision=REVISION,
    lifetime_days=180,
    purposes=(Purpose("technical", required=True), Purpose("analytics"), Purpose("marketing")),
    vendors=(Vendor("us", "Us"), Vendor("them", "Them", "https://them.example/privacy")),
    services=(
        Service("session", "Session", "technical", "us", (Cookie("session", "session"),)),
        Service("pixel", "Pixel", "analytics", "them", (Cookie("_px", "90 days"),)),
        Service(
            "google",
            "Google",
            "analytics",
            "them",
            (Cookie("_ga*", "2 years"), Cookie("NID", "180 days", domain="google.com")),
        ),
        Service(
            "impact",
            "Impact",
            "marketing",
            "them",
            (Cookie("IR_*", "session"), Cookie("ir_seen", "persistent", kind="local")),
            sale=True,
        ),
        Service("links", "Links", "analytics", "us", (Cookie("_px", "30 days"),)),
    ),
)


def consent(
    granted: tuple[str, ...] = IDS, at: int = NOW, revision: str = REVISION, id: str = "c0"
) -> Consent:
    """Return a consent that grants *granted* and denies the rest."""
    denied = tuple(one for one in IDS if one not in granted)
    return Consent(id, at, "accept-selected", "banner", revision, granted, denied)


def decided(
    action: str,
    services: tuple[str, ...] = (),
    at: int = NOW,
    now: int = NOW,
    id: str = "c1",
    revision: str = REVISION,
    source: str = "banner",
) -> Decided:
    """A decision that is recorded at once, unless told otherwise."""
    return Decided(id, action, services, at, source, revision, NOTICE_HASH, "en", now)


def arrived(
    *records: str,
    now: int = NOW,
    active: tuple[str, ...] = (),
    active_items: tuple[str, ...] = (),
    copy: str = "",
    login: Login | None = None,
    gpc: bool = False,
    pending: tuple[Decided, ...] = (),
) -> Arrived:
    """Python arrives in a page whose jar holds *records*."""
    return Arrived(
        records,
        now,
        gpc=gpc,
        active=active,
        active_items=active_items,
        copy=copy,
        login=login,
        notice_hash=NOTICE_HASH,
        language="en",
        pending=pending,
    )


# Long before a consent holds, and long after.
MOMENTS = st.integers(NOW - 2 * LIFETIME, NOW + 2 * LIFETIME)


def decisions(services: tuple[str, ...], sources: tuple[str, ...]) -> st.SearchStrategy[Decided]:
    """Any decision about *services*, from one of *sources*, of any action and at any moment."""
    return st.builds(
        Decided,
        id=st.uuids().map(str),
        action=st.sampled_from([*ACTIONS, "guess"]),
        services=st.lists(st.sampled_from(services)).map(tuple),
        at=MOMENTS,
        source=st.sampled_from(sources),
        revision=st.sampled_from(["r1", "r0"]),
        notice_hash=st.just(NOTICE_HASH),
        language=st.just("en"),
        now=MOMENTS,
    )


def state() -> State:
    """A page in which nothing has happened yet."""
    return State(DECLARATION, Ground(BUILD))
