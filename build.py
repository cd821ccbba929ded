#!/usr/bin/env python3
"""The command line of a clone: the commands of consent-banner, and those for who works on it.

    python3 build.py                build the demo site into dist/
    python3 build.py serve          build it, serve it, build again when a source changes
    python3 build.py test           run every check and every test
    python3 build.py bench          measure what the banner costs, beside its peers
    python3 build.py release        make a wheel and an sdist
    python3 build.py COMMAND --help

Needs Python 3.11 and pip; the rest it installs into .venv by itself.
"""

import sys

OLDEST = (3, 11)
if tuple(sys.version_info[:2]) < OLDEST:
    sys.stderr.write(
        "this is Python {}.{}; start one of {}.{} or newer, such as python{}.{} build.py\n".format(
            *sys.version_info[:2], *OLDEST, *OLDEST
        )
    )
    sys.exit(2)

import argparse
import importlib.util
import os
import secrets
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from banner import cli
from banner.commands.setting import Setting, Tool
from banner.toolchain import environment

if TYPE_CHECKING:
    from banner.config.site_config import SiteConfig
    from banner.serve.following import Served

ROOT = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is 0, or 1 for a failed check, or 2 for input that cannot be used."""
    return cli.main(arguments, setting(arguments))


def parser() -> argparse.ArgumentParser:
    """Return the options that owners and tools can rely on."""
    return cli.parser(setting([]))


def setting(arguments: list[str]) -> Setting:
    """Return what a clone has: the demo's files as defaults, and the commands for who works on it."""
    return Setting(
        program="python3 build.py",
        config=ROOT / "site/demo/consent.toml",
        out=ROOT / "dist",
        default="build",
        prepare=lambda: prepare(arguments),
        tools=TOOLS,
        application=application,
        failures=(environment.SetUpError,),
    )


def prepare(arguments: list[str]) -> None:
    """Install what is missing, go on in the virtual environment, and make the assets where they are old."""
    if not environment.ready():
        environment.set_up()
    if Path(sys.prefix).resolve() != environment.VENV.resolve():
        _go_on([str(environment.python()), str(ROOT / "build.py"), *arguments])
    from banner.toolchain import assets

    assets.ensure()


def _go_on(command: list[str]) -> None:
    """Run *command* in the place of this program."""
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - the same program, in its own environment
    # Windows would end this program at once, with 0, and let the other one run on beside the prompt.
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other one gets Ctrl-C too
    sys.exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - the same


def _test(arguments: list[str]) -> int:
    from tests.support import checks

    return checks.run(arguments)


def _bench(arguments: list[str]) -> int:
    from tests.benchmarks import command

    return command.run(arguments)


def _release(arguments: list[str]) -> int:
    from banner.toolchain import release

    return release.run(arguments)


TOOLS = {
    "test": Tool(
        "run every check and every test, or those that are selected",
        "--engine chromium|firefox|webkit|all  run the browser tests there and print a table\n"
        "--thorough                            try all inputs of a kind, for an hour and more\n"
        "--law, --faults                       run the tests of a table and print it\n"
        "--write                               keep the table in the documentation\n"
        "All else goes to pytest: test tests/unit -k plan",
        _test,
    ),
    "bench": Tool(
        "measure what the banner costs, beside its peers",
        "--quick  few runs, for trying\n"
        "--write  keep the figures in the documentation\n"
        "--again  tell what was measured, without measuring\n"
        "--figures FILE  where all samples are kept",
        _bench,
    ),
    "release": Tool(
        "make a wheel and an sdist, with what they consist of and their sums",
        "--out DIR      the folder to put them into (default: release)\n"
        "--uncommitted  of the files as they are; without it, what is not committed is refused",
        _release,
    ),
}


def application(options: argparse.Namespace, declared: "SiteConfig") -> "Served | None":
    """Return the demo's own server where the declaration names one, and what tells it of a later build."""
    if not declared.server:
        return None
    _find_shop()
    from shop.app import application as shop

    (ROOT / ".data").mkdir(exist_ok=True)
    database = options.database or f"sqlite:///{ROOT / '.data/shop.sqlite'}"
    password = os.environ.get("SHOP_OWNER_PASSWORD") or secrets.token_urlsafe(9)
    sys.stdout.write(f"the owner's page is /owner, for the user owner with the password {password}\n")
    counted = tuple(declared.languages) if os.environ.get("SHOP_COUNTS") else ()
    site = shop(options.out, declared.declaration, database, password, counted=counted)
    return site, lambda later: site.state.declare(later.declaration)


def _find_shop() -> None:
    """Let ``shop`` be the demo's server: it lies beside the demo, and is no part of what is installed."""
    folder = ROOT / "site/shop"
    spec = importlib.util.spec_from_file_location(
        "shop", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec and spec.loader:
        sys.modules["shop"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["shop"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
