"""Unwanted: what denied services keep in the browser, and how later pages recognise it without Python.

A vendor's cookie may lie on a path that the page of the withdrawal does not see, and its worker may write
once more when that page is gone. So the plan tells every later page what to look for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.core.cookies import covers

if TYPE_CHECKING:
    from banner.core.declaration import Cookie, Declaration

# The kinds of storage that a page can read at once, and those whose names the browser lists in its own time,
# in the order in which a plan has their patterns.
READ = ("cookie", "local", "session")
LISTED = ("indexeddb", "cache")
KINDS = (*READ, *LISTED)
# What means something else in an expression of JavaScript than the letter itself.
_SPECIAL = "\\^$.*+?()[]{}|/"


@dataclass(frozen=True)
class Unwanted:
    """Names that denied services keep (*cookies*), less those that other services *need*."""

    cookies: tuple[Cookie, ...]
    needed: tuple[Cookie, ...]

    def covers(self, kind: str, name: str) -> bool:
        """Return whether *name* is to be erased from storage of this *kind*."""
        return _any(self.cookies, kind, name) and not _any(self.needed, kind, name)

    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of storage that have to be looked at."""
        used = [cookie.kind for cookie in self.cookies]
        return tuple(kind for kind in KINDS if kind in used)

    def patterns(self, among: tuple[str, ...]) -> list[str]:
        """Return for each kind *among* these an expression of JavaScript for the names that are to be erased.

        It is empty where there are none. It is matched against whole names, which a ``=`` and a value may
        follow. It is text and no code: whoever tampers with it can only have Python look for nothing, or not
        look.
        """
        found = [(_of(self.needed, kind), _of(self.cookies, kind)) for kind in among]
        return [_but(needed) + unwanted if unwanted else "" for needed, unwanted in found]


def unwanted(declaration: Declaration, granted: tuple[str, ...]) -> Unwanted:
    """Return what services keep that are optional and not *granted*, as far as this site can reach it."""
    optional = declaration.optional()
    denied = [service for service in optional if service.id not in granted]
    return Unwanted(
        tuple(cookie for service in denied for cookie in service.cookies if not cookie.domain),
        tuple(
            cookie
            for service in declaration.services
            if service not in denied
            for cookie in service.cookies
            if not cookie.domain
        ),
    )


def _any(cookies: tuple[Cookie, ...], kind: str, name: str) -> bool:
    return any(cookie.kind == kind and covers(cookie.name, name) for cookie in cookies)


def _of(cookies: tuple[Cookie, ...], kind: str) -> str:
    names = [_pattern(cookie.name) for cookie in cookies if cookie.kind == kind]
    return "(?:" + "|".join(names) + ")" if names else ""


def _but(pattern: str) -> str:
    return "(?!" + pattern + "(?:=|$))" if pattern else ""


def _pattern(name: str) -> str:
    start = name[:-1] if name.endswith("*") else name  # noqa: FURB188 - MicroPython has no removesuffix
    text = "".join("\\" + letter if letter in _SPECIAL else letter for letter in start)
    return text + ".*" if name.endswith("*") else text
