#!/usr/bin/env python3
"""The command line: build the banner, serve the demo site, run the tests.

    python3 build.py          build the demo site into dist/
    python3 build.py serve    build it, serve it, build again when a source changes
    python3 build.py test     run every check and every test

Needs Python 3.11 and pip; the rest it installs into .venv by itself.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from banner.building import environment

ROOT = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Run one command; the exit code is 0, or 1 for a failed check, or 2 for input that cannot be used."""
    options, rest = parser().parse_known_args(arguments)
    if rest and options.command != "test":
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
    line.add_argument("command", nargs="?", default="build", choices=["build", "serve", "test"])
    line.add_argument("--config", type=Path, default=ROOT / "site/consent.toml", metavar="FILE")
    line.add_argument("--out", type=Path, default=ROOT / "dist", metavar="DIR")
    line.add_argument("--port", type=int, default=8000, metavar="N", help="0: the system chooses")
    line.add_argument("--runtime", choices=["pyodide", "micropython"], help="default: what the file says")
    return line


def run(options: argparse.Namespace, rest: list[str]) -> int:
    """Carry out the command, inside the virtual environment."""
    if options.command == "test":
        from banner.building import checks

        return checks.run(rest)

    from banner.building import config, site

    def build() -> str:
        return str(site.build(options.config, options.out, options.runtime))

    try:
        if options.command == "serve":
            from banner.building import serve

            serve.serve(build, options.out, options.port, (options.config.parent, ROOT / "banner"))
        else:
            sys.stdout.write(build() + "\n")
    except (config.ConfigError, environment.SetUpError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
