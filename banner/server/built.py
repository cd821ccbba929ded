"""What a build tells a server: what the site asks, how it calls the banner's cookies, and where it sends."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from banner.core.declaration import Declaration, from_plain
from banner.core.own_cookies import OwnCookies
from banner.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

NAME = "declaration.json"
NOTICES = "notices"
_FORMAT = 1
_KEPT = ("consent", "language", "domain", "path")


@dataclass(frozen=True)
class Built:
    """Build as a server sees it; *server* is where pages of the site look for that server, or empty."""

    declaration: Declaration
    cookies: OwnCookies
    server: str

    def plain(self) -> dict[str, Any]:
        """Return it as the file :data:`NAME` has it. Everything in it is also told to visitors."""
        cookies = asdict(self.cookies)
        return {
            "format": _FORMAT,
            "declaration": asdict(self.declaration),
            "cookies": {name: cookies[name] for name in _KEPT},
            "server": self.server,
        }


def found(folder: Path) -> Path:
    """Return the folder ``consent/`` of a build: *folder* itself, or the one in it.

    Raises :class:`ConfigError` where there is none.
    """
    for one in (folder, folder / "consent"):
        if (one / NAME).is_file():
            return one
    why = "there is no such folder" if not folder.is_dir() else f"there is no {NAME} in it"
    raise ConfigError(
        f"{folder}: {why}; name the folder consent/ that consent-banner build has written, or build anew"
    )


def read(folder: Path) -> Built:
    """Return the build whose folder ``consent/`` is *folder*.

    Raises :class:`ConfigError` where it cannot be read, or is of a version that this one does not know.
    """
    file = folder / NAME
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        why = error.strerror if isinstance(error, OSError) else "this is no JSON"
        raise ConfigError(f"{file}: cannot be read: {why}; deploy the whole folder of a build") from error
    try:
        if plain["format"] != _FORMAT:
            raise ConfigError(f"{file}: this is of another version; build anew with the one that serves")
        cookies = {name: plain["cookies"][name] for name in _KEPT}
        return Built(from_plain(plain["declaration"]), OwnCookies(**cookies), plain["server"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{file}: no build writes this; deploy the whole folder of one") from error
