"""The error that every command tells in lines, without a traceback."""

from __future__ import annotations

from typing import Any, Protocol


class Told(Protocol):
    """One of the things that are wrong, whoever has found it."""

    def plain(self) -> dict[str, Any]:
        """Return it as JSON has it."""


class ConfigError(Exception):
    """Something that the owner has given cannot be used; the message lists all that is wrong, a line each.

    *problems* are the same in parts, where the declaration is at fault.
    """

    def __init__(self, message: str, problems: tuple[Told, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
