"""The command line: makes a declaration, checks it, builds the banner from it, and serves the site.

Only the standard library is imported before a command runs, so that a clone can set itself up first.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from banner import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from banner.config.site_config import Site
    from banner.serve.following import Served

_PORTS = 65_535
# Options that take a value, which is no command even where it is called like one.
_VALUED = ("--config", "--out", "--port", "--database", "--runtime")
_RUNTIMES = ("pyodide", "micropython")
_EXIT = """\
exit codes:
  0  done
  1  findings: with check --strict, or where tests fail
  2  cannot be done: what is wrong is told in lines of FILE:LINE: KEY = VALUE: REMEDY
"""


@dataclass(frozen=True)
class Tool:
    """A further command, which reads its own arguments: *run* gets them, and gives the exit code."""

    help: str
    epilog: str
    run: Callable[[list[str]], int]


@dataclass(frozen=True)
class Setting:
    """Where the command line runs: in a site's folder, or in a clone of this project.

    *program* is how it is called. *config* and *out* are the defaults of the options. Without a command,
    *default* is meant. *prepare* is called before any command runs. *tools* are further commands.
    *application* is given the options of ``serve`` and the site that was built, and makes a server of its
    own, with what tells that of a later build, or ``None``. *failures* are errors that are told without a
    traceback, beside our own.
    """

    program: str = "consent-banner"
    config: Path = Path("consent.toml")
    out: Path = Path("dist")
    default: str = ""
    prepare: Callable[[], None] = lambda: None
    tools: Mapping[str, Tool] = field(default_factory=dict)
    application: Callable[[argparse.Namespace, Site], Served | None] | None = None
    failures: tuple[type[Exception], ...] = ()


def main(arguments: list[str] | None = None, setting: Setting | None = None) -> int:
    """Run one command; the exit code is 0, or 1 for findings, or 2 for what cannot be done."""
    setting = setting or Setting()
    given = sys.argv[1:] if arguments is None else arguments
    line = parser(setting)
    ordered = in_order(given, (*_COMMANDS, *setting.tools), setting.default)
    tool = setting.tools.get(ordered[0]) if ordered else None
    # A tool has options that this line does not know, so its help alone is ours.
    options = None if tool and not {"-h", "--help"} & set(ordered) else line.parse_args(ordered)
    if options is not None and not options.command:
        line.print_help()
        return 0
    with _told(setting) as code:
        setting.prepare()
        if tool:
            return tool.run(ordered[1:])
        if options is not None:
            return int(_COMMANDS[options.command](options, setting))
    return code[0]


def in_order(arguments: list[str], commands: tuple[str, ...], default: str) -> list[str]:
    """Return *arguments* with the command first: options may stand before it, and it may be left out."""
    for place, one in enumerate(arguments):
        if one in commands and (place == 0 or arguments[place - 1] not in _VALUED):
            return [one, *arguments[:place], *arguments[place + 1 :]]
        if not one.startswith("-") and (place == 0 or arguments[place - 1] not in _VALUED):
            return arguments  # no command of that name, which is told
    if not default or {"-h", "--help", "--version"} & set(arguments):
        return arguments
    return [default, *arguments]


def parser(setting: Setting) -> argparse.ArgumentParser:
    """Return the options that owners and their tools can rely on."""
    line = argparse.ArgumentParser(
        prog=setting.program,
        description=__doc__.partition("\n")[0] if __doc__ else "",
        epilog=_EXIT + f"\n{setting.program} COMMAND --help tells the options of each command.\n",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    line.add_argument("--version", action="version", version=f"consent-banner {__version__}")
    words = "the commands" + (f"; {setting.default} if left out" if setting.default else "")
    commands = line.add_subparsers(dest="command", metavar="COMMAND", title=words)

    def command(name: str, short: str, long: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=short,
            description=long,
            epilog=_EXIT,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    _init(command("init", "write a first consent.toml", _INIT))
    check = command("check", "tell what is wrong or unwise in the declaration; writes nothing", _CHECK)
    build = command("build", "build the banner, and the pages beside it", _BUILD)
    serve = command("serve", "build, serve on this machine, build again when something changes", _SERVE)
    for one in (check, build, serve):
        one.add_argument(
            "--config",
            type=Path,
            default=setting.config,
            metavar="FILE",
            help="the declaration (default: %(default)s)",
        )
        one.add_argument(
            "--out",
            type=Path,
            default=setting.out,
            metavar="DIR",
            help="the folder to build into (default: %(default)s)",
        )
    for one in (build, serve):
        one.add_argument(
            "--runtime", choices=_RUNTIMES, help="the interpreter for visitors, instead of the file's"
        )
    check.add_argument("--strict", action="store_true", help="leave with 1 where there is advice")
    check.add_argument(
        "--json", action="store_true", help="write all errors and all advice as one JSON object"
    )
    for one in (build, serve) if setting.default else (serve,):  # a clone has taken it with any command
        one.add_argument(
            "--port",
            type=_port,
            default=8000,
            metavar="N",
            help="from 0 to 65535; 0: the system chooses (default: 8000)",
        )
        if setting.application:
            one.add_argument(
                "--database",
                metavar="URL",
                help="of the demo's server; default: SQLite in .data, PostgreSQL works too",
            )
    for name, tool in setting.tools.items():
        command(name, tool.help, f"{tool.help}\n\n{tool.epilog}")
    return line


_INIT = """\
Write FOLDER/consent.toml to start from, with comments: the services that you use, the languages that
visitors can choose, and what the banner itself keeps. A file that is there is never written over.

    init --use google:analytics_id=G-ABC1234567 --use youtube --language en,de

