"""Firefox as Debian ships it: Playwright drives it by WebDriver BiDi, the preferences say the rest."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.support.engines.patience import START

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from playwright.sync_api import Browser, BrowserContext, Playwright

# BiDi has no command for these yet, so Playwright must not try any.
_UNTOUCHED: dict[str, Any] = dict.fromkeys(
    ("color_scheme", "reduced_motion", "forced_colors", "contrast"), "null"
)
# Every name is this machine, scroll bars take no room, as on phones, and no page is asked for its icon. As
# with visitors, and not with drivers, a wheel minds where scrolling ends, and a page of a disk gets no other
# file.
_ALWAYS: dict[str, int | bool | str] = {
    "network.dns.native-is-localhost": True,
    "ui.useOverlayScrollbars": 1,
    "browser.chrome.site_icons": False,
    "remote.events.async.wheel.enabled": True,
    "security.fileuri.strict_origin_policy": True,
}
# What a context asks for and only a whole browser can have.
_PREFERENCES: dict[tuple[str, Any], dict[str, int | bool | str]] = {
    ("color_scheme", "light"): {"ui.systemUsesDarkTheme": 0},
    ("color_scheme", "dark"): {"ui.systemUsesDarkTheme": 1},
    ("reduced_motion", "no-preference"): {"ui.prefersReducedMotion": 0},
    ("reduced_motion", "reduce"): {"ui.prefersReducedMotion": 1},
    # Without a screen Firefox's system colours are pale; who forces colours on pages has chosen strong ones.
    ("forced_colors", "active"): {
        "browser.display.document_color_use": 2,
        "ui.highlight": "#1a44c0",
        "ui.buttonborder": "#000000",
    },
    ("contrast", "no-preference"): {},
    # The system has a theme of much contrast, and pages keep their own colours.
    ("contrast", "more"): {"ui.useAccessibilityTheme": 1, "browser.display.document_color_use": 1},
}
_MOST = 40  # contexts of one Firefox: it keeps the memory of each, and after 400 it has 6 GB


class Firefox:
    """Makes contexts as Playwright's browser does, from as many browsers as their preferences take."""

    def __init__(self, playwright: Playwright, program: Path) -> None:
        self._type = playwright.firefox
        self._program = program
        self._running: dict[str, Browser] = {}
        self._made: Counter[str] = Counter()

    @property
    def version(self) -> str:
        """The version of Firefox."""
        return self._browser(_ALWAYS).version

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for browser in self._running.values():
            browser.close()

    def new_context(self, **options: Any) -> BrowserContext:
        """A fresh profile; *options* are those of Playwright."""
        preferences = dict(_ALWAYS)
        for option in list(options):
            if option in _UNTOUCHED:
                preferences |= _PREFERENCES[option, options.pop(option)]
        return self._browser(preferences).new_context(**options, **_UNTOUCHED)

    def _browser(self, preferences: dict[str, int | bool | str]) -> Browser:
        key = repr(sorted(preferences.items()))
        if self._made[key] >= _MOST and not self._running[key].contexts:
            self._running.pop(key).close()
            self._made[key] = 0
        self._made[key] += 1
        if key not in self._running:
            self._running[key] = self._type.launch(
                channel="moz-firefox",
                executable_path=self._program,
                firefox_user_prefs=dict(preferences),
                timeout=START * 1000,
            )
        return self._running[key]
