"""What a built site asks, read from ``declaration.json``, which a build leaves beside the banner.

So a server knows what visitors are asked from what is deployed, and needs no declaration of its own.
"""

from __future__ import annotations

import json
import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from banner.core.declaration import Declaration, Purpose, Service
from banner.core.own_cookies import OwnCookies
from banner.errors import ConfigError
from banner.server import built

if TYPE_CHECKING:
    from collections.abc import Mapping

_PURPOSE = "asked"
_CODE = re.compile("([A-Z]{2})(?:-[A-Z0-9]{1,3})?", re.ASCII)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What a site asks: its *declaration* without any wording, and the banner's own *cookies*.

    *regions* are those with other rules, by their codes: the ids of what is on there until it is denied.
    """

    declaration: Declaration
    cookies: OwnCookies
    regions: Mapping[str, tuple[str, ...]]

    def in_region(self, code: str) -> Declaration:
        """Return what is declared in the region *code*, such as ``"US-CA"``, or else in its country.

        Where it is no code, or none that is declared, everything is asked.
        """
        found = _CODE.fullmatch(code.strip().upper())
        known = [self.regions[one] for one in (found[0], found[1]) if one in self.regions] if found else []
        return self.declaration.under(self.declaration.mode, known[0]) if known else self.declaration


def read(text: str) -> Asked:
    """Return what the *text* of the file says. Raises :class:`ValueError` where it is of another form."""
    told = json.loads(text)
    if not isinstance(told, dict) or "asked" not in told:
        raise ValueError("it does not say what is asked")
    return from_plain(told["asked"])


def from_plain(plain: Any) -> Asked:
    """Return what *plain*, JSON, says is asked. Raises :class:`ValueError` where it is of another form."""
    try:
        cookies, sale = plain["cookies"], _texts(plain["sale"])
        services = tuple(
            Service(one, one, _PURPOSE, "", sale=one in sale) for one in _texts(plain["services"])
        )
        return Asked(
            Declaration(
                revision=_text(plain["revision"]),
                lifetime_days=_days(plain["lifetime_days"]),
                purposes=(Purpose(_PURPOSE),),
                vendors=(),
                services=services,
                noticed=_texts(plain["exempt"]),
            ),
            OwnCookies(
                consent=_text(cookies["http"]), domain=_text(cookies["domain"]), path=_text(cookies["path"])
            ),
            {code: _texts(rules["exempt"]) for code, rules in plain["regions"].items()},
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"not as a build writes it: {error!r}") from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(_text(one) for one in value)


def _days(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return value


class Build:
    """Banner that was built into *folder*, the one that is deployed as ``consent/``.

    A later build in the same folder is noticed, so a deploy needs no new start. Raises
    :class:`~banner.errors.ConfigError` where there is no build.
    """

    def __init__(self, folder: str | Path) -> None:
        path = built.found(Path(folder))
        self._file = path / built.NAME
        try:
            self._known = self._read()
        except (OSError, ValueError) as error:
            raise ConfigError(
                f"{path}: this is no banner that was built ({error}); name the folder consent/ that "
                "consent-banner build has written, and build it again if that was an older version"
            ) from error

    @property
    def asked(self) -> Asked:
        """Return what is asked now. Where the file cannot be read any more, it is what it was."""
        try:
            if self._mark() != self._known[0]:
                self._known = self._read()
        except (OSError, ValueError) as error:
            _log.warning("%s: %s; what was asked before is still taken for what is asked", self._file, error)
        return self._known[1]

    def _read(self) -> tuple[tuple[int, int], Asked]:
        mark = self._mark()
        return mark, read(self._file.read_text(encoding="utf-8"))

    def _mark(self) -> tuple[int, int]:
        """Return what tells one state of the file from another."""
        told = self._file.stat()
        return told.st_mtime_ns, told.st_size
