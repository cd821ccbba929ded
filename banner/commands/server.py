"""``server``: keeps the consent log of a site that was built."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from banner.commands import options as common

if TYPE_CHECKING:
    import argparse

    from banner.commands.setting import Setting

SHORT = "keep the consent log of a built site"
LONG = """\
Keep the consent log for the pages of a build, behind a proxy, until SIGTERM or Ctrl-C. FOLDER is what was
deployed, the folder consent/ or the one that holds it; nothing else is needed. Each setting can also stand
in the environment, as CONSENT_SERVER_PORT, and in a file, as port = 8080. An option counts before the
environment, and that before the file.

    server /var/www/site/consent --settings /etc/consent-server.toml
    server dist --port 9000 --trusted-proxies 127.0.0.1
"""
# As banner.standalone.settings has them, which needs what may not be installed; a test compares the two.
_OPTIONS = {
    "host": ("ADDRESS", "the address to listen on (default: 127.0.0.1)"),
    "port": ("N", "the port; 0: the system chooses (default: 8080)"),
    "path": ("PATH", "the folder of the addresses (default: where the pages of the build send to)"),
    "database": ("URL", "SQLite, or postgresql://USER@HOST/NAME (default: sqlite:///consents.sqlite)"),
    "keep_days": ("DAYS", "how long proofs stay after their consents have ended (default: 1095)"),
    "requests_per_second": ("N", "what one client may send, and five times as many at once (default: 20)"),
    "entries_per_day": ("N", "entries that are kept of one client within 24 hours (default: 5000)"),
    "trusted_proxies": ("ADDRESS,…", "proxies that tell whom they have a request of (default: none)"),
    "forwarded": ("HEADER", "where they tell it: x-forwarded-for or forwarded (default: the first)"),
    "log_format": ("FORMAT", "json or text (default: json)"),
    "metrics": ("ADDRESS,…", "who may read /metrics (default: nobody)"),
    "shutdown_seconds": ("N", "how long requests may take in the end (default: 10)"),
}


def arguments(line: argparse.ArgumentParser, setting: Setting) -> None:
    """Add the options to *line*. All values are read later, so that all that is wrong is told at once."""
    line.add_argument(
        "folder",
        nargs="?",
        type=common.path,
        default=setting.out,
        metavar="FOLDER",
        help="what was built and deployed (default: %(default)s)",
    )
    line.add_argument("--settings", type=common.path, metavar="FILE", help="a file of settings, in TOML")
    for name, (value, told) in _OPTIONS.items():
        line.add_argument("--" + name.replace("_", "-"), dest=name, metavar=value, help=told)


def run(options: argparse.Namespace, _: Setting) -> int:
    """Keep the log until told to end."""
    from banner.errors import ConfigError

    try:
        from banner.standalone import process, reading
    except ImportError as error:
        raise ConfigError(
            f'server needs {error.name}, which is not installed: run pip install "consent-banner[server]"'
        ) from error

    given = {name: getattr(options, name) for name in _OPTIONS}
    settings = reading.read(given, os.environ, options.settings, options.folder)
    consent, built = reading.served(options.folder)
    process.serve(settings, consent, built)
    return 0
