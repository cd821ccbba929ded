"""``build``: builds the banner, and the pages beside it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from banner.commands import options as common

if TYPE_CHECKING:
    import argparse

    from banner.commands.setting import Setting
    from banner.config.site_config import SiteConfig

SHORT = "build the banner, and the pages beside it"
LONG = """\
Build what DIR/consent/ needs to be deployed, and put the pages beside it that the declaration names. All
of it is written, or nothing. Of what lies in DIR, only what builds have written is replaced or removed.
"""


def arguments(line: argparse.ArgumentParser, setting: Setting) -> None:
    """Add the options to *line*."""
    common.places(line, setting)
    common.runtime(line)
    if setting.default:  # a clone has taken them with any command
        common.serving(line, setting)


def run(options: argparse.Namespace, _: Setting) -> int:
    """Build once."""
    built(options)
    return 0


def built(options: argparse.Namespace) -> SiteConfig:
    """Build, tell what was made, and return the site that was read."""
    from banner.build import pipeline
    from banner.config.advice import grouped

    report = pipeline.build(options.config, options.out, options.runtime)
    sys.stdout.write(f"{report}\n")
    sys.stdout.flush()
    for line in (*grouped(report.advice), *report.words):
        common.say(line)
    return report.site
