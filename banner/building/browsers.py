"""Finds a Chromium for the tests, or installs one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from banner.building.environment import SetUpError

# The headless shell first: Playwright itself would download one, and it takes half the time of the others.
_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def chromium() -> Path:
    """A Chromium that Playwright can drive: its own, an installed one, or Debian's, in this order.

    Raises :class:`SetUpError` where none can be had.
    """
    found = _playwrights() or _installed()
    if found:
        return found
    _say("looking for a browser: Playwright's own download …")
    _try([sys.executable, "-m", "playwright", "install", "chromium"])
    found = _playwrights()
    if found:
        return found
    _say("not to be had; installing Debian's chromium-headless-shell …")
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    _try([*sudo, "apt-get", "update"])
    _try([*sudo, "apt-get", "install", "-y", _NAMES[0]])
    found = _installed()
    if not found:
        raise SetUpError("the tests need Chromium: install it, or name it in CONSENT_CHROMIUM")
    return found


def _playwrights() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


def _installed() -> Path | None:
    named = os.environ.get("CONSENT_CHROMIUM")
    if named:
        return Path(named)
    found = [path for name in _NAMES if (path := shutil.which(name))]
    return Path(found[0]) if found else None


def _try(command: list[str]) -> None:
    """Run *command*; what came of it is seen by whether there is a browser afterwards."""
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=600)  # noqa: S603 - ours
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(str(error))


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
