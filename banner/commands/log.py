"""``log``: exports, verifies and erases what the consent log keeps."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from banner.commands import options as common

if TYPE_CHECKING:
    import argparse

    from banner.commands.setting import Setting

SHORT = "export, verify and erase what the consent log keeps"
LONG = """\
Look after the consent log that a server keeps, also while it runs.

    log export consents.jsonl                the whole log, with all that was shown, for an authority
    log verify consents.jsonl                whether an export is as it was written; needs no database
    log checkpoint                           hashes of the log, one for each day, to be kept somewhere else
    log export anna.jsonl --account 7        what is kept of one person, by the account …
    log erase --decision 1767000000000x5     … or by the id in the consent cookie of a browser

The database is the server's: an option counts before CONSENT_SERVER_DATABASE, and that before the file that
--settings names.
"""
ACTIONS = ("export", "verify", "checkpoint", "erase")


def arguments(line: argparse.ArgumentParser, _: Setting) -> None:
    """Add the options to *line*."""
    line.add_argument("action", choices=ACTIONS, metavar="ACTION", help=", ".join(ACTIONS))
    line.add_argument(
        "file", nargs="?", type=common.path, metavar="FILE", help="the export; if left out: what is piped"
    )
    line.add_argument("--database", metavar="URL", help="SQLite or PostgreSQL, as the server has it")
    line.add_argument("--settings", type=common.path, metavar="FILE", help="the server's settings, in TOML")
    line.add_argument("--account", metavar="ID", help="export, erase: the entries of this account alone")
    line.add_argument(
        "--decision", metavar="ID", help="export, erase: this decision, and those before and after it"
    )
    line.add_argument(
        "--known", type=common.path, metavar="FILE", help="verify: checkpoints that were kept elsewhere"
    )
    line.add_argument("--yes", action="store_true", help="erase: without this it is only told what would be")


def run(options: argparse.Namespace, setting: Setting) -> int:
    """Do what is asked for; 1 where an export is not as it was written, or a person has no entries."""
    from banner.errors import ConfigError

    try:
        from banner.standalone import exports
    except ImportError as error:
        raise ConfigError(
            f'log needs {error.name}, which is not installed: run pip install "consent-banner[server]"'
        ) from error
    _expect_fitting(options)
    if options.action == "verify":
        return exports.verify(options.file, options.known, common.say)
    return _in_database(options, setting)


def _expect_fitting(options: argparse.Namespace) -> None:
    """Raise :class:`ConfigError` for options that say nothing together."""
    from banner.errors import ConfigError

    told = []
    allowed = {
        "export": {"file", "account", "decision"},
        "verify": {"file", "known"},
        "checkpoint": set(),
        "erase": {"account", "decision", "yes"},
    }[options.action]
    for name in ("file", "account", "decision", "known", "yes"):
        if getattr(options, name) and name not in allowed:
            given = "FILE" if name == "file" else f"--{name}"
            told.append(f"{given} = {getattr(options, name)}: log {options.action} takes none; leave it out")
    if options.account and options.decision:
        told.append(f"--decision = {options.decision}: an account is named already; leave one of the two out")
    if options.action == "erase" and not (options.account or options.decision):
        told.append("log erase: say whose entries, with --account ID or --decision ID")
    if told:
        raise ConfigError("\n".join(told))


def _in_database(options: argparse.Namespace, setting: Setting) -> int:
    from banner.server.export import Export
    from banner.server.persons import Persons
    from banner.standalone import archive, exports, reading

    settings = reading.read({"database": options.database}, os.environ, options.settings, None)
    with archive.opened(settings.database) as (engine, tables):
        export, persons = Export(engine, tables), Persons(engine, tables)
        if options.action == "checkpoint":
            sys.stdout.writelines(json.dumps(one.plain()) + "\n" for one in export.checkpoints())
            return 0
        if not (options.account or options.decision):
            exports.write(export.lines(), options.file, common.say)
            return 0
        own = (
            persons.of_account(options.account) if options.account else persons.of_decision(options.decision)
        )
        if not own:
            common.say(
                "there is no entry of that account" if options.account else "there is no such decision"
            )
            return 1
        if options.action == "export":
            exports.write(export.some(own), options.file, common.say)
        elif options.yes:
            persons.erase(own)
            common.say(f"erased {len(own)} entries; the hashes of all others hold as before")
        else:
            again = (
                f"{setting.program} log erase … --yes erases them, and with them the proof of these consents"
            )
            common.say(f"{len(own)} entries: {again}")
        return 0
