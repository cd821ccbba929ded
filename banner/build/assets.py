"""What is the same for every site, as the toolchain has made it: it lies in the package, ready to be read."""

from __future__ import annotations

import json
from pathlib import Path

from banner.build.folders import FolderError

FOLDER = Path(__file__).parent.parent / "assets"
SERVICES = "services.json"
PROGRAM = "program.txt"


def data(name: str) -> bytes:
    """Return the asset called *name*.

    Raises :class:`~banner.build.folders.FolderError` where it cannot be read, as in a clone before its first
    build.
    """
    try:
        return (FOLDER / name).read_bytes()
    except OSError as error:
        raise FolderError(
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
