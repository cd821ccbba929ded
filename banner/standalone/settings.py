"""Settings of the server: how each is called, what it may be, and what it is where nobody says anything."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banner.server.app import ENTRIES_A_DAY, REQUESTS_A_SECOND
from banner.server.retention import KEEP_DAYS
from banner.standalone import databases
from banner.standalone.wrong import WrongError

if TYPE_CHECKING:
    from collections.abc import Callable

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LOG_FORMATS = ("json", "text")
FORWARDED = ("x-forwarded-for", "forwarded")
_PORTS = 65_535
_MOST_DAYS = 36_500
_LEAST_ENTRIES = 100  # half of them at once: one request brings up to 50


@dataclass(frozen=True)
class Settings:
    """Settings of the server, checked.

    *path* is the folder of its addresses, or empty: where the pages of the build look for it.
    *trusted_proxies* are those whose header *forwarded* is believed, *metrics* those who may read
    ``/metrics``. *shutdown_seconds* is how long requests that are being answered may take in the end.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    path: str = ""
    database: str = "sqlite:///consents.sqlite"
    keep_days: int = KEEP_DAYS
    requests_per_second: int = REQUESTS_A_SECOND
    entries_per_day: int = ENTRIES_A_DAY
    trusted_proxies: tuple[Network, ...] = ()
    forwarded: str = "x-forwarded-for"
    log_format: str = "json"
    metrics: tuple[Network, ...] = ()
    shutdown_seconds: int = 10


@dataclass(frozen=True)
class Key:
    """One setting: its *name* in a file, and how it is read.

    *read* takes what a file of TOML has, or text. It raises :class:`WrongError` with the remedy.
    """

    name: str
    read: Callable[[Any], Any]

    @property
    def option(self) -> str:
        """Return the option of the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Return the environment variable."""
        return "CONSENT_SERVER_" + self.name.upper()


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongError("write a text, in quotes")
    if not value.strip() or not value.isprintable():
        raise WrongError("write something here, or leave it out")
    return value


def _host(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"[A-Za-z0-9.:%_-]+", text):
        raise WrongError("write an address of this machine, such as 127.0.0.1, or 0.0.0.0 or :: for all")
    return text


def _path(value: Any) -> str:
    text = _text(value)
    if not re.fullmatch(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*", text):
        raise WrongError("write a folder with a / at both ends, such as /api/consent/, or / alone")
    return text


def _number(least: int, most: int, why: str) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        number = value
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
            number = int(value)
        if isinstance(value, str) and value.startswith("tcp://"):
            # https://kubernetes.io/docs/tutorials/services/connect-applications-service/#environment-variables
            raise WrongError(
                "Kubernetes sets this for a service of such a name; write enableServiceLinks: false"
            )
        if type(number) is not int or not least <= number <= most:
            raise WrongError(f"write a whole number from {least} to {most}: {why}")
        return number

    return read


def _choice(among: tuple[str, ...]) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        text = _text(value).lower()
        if text not in among:
            raise WrongError(f"write one of {', '.join(among)}")
        return text

    return read


def _networks(value: Any) -> tuple[Network, ...]:
    found = [one.strip() for one in value.split(",")] if isinstance(value, str) else value
    if not isinstance(found, list):
        raise WrongError('write a list of addresses or networks: ["127.0.0.1", "10.0.0.0/8"]')
    return tuple(_network(one) for one in found if one != "")


def _network(value: Any) -> Network:
    try:
        found = ipaddress.ip_network(value if isinstance(value, str) else "")
    except ValueError:
        pass
    else:
        if not found.prefixlen:
            raise WrongError(f"{value!r} is everybody; name those whom you know")
        return found
    try:
        whole = ipaddress.ip_network(value, strict=False)
    except ValueError:
        remedy = f"{value!r} is no address; write such as 127.0.0.1, 10.0.0.0/8 or fd00::/8"
        raise WrongError(remedy) from None
    raise WrongError(f"{value!r} is an address in a network; write {whole}")


KEYS = (
    Key("host", _host),
    Key("port", _number(0, _PORTS, "0 lets the system choose")),
    Key("path", _path),
    Key("database", databases.read),
    Key("keep_days", _number(0, _MOST_DAYS, "the days for which your law may ask for a proof")),
    Key("requests_per_second", _number(1, 10_000, "what one client may send")),
    Key(
        "entries_per_day",
        _number(_LEAST_ENTRIES, 10_000_000, "half of them can come at once, and one request has up to 50"),
    ),
    Key("trusted_proxies", _networks),
    Key("forwarded", _choice(FORWARDED)),
    Key("log_format", _choice(LOG_FORMATS)),
    Key("metrics", _networks),
    Key("shutdown_seconds", _number(0, 600, "what takes longer is cut off")),
)
FILE = "CONSENT_SERVER_SETTINGS"
