"""``forge``: prints a decision for tests that start with one."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from typing import TYPE_CHECKING

from banner.commands import options as common

if TYPE_CHECKING:
    from banner.commands.setting import Setting

SHORT = "print a decision, for tests that start with one"
LONG = """\
Print what the banner that was built into DIR would leave in a browser in which the visitor has decided: the
cookie and the storage, as JSON that Playwright takes as a storage state. Nothing is written, and no Python
starts in pages that find it. With --cookie, only NAME=VALUE, which a request can send.

    forge --granted google,youtube --url https://shop.test/ > granted.json
    forge --deny-all --cookie
"""


def arguments(line: argparse.ArgumentParser, setting: Setting) -> None:
    """Add the options to *line*."""
    line.add_argument(
        "--out",
        type=common.path,
        default=setting.out,
        metavar="DIR",
        help="the folder that was built (default: %(default)s)",
    )
    decision = line.add_mutually_exclusive_group(required=True)
    decision.add_argument("--granted", metavar="ID,…", help="the services that are on, all others off")
    decision.add_argument(
        "--accept-all", dest="granted", action="store_const", const="all", help="all services are on"
    )
    decision.add_argument(
        "--deny-all", dest="granted", action="store_const", const="", help="all services are off"
    )
    line.add_argument(
        "--url",
        default="http://localhost/",
        help="the address of the folder that holds consent/ (default: %(default)s)",
    )
    line.add_argument(
        "--at", type=_time, metavar="TIME", help="when it was decided, in ISO 8601 (default: a minute ago)"
    )
    line.add_argument(
        "--region",
        metavar="CODE",
        help="where the visitor is, such as US-CA (default: where everything is asked)",
    )
    line.add_argument(
        "--account",
        default="",
        metavar="NAME",
        help="who is logged in, as pages name them in data-consent-account (default: nobody)",
    )
    line.add_argument("--cookie", action="store_true", help="print the cookie alone, as NAME=VALUE")


def run(options: argparse.Namespace, _: Setting) -> int:
    """Print the decision."""
    from banner.testing import forge

    granted = options.granted if options.granted == "all" else list(filter(None, options.granted.split(",")))
    site = forge.read(options.out)
    if options.region:
        site = site.in_region(options.region)
    forge.origin(options.url)
    if options.cookie:
        cookie = site.cookie(options.url, granted=granted, at=options.at)
        sys.stdout.write(f"{cookie['name']}={cookie['value']}\n")
    else:
        state = site.storage_state(options.url, granted=granted, at=options.at, account=options.account)
        sys.stdout.write(json.dumps(state, indent=2) + "\n")
    return 0


def _time(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"write a time as 2026-11-23T18:36:05Z, not {text!r}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
