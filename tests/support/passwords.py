"""Passwords of the demo's shop: what keeps them costs much, which is meant for others than tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import argon2
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Have every shop in this process hash as cheaply as can be: it does once to start, and at each login."""
    cheap = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2, "PasswordHasher", lambda: cheap)
        yield
