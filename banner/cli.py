"""The command line: makes a declaration, checks it, builds the banner from it, and serves the site.

Only the standard library is imported before a command runs, so that a clone can set itself up first.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from typing import TYPE_CHECKING

from banner import __version__
from banner.commands import audit, build, check, forge, init, inject, log, scan, serve, server, services
from banner.commands.options import say
from banner.commands.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.commands.setting import Command

_COMMANDS: dict[str, Command] = {
    "services": services,
    "init": init,
    "check": check,
    "build": build,
    "forge": forge,
    "serve": serve,
    "server": server,
    "log": log,
    "inject": inject,
    "scan": scan,
    "audit": audit,
}
# Options that take a value, which is no command even where it is called like one.
_VALUED = (
    *("--config", "--out", "--port", "--database", "--runtime", "--src", "--exclude", "--block"),
    *("--list", "--pages", "--own", "--junit", "--sarif", "--html", "--engine", "--program"),
    *("--granted", "--url", "--at"),
    *("--settings", "--host", "--path", "--keep-days", "--requests-per-second", "--entries-per-day"),
    *("--trusted-proxies", "--forwarded", "--log-format", "--metrics", "--shutdown-seconds"),
    *("--account", "--decision", "--known", "--region", "--cookie", "--storage"),
)
_EXIT = """\
exit codes:
  0  done
  1  findings: of audit, with check --strict or inject --check, where services finds none, or where tests fail
  2  cannot be done: what is wrong is told in lines of FILE:LINE: KEY = VALUE: REMEDY
"""


def main(arguments: list[str] | None = None, setting: Setting | None = None) -> int:
    """Run one command; the exit code is 0, or 1 for findings, or 2 for what cannot be done."""
    setting = setting or Setting()
    given = sys.argv[1:] if arguments is None else arguments
    _speak_anyhow()
    line = parser(setting)
    ordered = in_order(given, (*_COMMANDS, *setting.tools), setting.default)
    tool = setting.tools.get(ordered[0]) if ordered else None
    # A tool has options that this line does not know, so its help alone is ours.
    options = None if tool and not {"-h", "--help"} & set(ordered) else _options(line, ordered)
    if options is not None and not options.command:
        line.print_help()
        return 0
    with _told(setting) as code:
        setting.prepare()
        if tool:
            return tool.run(ordered[1:])
        if options is not None:
            return _COMMANDS[options.command].run(options, setting)
    return code[0]


def _options(line: argparse.ArgumentParser, ordered: list[str]) -> argparse.Namespace:
    """Read the options; what is left over ends the program, with the remedy for what owners mean by it."""
    options, over = line.parse_known_args(ordered)
    if over:
        remedy = f"{line.prog} {options.command} --help tells those that there are"
        if over[0] in _COMMANDS:
            remedy = "give one command at a time"
        elif over[0].endswith(".toml"):
            remedy = f"name the declaration with --config {over[0]}"
        line.error(f"unrecognized arguments: {' '.join(over)}; {remedy}")
    return options


def _speak_anyhow() -> None:
    """Write what a terminal or a pipe has no letters for in another way, and never fail because of it.

    On Windows what is piped is written in a code page of some 200 letters, and names of files may be no text.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


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

    for name, one in _COMMANDS.items():
        one.arguments(command(name, one.SHORT, one.LONG), setting)
    for name, tool in setting.tools.items():
        command(name, tool.help, f"{tool.help}\n\n{tool.epilog}")
    return line


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
        say(f"{error}")
        code[0] = 2
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        say(f"{place}{error.strerror or error}; see that it can be read and written, and that there is room")
        code[0] = 2


if __name__ == "__main__":
    sys.exit(main())