What is missing is asked for where standard input is a terminal, and an error elsewhere.
"""
_CHECK = """\
Read the declaration and the pages that it names, and tell all that is wrong (file, line, key, value,
remedy) and all that a rule would have otherwise (each finding once, with its places). Nothing is written.
"""
_BUILD = """\
Build what DIR/consent/ needs to be deployed, and put the pages beside it that the declaration names. All
of it is written, or nothing. Of what lies in DIR, only what builds have written is replaced or removed.
"""
_SERVE = """\
Build, serve DIR on this machine, and build again when the declaration, a page, a picture, a font or
anything else of the site changes. Open pages load again by themselves, and show what is wrong where a
build fails. Ctrl-C ends it.
"""


def _init(line: argparse.ArgumentParser) -> None:
    line.add_argument(
        "folder", nargs="?", type=Path, default=Path(), metavar="FOLDER", help="default: this one"
    )
    line.add_argument(
        "--use",
        action="append",
        default=[],
        metavar="ID[:KEY=VALUE,…]",
        help="a known service, with what it has to know of your account; as often as there are services",
    )
    line.add_argument("--language", metavar="CODE,…", help="the languages, the default first (default: en)")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or int(text) > _PORTS:
        raise argparse.ArgumentTypeError(
            f"write a whole number from 0 to {_PORTS}, not {text!r}; 0: any free one"
        )
    return int(text)


@contextlib.contextmanager
def _told(setting: Setting) -> Iterator[list[int]]:
    """Tell what an owner can mend, without a traceback; the list that it gives has the exit code then."""
    from banner.errors import ConfigError

    code = [0]
    told: tuple[type[Exception], ...] = (ConfigError, *setting.failures)
    try:
        yield code
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads us has closed; what Python still wants to write must not fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code[0] = 0
    except KeyboardInterrupt:
        code[0] = 130  # what shells expect of a program that Ctrl-C has ended
    except told as error:
        _say(f"{error}")
        code[0] = 2
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _say(f"{place}{error.strerror or error}; see that it can be read and written, and that there is room")
        code[0] = 2


def _say(text: str) -> None:
    """Write a line to standard error, whatever names of files are in it."""
    sys.stderr.write(text.encode(errors="surrogateescape").decode(errors="replace") + "\n")


def _run_init(options: argparse.Namespace, setting: Setting) -> int:
    from banner import init

    file = init.write(options.folder, options.use, options.language)
    sys.stdout.write(f"wrote {file}; next: {setting.program} check --config {file}\n")
    return 0


def _run_check(options: argparse.Namespace, _: Setting) -> int:
    from banner.build import site
    from banner.config.advice import grouped
    from banner.errors import ConfigError

    try:
        found = site.check(options.config, options.out)
    except ConfigError as error:
        if not options.json:
            raise
        lines = [one.plain() for one in error.problems] or [{"remedy": one} for one in str(error).split("\n")]
        sys.stdout.write(json.dumps({"errors": lines, "advice": []}, indent=2, default=str) + "\n")
        return 2
    if options.json:
        plain = [one.plain() for one in found]
        sys.stdout.write(json.dumps({"errors": [], "advice": plain}, indent=2, default=str) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in grouped(found))
        sys.stdout.write(f"{options.config}: no errors, {len(found)} places with advice\n")
    return int(options.strict and bool(found))


def _build(options: argparse.Namespace) -> Site:
    from banner.build import site
    from banner.config.advice import grouped

    report = site.build(options.config, options.out, options.runtime)
    sys.stdout.write(f"{report}\n")
    sys.stdout.flush()
    for line in (*grouped(report.advice), *report.words):
        _say(line)
    return report.site


def _run_build(options: argparse.Namespace, _: Setting) -> int:
    _build(options)
    return 0


def _run_serve(options: argparse.Namespace, setting: Setting) -> int:
    from banner.errors import ConfigError

    try:
        from banner.serve import following, local
    except ImportError as error:
        raise ConfigError(
            f'serve needs {error.name}, which is not installed: run pip install "consent-banner[server]"'
        ) from error

    def application(site: Site) -> Served:
        own = setting.application(options, site) if setting.application else None
        return own or (local.static(options.out), lambda _: None)

    def build() -> Site:
        setting.prepare()  # a source of a clone may have changed
        return _build(options)

    def sources(site: Site) -> tuple[Path, ...]:
        own = (Path(__file__).parent,) if setting.default else ()
        return (options.config.absolute().parent, *((site.pages.resolve(),) if site.pages else ()), *own)

    failures = (ConfigError, OSError, *setting.failures)
    following.serve(following.Work(build, application, sources, options.out, failures), options.port)
    return 0


_COMMANDS: dict[str, Callable[[argparse.Namespace, Setting], int]] = {
    "init": _run_init,
    "check": _run_check,
    "build": _run_build,
    "serve": _run_serve,
}

if __name__ == "__main__":
    sys.exit(main())
