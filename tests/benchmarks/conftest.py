"""The browser that the benchmark measures with."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.benchmarks.command import ARGUMENTS
from tests.support import browsers


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """As the command starts it."""
    executable = os.environ.get("CONSENT_CHROMIUM") or str(browsers.chromium())
    return {"executable_path": executable, "args": list(ARGUMENTS)}
