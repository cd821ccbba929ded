"""The error that every command tells in lines, without a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.config.problems import Problem


class ConfigError(Exception):
    """Something that the owner has given cannot be used; the message lists all that is wrong, a line each.

    *problems* are the same in parts, where the declaration is at fault.
    """

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
