"""``check``: tells what is wrong or unwise in a declaration, and writes nothing."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from banner.commands import options as common

if TYPE_CHECKING:
    import argparse

    from banner.commands.setting import Setting

SHORT = "tell what is wrong or unwise in the declaration; writes nothing"
LONG = """\
Read the declaration and the pages that it names, and tell all that is wrong (file, line, key, value,
remedy) and all that a rule would have otherwise (each finding once, with its places). Nothing is written.
"""


def arguments(line: argparse.ArgumentParser, setting: Setting) -> None:
    """Add the options to *line*."""
    common.places(line, setting)
    line.add_argument("--strict", action="store_true", help="leave with 1 where there is advice")
    line.add_argument(
        "--json", action="store_true", help="write all errors and all advice as one JSON object"
    )


def run(options: argparse.Namespace, _: Setting) -> int:
    """Tell errors and advice, for people or as JSON."""
    from banner.build import pipeline
    from banner.config.advice import grouped
    from banner.errors import ConfigError

    try:
        found, words = pipeline.check(options.config, options.out)
    except ConfigError as error:
        if not options.json:
            raise
        lines = [one.plain() for one in error.problems] or [{"remedy": one} for one in str(error).split("\n")]
        sys.stdout.write(json.dumps({"errors": lines, "advice": []}, indent=2, default=str) + "\n")
        return 2
    if options.json:
        plain = [one.plain() for one in found]
        sys.stdout.write(json.dumps({"errors": [], "advice": plain}, indent=2, default=str) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in grouped(found))
        sys.stdout.write(f"{options.config}: no errors, {len(found)} places with advice\n")
    for word in words:
        common.say(word)
    return int(options.strict and bool(found))
