"""The commands and options that there are, as the parsers have them."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

import build
from banner.toolchain import release
from tests.benchmarks import command as bench
from tests.unit.docs.markdown import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands() -> set[str]:
    """Return the names of all commands."""
    return {
        name
        for action in build.parser()._actions
        if not action.option_strings and action.choices
        for name in action.choices
    }


def options_of() -> dict[str, set[str]]:
    """Return the long options of each command, as its own parser has them."""
    subparsers = [one for one in build.parser()._actions if isinstance(one, argparse._SubParsersAction)]
    return {
        name: {option for one in parser._actions for option in one.option_strings if option[:2] == "--"}
        for action in subparsers
        for name, parser in action.choices.items()
    }


def options() -> set[str]:
    """Return all long options, those of the tests and of the benchmark too; ``--help`` needs no words."""
    parsers = [*_parsers(build.parser()), bench._parser(), release.parser()]
    found = {name for parser in parsers for action in parser._actions for name in action.option_strings}
    # What the tests take is told to pytest, and to the command that starts it.
    sources = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "banner").rglob("checks.py")]
    for file in sources:
        found |= set(re.findall(r'\b(?:addoption|add_argument)\(\s*"(--[a-z-]+)"', file.read_text("utf-8")))
    return {name for name in found if name.startswith("--")} - {"--help"}


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Give *parser* and those of its sub-commands."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from _parsers(one)
