"""What the package brings that is the same for every site: the assets, which the toolchain has made."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from banner.errors import ConfigError

FOLDER = Path(__file__).parent / "assets"
SERVICES = "services.json"
PROGRAM = "program.txt"
_LOCALE = "locale.{}.json"


class ResourceError(ConfigError):
    """Something that the package brings cannot be read; the message has the file and the remedy."""


def data(name: str) -> bytes:
    """Return the asset called *name*. Raises :class:`ResourceError` where it cannot be read."""
    try:
        return (FOLDER / name).read_bytes()
    except OSError as error:
        raise ResourceError(
            f"{FOLDER / name}: {error.strerror or error}; "
            "in a clone run python3 build.py, else install consent-banner again"
        ) from error


def text(name: str) -> str:
    """Return the asset called *name* as text. Raises as :func:`data` does."""
    return data(name).decode()


def services() -> dict[str, str]:
    """Return each function that a service of the catalogue brings, shortened, by its full text."""
    found: dict[str, str] = json.loads(data(SERVICES))
    return found


def languages() -> tuple[str, ...]:
    """Return the languages that the package can speak."""
    return _languages(FOLDER, FOLDER.stat().st_mtime_ns) if FOLDER.is_dir() else ()


@functools.lru_cache(maxsize=1)
def _languages(folder: Path, _changed: int) -> tuple[str, ...]:
    """Return them as long as no file has come into the *folder*: a build asks a hundred times."""
    return tuple(sorted(file.name.split(".")[1] for file in folder.glob(_LOCALE.format("*"))))


def locale(language: str) -> dict[str, Any]:
    """Return what *language* needs to be spoken, as ``banner.toolchain.locales`` tells."""
    found: dict[str, Any] = json.loads(data(_LOCALE.format(language)))
    return found
