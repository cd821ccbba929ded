"""Finds the browsers for the tests, or installs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from banner.toolchain.environment import SetUpError


class Engine(NamedTuple):
    """How an engine comes onto this machine."""

    names: tuple[str, ...]
    """Programs that will do, the best first; a pattern of a path where it is on no PATH."""
    packages: tuple[str, ...]
    """What to install on Debian."""
    beside: tuple[str, ...] = ()
    """Further programs that it takes."""


ENGINES = {
    # The headless shell first: it takes half the time of the others.
    "chromium": Engine(
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        ("chromium-headless-shell",),
    ),
    "firefox": Engine(("firefox-esr", "firefox"), ("firefox-esr",)),
    "webkit": Engine(
        ("/usr/lib*/*/webkit2gtk-4.1/MiniBrowser", "/usr/lib*/*/webkit2gtk-4.0/MiniBrowser"),
        ("webkit2gtk-driver", "xvfb"),
        ("WebKitWebDriver", "Xvfb"),
    ),
}


def program(name: str) -> Path:
    """The program of the engine *name*: the one that ``CONSENT_NAME`` tells, an installed one, or Debian's.

    Raises :class:`SetUpError` where none can be had.
    """
    engine = ENGINES[name]
    variable = f"CONSENT_{name.upper()}"
    found = os.environ.get(variable) or _installed(engine)
    if not found and name == "chromium":
        found = _playwrights()
    if not found:
        _say(f"installing Debian's {' and '.join(engine.packages)} …")
        sudo = [] if os.geteuid() == 0 else ["sudo"]
        _try([*sudo, "apt-get", "update"])
        _try([*sudo, "apt-get", "install", "-y", "--no-install-recommends", *engine.packages])
        found = _installed(engine)
    if not found:
        wanted = " ".join(engine.packages)
        raise SetUpError(
            f"the tests need {name}: install {wanted} (Debian's names), or name it in {variable}"
        )
    return Path(found)


def chromium() -> Path:
    """A Chromium that Playwright can drive."""
    return program("chromium")


def _playwrights() -> str | None:
    """Playwright's own Chromium, downloaded where it is to be had."""
    from playwright.sync_api import sync_playwright

    _say("looking for a browser: Playwright's own download …")
    _try([sys.executable, "-m", "playwright", "install", "chromium"])
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def _installed(engine: Engine) -> str | None:
    if not all(map(shutil.which, engine.beside)):
        return None
    for name in engine.names:
        found = sorted(map(str, Path("/").glob(name[1:]))) if name[0] == "/" else [shutil.which(name) or ""]
        if found and found[0]:
            return found[0]
    return None


def _try(command: list[str]) -> None:
    """Run *command*; what came of it is seen by whether there is a browser afterwards."""
    try:
        subprocess.run(command, capture_output=True, check=False, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(str(error))


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
