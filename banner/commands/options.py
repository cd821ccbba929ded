"""Options that several commands take, and how all of them write a line to standard error."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.commands.setting import Setting

_PORTS = 65_535
_RUNTIMES = ("pyodide", "micropython")


def path(text: str) -> Path:
    """Read the name of a file or folder. Raises :class:`argparse.ArgumentTypeError` where it is none."""
    if "\0" in text:
        raise argparse.ArgumentTypeError("no name has a NUL in it; write another")
    return Path(text)


def places(line: argparse.ArgumentParser, setting: Setting) -> None:
    """Add the options that name the declaration and the folder to build into."""
    line.add_argument(
        "--config",
        type=path,
        default=setting.config,
        metavar="FILE",
        help="the declaration (default: %(default)s)",
    )
    line.add_argument(
        "--out",
        type=path,
        default=setting.out,
        metavar="DIR",
        help="the folder to build into (default: %(default)s)",
    )


def runtime(line: argparse.ArgumentParser) -> None:
    """Add the option that chooses the interpreter."""
    line.add_argument(
        "--runtime", choices=_RUNTIMES, help="the interpreter for visitors, instead of the file's"
    )


def serving(line: argparse.ArgumentParser, setting: Setting) -> None:
    """Add the options of a server."""
    line.add_argument(
        "--port",
        type=_port,
        default=8000,
        metavar="N",
        help="from 0 to 65535; 0: the system chooses (default: 8000)",
    )
    if setting.application:
        line.add_argument(
            "--database",
            metavar="URL",
            help="of the demo's server; default: SQLite in .data, PostgreSQL works too",
        )


def say(text: str) -> None:
    """Write a line to standard error, whatever names of files are in it."""
    sys.stderr.write(text.encode(errors="surrogateescape").decode(errors="replace") + "\n")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > _PORTS:
        raise argparse.ArgumentTypeError(
            f"write a whole number from 0 to {_PORTS}, not {text!r}; 0: any free one"
        )
    return int(text)
