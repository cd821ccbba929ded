"""``services``: lists the catalogue, or shows all that is known of one service."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from banner.commands.setting import Setting

SHORT = "list the known services, or show one"
LONG = """\
List the services of the catalogue, or those in whose id, name, vendor, purpose or hosts WORD stands. Of a
single one, show all that is known: what it contacts and keeps, where that is from, and what to write.

    services
    services maps
    services youtube
"""


def arguments(line: argparse.ArgumentParser, _: Setting) -> None:
    """Add the options to *line*."""
    line.add_argument("word", nargs="?", default="", metavar="WORD", help="a part of a name; all if left out")
    line.add_argument("--json", action="store_true", help="write the services as a JSON list")


def run(options: argparse.Namespace, setting: Setting) -> int:
    """Tell of the services that are asked for; 1 where there is none."""
    from banner.config import catalogue, listing

    known = catalogue.services()
    services = listing.found(options.word, known)
    if options.json:
        sys.stdout.write(json.dumps([listing.plain(one) for one in services], indent=2) + "\n")
    elif len(services) == 1:
        sys.stdout.writelines(f"{line}\n" for line in listing.details(services[0]))
        also = [one.id for one in listing.with_word(options.word, known) if one != services[0]]
        if also:
            sys.stdout.write(f"\nalso with “{options.word}”: {', '.join(also)}\n")
    elif services:
        sys.stdout.writelines(f"{line}\n" for line in listing.lines(services))
        more = f"\n{len(services)} services; {setting.program} services ID shows one\n"
        sys.stdout.write(more)
    else:
        remedy = catalogue.proposed(options.word, known)
        sys.stdout.write(f"no known service has “{options.word}” in it; {remedy}\n")
    return int(not services)
