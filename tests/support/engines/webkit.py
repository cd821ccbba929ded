"""WebKit as Debian ships it: WebDriver drives its small browser, and a proxy sees its network."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.engines.context import Context
from tests.support.engines.patience import START
from tests.support.engines.proxy import certificate
from tests.support.engines.webdriver import DriverEndedError, Session

if TYPE_CHECKING:
    from collections.abc import Iterator

# How long the driver may take to start the browser, in seconds.
_TRIES = (30, 60, START)
# What Playwright gives every page that asks for nothing else.
_VIEWPORT = {"width": 1280, "height": 720}
# The bar of the window is as slim as it can be, so that the page can be as narrow as a phone.
_SLIM = """* { min-width: 0; min-height: 0; margin: 0; padding: 0; border-width: 0; font-size: 1px; }
image { -gtk-icon-transform: scale(0); -gtk-icon-size: 0; }
"""
# The languages of the system are those that somebody has installed, so the page is told.
_SPEAK = """
Object.defineProperty(Navigator.prototype, 'language', { get: () => %s });
Object.defineProperty(Navigator.prototype, 'languages', { get: () => [%s] });
"""


class WebKit:
    """Makes contexts as Playwright's browser does; each is a browser of its own."""

    def __init__(self, program: Path, display: str, folder: Path) -> None:
        said = subprocess.run(
            [program, "--version", f"--display={display}"], capture_output=True, encoding="utf-8", check=True
        )
        self.version = said.stdout.split()[-1]
        self._program = program
        self._display = display
        self._folder = folder
        self._certificate = certificate(folder)

    def new_context(
        self,
        *,
        viewport: dict[str, int] | None = None,
        locale: str = "en-US",
        timezone_id: str = "",
        color_scheme: str = "light",
        reduced_motion: str = "no-preference",
        extra_http_headers: dict[str, str] | None = None,
        http_credentials: dict[str, str] | None = None,
    ) -> Context:
        """A fresh profile; the options are those of Playwright."""
        switches = [f"--time-zone={timezone_id}"] * bool(timezone_id)
        switches += ["--dark-mode"] * (color_scheme == "dark")
        still = reduced_motion == "reduce"
        context = Context(self._certificate, lambda proxy: self._session(proxy, switches, still=still))
        context.viewport = viewport or _VIEWPORT
        context.extra_http_headers = extra_http_headers or {}
        if http_credentials:
            pair = f"{http_credentials['username']}:{http_credentials['password']}"
            basic = f"Basic {base64.b64encode(pair.encode()).decode()}"
            context.extra_http_headers = {"Authorization": basic, **context.extra_http_headers}
        context.add_init_script(_SPEAK % (json.dumps(locale), json.dumps(locale)))
        return context

    def _session(self, proxy: str, switches: list[str], *, still: bool) -> Session:
        home = Path(tempfile.mkdtemp(dir=self._folder))
        settings = home / "gtk-3.0/settings.ini"
        settings.parent.mkdir()
        settings.write_text(f"[Settings]\ngtk-enable-animations={int(not still)}\n", encoding="ascii")
        (settings.parent / "gtk.css").write_text(_SLIM, encoding="ascii")
        environment = os.environ | {
            "DISPLAY": self._display,
            "GDK_BACKEND": "x11",
            "XDG_CONFIG_HOME": str(home),
            "NO_AT_BRIDGE": "1",
        }
        arguments = ["--automation", "--ignore-tls-errors", f"--proxy={proxy}", *switches]
        options = {"binary": str(self._program), "args": arguments}
        # The driver's own timer would stand in the page, where a test lets time pass.
        capabilities = {"webkitgtk:browserOptions": options, "timeouts": {"script": None}}
        for seconds in _TRIES:
            # The driver may never hear of the browser that it has started, and the port that the system has
            # named for it may be another's by then.
            with contextlib.suppress(TimeoutError, DriverEndedError):
                return Session("WebKitWebDriver", capabilities, environment, seconds)
        raise TimeoutError(f"WebKit's driver has not heard of its browser, in {_TRIES} seconds")


@contextlib.contextmanager
def launched(program: Path) -> Iterator[WebKit]:
    """A WebKit with a screen in memory to draw on."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with (
        tempfile.TemporaryDirectory(prefix="consent-webkit-") as folder,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="ascii"
        ) as screen,
    ):
        assert screen.stdout
        try:
            yield WebKit(program, f":{screen.stdout.readline().strip()}", Path(folder))
        finally:
            screen.terminate()
