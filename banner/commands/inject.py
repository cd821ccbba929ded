"""``inject``: puts the banner's tag into the pages of a site that another tool has built."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from banner.commands import options as common

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from banner.build.inject import Injected
    from banner.commands.setting import Setting
    from banner.config.blocking_list import Blocking
    from banner.config.pages import Page

SHORT = "put the banner's tag into every page of a built site"
LONG = """\
Put the tag into the head of every page in FOLDER, the output of Hugo, Jekyll, Eleventy, Astro, Docusaurus,
MkDocs, Zensical, Sphinx or any other generator. Pages that have it stay as they are, so run it after every
build. Nothing else of a page changes. All of it is written, or nothing.

    inject public                         with the banner in public/consent/
    inject public --src /consent/consent.js
    inject public --check                 for CI: leaves with 1, and names the pages without the tag

With --block, elements that contact a declared service by themselves are rewritten so that they wait, and by
the list of a scan those are taken out that the banner loads by itself.
"""


def arguments(line: argparse.ArgumentParser, setting: Setting) -> None:
    """Add the options to *line*."""
    line.add_argument(
        "folder", type=common.path, metavar="FOLDER", help="the folder that the site is built into"
    )
    line.add_argument(
        "--out",
        type=common.path,
        metavar="DIR",
        help="where DIR/consent/ is, below FOLDER (default: FOLDER itself)",
    )
    line.add_argument(
        "--src",
        type=_address,
        metavar="ADDRESS",
        help="the address of consent.js for all pages, instead of a path to it from each",
    )
    line.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="GLOB",
        help="pages to leave alone, by their paths in FOLDER; * stands for anything; as often as you like",
    )
    line.add_argument(
        "--block",
        nargs="?",
        const="",
        metavar="FINDINGS",
        help="have elements wait: those that FINDINGS names, a file of scan, or those that check finds",
    )
    line.add_argument(
        "--config",
        type=common.path,
        default=setting.config,
        metavar="FILE",
        help="the declaration, for --block (default: %(default)s)",
    )
    line.add_argument(
        "--check", action="store_true", help="write nothing; leave with 1 if there is something to do"
    )
    line.add_argument("--dry-run", action="store_true", help="write nothing; tell what would be done")


def run(options: argparse.Namespace, _: Setting) -> int:
    """Put the tag into the pages, or tell which of them lack it."""
    from banner.build import inject
    from banner.config.pages import TAG

    src = options.src
    if not src and not options.check:
        src = inject.script_below(options.folder, options.out or options.folder)
    waiting, loaded = _waiting(options)
    outcome = inject.inspect(options.folder, src or f"/{TAG}", options.exclude, waiting)
    if not (options.check or options.dry_run):
        inject.write(options.folder, outcome.contents)
    sys.stdout.writelines(f"{line}\n" for line in _told(outcome, options))
    for line in _words(outcome, src or "", loaded):
        common.say(line)
    return int(bool((options.check and outcome.contents) or outcome.unblocked))


def _waiting(options: argparse.Namespace) -> tuple[Callable[[Mapping[str, Page]], list[Blocking]], set[str]]:
    """Return what gives the elements that are to wait, and the services that the banner loads by itself."""
    from banner import config
    from banner.build import inject
    from banner.config import blocking_list

    if options.block is None:
        return lambda _: [], set()
    site = config.read(options.config)
    loaded = {one for one, code in site.code.items() if code.scripts}
    if not options.block:
        return partial(inject.contacting, site), loaded
    wanted = blocking_list.read(Path(options.block), [one.id for one in site.declaration.optional()])
    return lambda _: wanted, loaded


def _told(outcome: Injected, options: argparse.Namespace) -> Iterator[str]:
    """Give what was done, or is to do."""
    from banner.build.folders import named, shown

    verb, waits, goes = "got the tag", "wait now", "were taken out, since the banner loads them"
    if options.check:
        verb, waits, goes = "without the tag", "do not wait", "are to be taken out"
    elif options.dry_run:
        verb, waits, goes = "would get the tag", "would wait", "would be taken out"
    yield f"{len(outcome.added)} pages {verb}, {len(outcome.had)} have it already"
    if options.check or options.dry_run:
        yield from (f"  {shown(path)}" for path in outcome.added)
    for listed, what in ((outcome.waits, waits), (outcome.gone, goes)):
        if listed:
            yield f"{len(listed)} elements {what}:"
            yield from (f"  {_place(one)} for {one.service}" for one in listed)
    for why, paths in sorted(outcome.left.items()):
        yield f"left alone: {named(paths)} ({why})"


def _words(outcome: Injected, src: str, loaded: set[str]) -> Iterator[str]:
    """Give what the owner should know of it."""
    for one, why in outcome.unblocked:
        yield f"{_place(one)}: {why}"
    twice = sorted({one.service for one in outcome.waits if one.element == "script"} & loaded)
    if twice:
        yield (
            f"the banner loads {', '.join(twice)} by itself: take the scripts that wait for it out of your "
            "sources, or they run beside it"
        )
    lost = [path for path in outcome.added if path.rpartition("/")[2] == "404.html"]
    if lost and not src.startswith("/") and ":" not in src:
        yield (
            f"{lost[0]}: servers answer with this page at any depth, where a path leads elsewhere; "
            "give all pages one address, with --src /consent/consent.js"
        )


def _place(one: Blocking) -> str:
    from banner.build.folders import shown

    line = f":{one.line}" if one.line else ""
    return f"{shown(one.file)}{line}: <{one.element}>"


def _address(text: str) -> str:
    """Read an address. Raises :class:`argparse.ArgumentTypeError` where an attribute could not hold it."""
    if not text or any(one in text for one in "\"'<> \n\t"):
        raise argparse.ArgumentTypeError("write an address, such as /consent/consent.js")
    if not (text.startswith("/") or "://" in text):
        raise argparse.ArgumentTypeError(
            f"write an address that is the same for all pages, such as /{text.lstrip('./')}"
        )
    return text
