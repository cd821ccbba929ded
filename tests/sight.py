"""How much of each window the banner covers: ``--in-sight`` prints what ``test_in_sight.py`` measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.tables import markdown

if TYPE_CHECKING:
    import pytest

# The property of a test's report that tells a layer, a window, a language, and the share of that window.
SHARE = "share of the window"


class Shares:
    """The plugin that keeps the largest share of each layer, window and language, and prints them."""

    def __init__(self) -> None:
        self._shares: dict[str, dict[str, dict[str, float]]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what a test has measured."""
        if report.when != "call":
            return
        for name, value in report.user_properties:
            if name == SHARE:
                layer, window, language, share = value
                of_window = self._shares.setdefault(layer, {}).setdefault(window, {})
                of_window[language] = max(share, of_window.get(language, 0))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print a table for each layer: a window a line, a language a column."""
        for layer, windows in self._shares.items():
            languages = sorted({language for shares in windows.values() for language in shares})
            rows = [
                [window, *(f"{shares[language]:.0%}" for language in languages)]
                for window, shares in windows.items()
            ]
            terminalreporter.write_line("\n" + markdown([layer, *languages], rows))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--in-sight``."""
    parser.addoption("--in-sight", action="store_true", help="print how much of each window is covered")


def pytest_configure(config: pytest.Config) -> None:
    """Print where that is asked for."""
    if config.getoption("--in-sight"):
        config.pluginmanager.register(Shares(), "in-sight")
