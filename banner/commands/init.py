"""``init``: writes a first declaration."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from banner.commands import options as common

if TYPE_CHECKING:
    import argparse

    from banner.commands.setting import Setting

SHORT = "write a first consent.toml"
LONG = """\
Write FOLDER/consent.toml to start from, with comments: the services that you use, the languages that
visitors can choose, and what the banner itself keeps. A file that is there is never written over.

    init --use google:analytics_id=G-ABC1234567 --use youtube --language en,de

What is missing is asked for where standard input is a terminal, and an error elsewhere.
"""


def arguments(line: argparse.ArgumentParser, _: Setting) -> None:
    """Add the options to *line*."""
    line.add_argument(
        "folder", nargs="?", type=common.path, default=Path(), metavar="FOLDER", help="default: this one"
    )
    line.add_argument(
        "--use",
        action="append",
        default=[],
        metavar="ID[:KEY=VALUE,…]",
        help="a known service, with what it has to know of your account; as often as there are services",
    )
    line.add_argument("--language", metavar="CODE,…", help="the languages, the default first (default: en)")


def run(options: argparse.Namespace, setting: Setting) -> int:
    """Write the declaration, and tell what comes next."""
    from banner import init

    file = init.write(options.folder, options.use, options.language)
    sys.stdout.write(f"wrote {file}; next: {setting.program} check --config {file}\n")
    return 0
