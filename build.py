#!/usr/bin/env python3
"""The command line: build the banner, serve the demo site, run the tests.

    python3 build.py          build the demo site into dist/
    python3 build.py serve    build it, serve it, build again when a source changes
    python3 build.py test     run every check and every test; --thorough tries all inputs of a kind instead of
                              examples, on both interpreters, which takes an hour and more;
                              --engine chromium|firefox|webkit|all runs the browser tests there and prints a
                              table, which --write keeps in site/docs
    python3 build.py bench    measure what the banner costs, beside its peers; --quick, --write, --again

Needs Python 3.11 and pip; the rest it installs into .venv by itself.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from banner.toolchain import environment

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

ROOT = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is 0, or 1 for a failed check, or 2 for input that cannot be used."""
    options, rest = parser().parse_known_args(arguments)
    if rest and options.command not in ("test", "bench"):
        parser().error(f"unknown: {' '.join(rest)}")
    try:
        if not environment.ready():
            environment.set_up()
    except environment.SetUpError as error:
        sys.stderr.write(f"\n{error}\n")
        return 2
    if Path(sys.prefix).resolve() != environment.VENV.resolve():
        program = str(environment.python())
        os.execv(program, [program, __file__, *arguments])  # noqa: S606 - the same program, in its own environment
    return run(options, rest)


def parser() -> argparse.ArgumentParser:
    """The options that page owners and tools can rely on."""
    line = argparse.ArgumentParser(
        prog="build.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    line.add_argument("command", nargs="?", default="build", choices=["build", "serve", "test", "bench"])
    line.add_argument("--config", type=Path, default=ROOT / "site/demo/consent.toml", metavar="FILE")
    line.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR")
    line.add_argument("--port", type=int, default=8000, metavar="N", help="0: the system chooses")
    line.add_argument(
        "--database",
        metavar="URL",
        help="of the demo's server; default: SQLite in .data, PostgreSQL works too",
    )
    line.add_argument("--runtime", choices=["pyodide", "micropython"], help="default: what the file says")
    return line


def run(options: argparse.Namespace, rest: list[str]) -> int:
    """Carry out the command, inside the virtual environment."""
    from banner.toolchain import assets

    try:
        assets.ensure()
    except environment.SetUpError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if options.command == "test":
        from banner.building import checks

        return checks.run(rest)
    if options.command == "bench":
        from tests.benchmarks import command

        return command.run(rest)

    from banner import config
    from banner.build import site

    def build() -> None:
        report = site.build(options.config, options.out, options.runtime)
        sys.stdout.write(f"{report}\n")
        sys.stdout.flush()
        sys.stderr.writelines(f"advice: {one}\n" for one in report.advice)
        sys.stderr.writelines(f"{one}\n" for one in report.words)

    try:
        if options.command == "serve":
            from banner.building import serve

            sources = (options.config.parent, ROOT / "banner")
            serve.serve(build, lambda: _application(options), options.port, sources, options.out)
        else:
            build()
    except (config.ConfigError, environment.SetUpError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _application(options: argparse.Namespace) -> tuple[Starlette, Callable[[], None]]:
    """The demo's own server where the declaration names one, else the files alone; and what renews it."""
    from banner import config
    from banner.building import serve

    declared = config.read(options.config)
    if not declared.server:
        return serve.static(options.out), lambda: None
    sys.path.insert(0, str(ROOT / "site"))
    from shop.app import application

    (ROOT / ".data").mkdir(exist_ok=True)
    database = options.database or f"sqlite:///{ROOT / '.data/shop.sqlite'}"
    password = os.environ.get("SHOP_OWNER_PASSWORD") or secrets.token_urlsafe(9)
    sys.stdout.write(f"the owner's page is /owner, for the user owner with the password {password}\n")
    site = application(options.out, declared.declaration, database, password)
    return site, lambda: site.state.declare(config.read(options.config).declaration)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
