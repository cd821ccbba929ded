"""``scan``: looks at a site in a real browser, and proposes a declaration and what to change in the pages."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from banner.commands import options as common
from banner.commands import visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.commands.setting import Setting
    from banner.scan.result import Result

SHORT = "look at a site in a real browser, and propose a consent.toml and what to change"
LONG = """\
Visit the pages of a site, or of a folder, in a real browser, and tell whom they contact and what is kept:
the services that are known with the ids of your accounts, and all others by their hosts. --out writes a
declaration to start from, --json all of it for programs. It leaves with 1 where somebody else is contacted,
unless a declaration was written. Pages are found by the site map and by links. A
scan shows what happened in one visit, and not what a page does for somebody who clicks.
"""
_PAGES, _DEPTH, _DELAY = 20, 3, 0.5
_MOST = 10_000


def arguments(line: argparse.ArgumentParser, _: Setting) -> None:
    """Add the options to *line*."""
    line.add_argument(
        "sites", nargs="+", metavar="URL|FOLDER", help="the address of a first page, or a folder of pages"
    )
    line.add_argument(
        "--out", type=common.path, metavar="FILE", help="write a declaration; never over one that is there"
    )
    line.add_argument(
        "--json", type=common.path, metavar="FILE", help="write all that was seen, and what to change"
    )
    line.add_argument(
        "--list", type=common.path, metavar="FILE", help="visit just the addresses in it, one a line"
    )
    line.add_argument(
        "--pages",
        type=_whole,
        default=_PAGES,
        metavar="N",
        help="follow links and the site map to at most so many pages (default: %(default)s)",
    )
    line.add_argument(
        "--depth",
        type=_whole,
        default=_DEPTH,
        metavar="N",
        help="follow links so deep (default: %(default)s)",
    )
    line.add_argument(
        "--delay",
        type=_seconds,
        default=_DELAY,
        metavar="SECONDS",
        help="wait so long between pages (default: %(default)s)",
    )
    line.add_argument(
        "--own",
        action="append",
        default=[],
        metavar="HOST",
        help="a host that is yours, too; as often as needed",
    )
    line.add_argument("--language", default="en", metavar="CODE,…", help="of the declaration (default: en)")
    line.add_argument(
        "--engine",
        choices=("chromium", "firefox", "webkit"),
        default="chromium",
        help="the browser to look with (default: chromium, which tells most)",
    )
    visitor.arguments(line)
    line.add_argument("--headed", action="store_true", help="show the browser, which some sites treat better")
    line.add_argument("--program", type=common.path, metavar="FILE", help="the browser's own program to take")
    line.add_argument(
        "--accept",
        action="store_true",
        help="accept in a consent tool that is there, to see what it holds back",
    )


def run(options: argparse.Namespace, setting: Setting) -> int:
    """Scan, tell what was found, and write it; 1 where somebody else is contacted and nothing proposed."""
    from banner.config import starter
    from banner.scan import proposal
    from banner.scan import result as told

    _free(options.out)
    codes = starter.languages(options.language)
    made = _scanned(options)
    # All of it is made before any of it is written.
    everything = told.as_json(made)
    declaration = proposal.declaration(made.found, codes, made.name, _pages(options))
    sys.stdout.write(told.text(made))
    if options.json:
        options.json.write_text(everything, encoding="utf-8", newline="\n")
    if options.out:
        with options.out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(declaration)
        sys.stdout.write(f"wrote {options.out}; next: {setting.program} check --config {options.out}\n")
    return int(not made.clean and not options.out)


def _pages(options: argparse.Namespace) -> str:
    """Return the folder that was scanned, seen from the declaration; nothing where it was not one folder."""
    folder = Path(options.sites[0])
    if len(options.sites) > 1 or not options.out or not folder.is_dir():
        return ""
    try:
        return Path(os.path.relpath(folder, options.out.parent)).as_posix()
    except ValueError:  # on another drive
        return folder.resolve().as_posix()


def _scanned(options: argparse.Namespace) -> Result:
    """Visit all sites in one profile, and put together what was seen."""
    from banner.config.unprintable import shown
    from banner.errors import ConfigError
    from banner.observe import browsers
    from banner.observe import region as regions
    from banner.observe.cloaks import aliases
    from banner.scan import consent_tools, result, walk

    region = visitor.region(options)
    answer = consent_tools.acceptor() if options.accept else None
    with contextlib.ExitStack() as stack:
        places = [stack.enter_context(_place(one, options.list)) for one in options.sites]
        profile = _profile(options, [start for start, _ in places])
        browser = stack.enter_context(
            browsers.opened(options.engine, headed=options.headed, program=options.program)
        )
        context = browser.new_context(**profile)
        regions.tell(context, region)
        visits, origins = walk.Visits(), list[str]()
        for start, pages in places:
            manner = walk.Manner(
                pages=options.pages,
                delay=options.delay,
                depth=options.depth,
                given=pages,
                answer=answer,
                progress=common.say,
            )
            origins.append(walk.visit(context, start, manner, visits))
        context.close()
        if not visits.pages:
            left = (f"{number} left out, {why}" for why, number in visits.left.items())
            why = "; ".join([*(f"{page}: {one}" for page, one in visits.failed.items()), *left])
            raise ConfigError(
                f"{options.sites[0]}: no page can be seen ({shown(why)}); see that it is served"
            )
        starts = (*origins, *(start for start, _ in places))
        own = (*(urlsplit(one).hostname or "" for one in starts), *options.own)
        base = next((start for start, pages in places if pages and not _is_address(options.sites[0])), "")
        return result.result(visits, own, aliases, base)


def _profile(options: argparse.Namespace, starts: list[str]) -> dict[str, Any]:
    """Return the options of Playwright for a profile that is logged in at *starts*, where one is given."""
    from banner.scan import login

    state = visitor.login(options, starts)
    own = [*(urlsplit(one).hostname or "" for one in starts), *options.own]
    return {"storage_state": login.of_visitor(state, own)} if state else {}


@contextlib.contextmanager
def _place(site: str, listed: Path | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the address of *site*, and its pages where they are given; a folder is served meanwhile."""
    from banner.errors import ConfigError
    from banner.observe import crawl, folder

    if _is_address(site):
        yield site, tuple(crawl.in_list(listed, site)) if listed else ()
        return
    path = Path(site)
    if not path.is_dir():
        raise ConfigError(f"{site}: this is no folder; name a folder of pages, or an address with https://")
    with folder.served(path) as base:
        yield base, tuple(crawl.in_list(listed, base) if listed else crawl.in_folder(path, base))


def _is_address(site: str) -> bool:
    return bool(re.match(r"https?://[^/]", site, re.IGNORECASE))


def _free(file: Path | None) -> None:
    from banner.errors import ConfigError

    if file and (file.exists() or file.is_symlink()):
        raise ConfigError(f"{file}: is there already, and stays as it is; name another file, or move it away")


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"write a whole number from 1 to {_MOST}, not {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"write seconds, such as 0.5, not {text!r}")
    return float(text)
