"""``audit``: proves a site against its declaration, in real browsers."""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
from typing import TYPE_CHECKING

from banner.commands import options as common
from banner.commands import visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from banner.audit.result import Result
    from banner.commands.setting import Setting
    from banner.config.site_config import SiteConfig

SHORT = "prove a site against its declaration, in real browsers"
LONG = """\
Visit the pages of a site, or of a folder, in real browsers: undecided (waited, scrolled, tabbed), denied,
dismissed, with each service alone, with one embed, with all accepted, withdrawn, expired, with Global
Privacy Control, and in another tab. Tell what is contacted or kept that the declaration does not allow, and
by which element, script and line; what is declared and never seen; what is wrong with the record in the
cookie; and where it is easier to accept than to deny. Pages are found by the site map and by links, or in
the folder.
"""
_ENGINES = ("chromium", "firefox", "webkit")
_PAGES = 5
_MOST_PAGES = 1000
_REPORTS = {
    "json": "all that was found, as JSON",
    "junit": "a case for each page in each phase, as JUnit XML",
    "sarif": "the findings at their places, as SARIF 2.1.0",
    "html": "a page to read, with pictures",
}


def arguments(line: argparse.ArgumentParser, setting: Setting) -> None:
    """Add the options to *line*."""
    line.add_argument(
        "site", metavar="URL|FOLDER", help="the address of the first page, or a folder of pages"
    )
    line.add_argument(
        "--config",
        type=common.path,
        default=setting.config,
        metavar="FILE",
        help="the declaration (default: %(default)s)",
    )
    for name, what in _REPORTS.items():
        line.add_argument(f"--{name}", type=common.path, metavar="FILE", help=f"write {what}")
    line.add_argument(
        "--engine",
        choices=(*_ENGINES, "all"),
        default="chromium",
        help="the browser to look with (default: chromium)",
    )
    line.add_argument(
        "--pages",
        type=_pages,
        default=_PAGES,
        metavar="N",
        help="visit so many pages (default: %(default)s)",
    )
    visitor.arguments(line)
    line.add_argument("--program", type=common.path, metavar="FILE", help="the browser's own program to take")


def run(options: argparse.Namespace, _: Setting) -> int:
    """Audit, write the reports, and tell what was found; 1 where that is an error or a warning."""
    from banner import config
    from banner.errors import ConfigError

    try:
        from banner.audit.audit import Audit, Task
        from banner.audit.manner import Manner
        from banner.audit.reports import terminal
        from banner.observe.browsers import opened
    except ImportError as error:
        raise ConfigError(
            f'audit needs {error.name}, which is not installed: run pip install "consent-banner[scan]", then '
            "playwright install chromium"
        ) from error
    site = config.read(options.config)
    region = _region(site, options)
    engines = _ENGINES if options.engine == "all" else (options.engine,)
    with _address(options.site) as (address, pages):
        found = pages(options.pages)
        audit = Audit(
            Task(
                site=site,
                file=options.config,
                address=address,
                pages=tuple(address + page for page in found or [""]),
                links=not found,
                most=options.pages,
                region=region,
                state=visitor.login(options, [address]),
                manner=Manner(pictures=bool(options.html)),
                say=common.say,
            )
        )
        for engine in engines:
            with opened(engine, program=options.program) as browser:
                audit.run(engine, browser)
        result = audit.result()
    if not result.loaded:
        raise ConfigError(
            f"{options.site}: no page can be loaded; see that it is served, and how it is written"
        )
    _write(result, options)
    sys.stdout.write(terminal.text(result))
    return int(not result.clean)


@contextlib.contextmanager
def _address(site: str) -> Iterator[tuple[str, Callable[[int], list[str]]]]:
    """Give the address of *site*, and what tells its pages up to a number; none where links lead to them."""
    from banner.errors import ConfigError

    if re.match(r"https?://[^/]", site):
        yield site, lambda _: []
        return
    folder = common.path(site)
    if not folder.is_dir():
        raise ConfigError(
            f"{site}: there is no such folder; write the address of a site with https:// before it"
        )
    from banner.audit.pages import of_folder
    from banner.observe.folder import served

    if not of_folder(folder, 1):
        raise ConfigError(
            f"{site}: there is no page in it; name the folder that your pages are deployed from"
        )
    with served(folder) as address:
        yield address, lambda most: of_folder(folder, most)


def _region(site: SiteConfig, options: argparse.Namespace) -> str:
    """Return the code of the region. Raises :class:`ConfigError` where all regions have the same rules."""
    from banner.errors import ConfigError

    code = visitor.region(options)
    if code and not site.regions:
        raise ConfigError(
            f"--region {code}: the declaration has no [[regions]], and asks the same everywhere; leave the "
            "option out"
        )
    return code


def _write(result: Result, options: argparse.Namespace) -> None:
    from banner.audit.reports import machine, web

    writers = {
        "json": machine.as_json,
        "junit": machine.as_junit,
        "sarif": machine.as_sarif,
        "html": web.html,
    }
    for name, write in writers.items():
        file: Path | None = getattr(options, name)
        if file:
            file.write_text(write(result), encoding="utf-8", errors="replace", newline="\n")


def _pages(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= _MOST_PAGES:
        raise argparse.ArgumentTypeError(f"write a whole number from 1 to {_MOST_PAGES}, not {text!r}")
    return int(text)
