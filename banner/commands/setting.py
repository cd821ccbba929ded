"""Tells commands where they run: in a site's folder, or in a clone of this project."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping

    from banner.config.site_config import SiteConfig
    from banner.serve.following import Served


@dataclass(frozen=True)
class Tool:
    """A further command, which reads its own arguments: *run* gets them, and gives the exit code."""

    help: str
    epilog: str
    run: Callable[[list[str]], int]


@dataclass(frozen=True)
class Setting:
    """Place where the command line runs: a site's folder, or a clone of this project.

    *program* is how it is called. *config* and *out* are the defaults of the options. Without a command,
    *default* is meant. *prepare* is called before any command runs. *tools* are further commands.
    *application* is given the options of ``serve`` and the site that was built, and makes a server of its
    own, with what tells that of a later build, or ``None``. *failures* are errors that are told without a
    traceback, beside our own.
    """

    program: str = "consent-banner"
    config: Path = Path("consent.toml")
    out: Path = Path("dist")
    default: str = ""
    prepare: Callable[[], None] = lambda: None
    tools: Mapping[str, Tool] = field(default_factory=dict)
    application: Callable[[argparse.Namespace, SiteConfig], Served | None] | None = None
    failures: tuple[type[Exception], ...] = ()


class Command(Protocol):
    """Command as its module has it: its help in a line and at length, its options, and what it runs."""

    SHORT: str
    LONG: str

    def arguments(self, line: argparse.ArgumentParser, setting: Setting) -> None:
        """Add the options to *line*."""

    def run(self, options: argparse.Namespace, setting: Setting) -> int:
        """Run the command; the exit code is 0, or 1 for findings, or 2 for what cannot be done."""
