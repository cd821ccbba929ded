"""Clock of the server."""

from __future__ import annotations

import time


def now() -> int:
    """Return the milliseconds since 1970, as records and the log count them."""
    return int(time.time() * 1000)
