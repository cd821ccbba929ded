"""Options that say as whom a browser looks: as somebody who is logged in, or is in a region."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from banner.commands import options as common

if TYPE_CHECKING:
    from collections.abc import Iterable


def arguments(line: argparse.ArgumentParser) -> None:
    """Add the options to *line*."""
    line.add_argument(
        "--region",
        default="",
        metavar="CODE",
        help="look as a visitor of whom pages tell this region, such as US-CA",
    )
    line.add_argument(
        "--cookie",
        action="append",
        default=[],
        type=_cookie,
        metavar="NAME=VALUE",
        help="a cookie of a login; as often as needed",
    )
    line.add_argument(
        "--storage",
        type=common.path,
        metavar="FILE",
        help="all that a browser keeps after a login: a storage state of Playwright",
    )


def region(options: argparse.Namespace) -> str:
    """Return the code of the region, or nothing. Raises :class:`ConfigError` where there is no such one."""
    from banner.config.regions import misread
    from banner.errors import ConfigError

    code: str = options.region.upper()
    remedy = misread(code) if code else ""
    if remedy:
        raise ConfigError(f"--region {options.region}: {remedy}")
    return code


def login(options: argparse.Namespace, addresses: Iterable[str]) -> dict[str, Any] | None:
    """Return what a browser keeps that is logged in at the sites at *addresses*; nothing where none is."""
    from banner.observe import login as kept

    if not options.storage and not options.cookie:
        return None
    state = kept.read(options.storage) if options.storage else {"cookies": [], "origins": []}
    state["cookies"] += [kept.cookie(one, address) for one in options.cookie for address in addresses]
    return state


def _cookie(text: str) -> str:
    if not re.fullmatch(r"[^=;,\s]+=[^;\s]*", text):
        raise argparse.ArgumentTypeError(f"write a name and a value, such as session=4f2a, not {text!r}")
    return text
