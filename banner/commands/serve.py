"""``serve``: builds a site, serves it, and builds it again when it changes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from banner.commands import build
from banner.commands import options as common

if TYPE_CHECKING:
    import argparse

    from banner.commands.setting import Setting
    from banner.config.site_config import SiteConfig
    from banner.serve.following import Served

SHORT = "build, serve on this machine, build again when something changes"
LONG = """\
Build, serve DIR on this machine, and build again when the declaration, a page, a picture, a font or
anything else of the site changes. Open pages load again by themselves, and show what is wrong where a
build fails. Ctrl-C ends it.
"""


def arguments(line: argparse.ArgumentParser, setting: Setting) -> None:
    """Add the options to *line*."""
    common.places(line, setting)
    common.runtime(line)
    common.serving(line, setting)


def run(options: argparse.Namespace, setting: Setting) -> int:
    """Serve until told to end."""
    from banner.errors import ConfigError

    try:
        from banner.serve import following, local
    except ImportError as error:
        raise ConfigError(
            f'serve needs {error.name}, which is not installed: run pip install "consent-banner[server]"'
        ) from error

    def application(site: SiteConfig) -> Served:
        own = setting.application(options, site) if setting.application else None
        return own or (local.static(options.out), lambda _: None)

    def build_again() -> SiteConfig:
        setting.prepare()  # a source of a clone may have changed
        return build.built(options)

    def sources(site: SiteConfig) -> tuple[Path, ...]:
        own = (Path(__file__).parent.parent,) if setting.default else ()
        return (options.config.absolute().parent, *((site.pages.resolve(),) if site.pages else ()), *own)

    failures = (ConfigError, OSError, *setting.failures)
    following.serve(following.Work(build_again, application, sources, options.out, failures), options.port)
    return 0
