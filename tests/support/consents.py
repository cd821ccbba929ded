"""Consents about what the demo asks."""

from __future__ import annotations

import time

from banner import config
from banner.core.consent import Consent
from banner.toolchain import bundle
from tests.support.visitor import SERVICES

DAY = 86_400_000
REVISION = config.read(bundle.ROOT / "site/demo/consent.toml").declaration.revision


def consent_of(age: int = 0, granted: tuple[str, ...] = SERVICES, revision: str = REVISION) -> Consent:
    """Return a consent of the demo that is *age* milliseconds old."""
    denied = tuple(one for one in SERVICES if one not in granted)
    at = int(time.time() * 1000) - age
    return Consent("c0", at, "accept-selected", "banner", revision, granted, denied)
