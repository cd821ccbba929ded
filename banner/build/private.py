"""Tells by name and first bytes what lies beside pages and is not for visitors."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = "hidden files"
DEPENDENCIES = "dependencies and version control"
LEFTOVERS = "what editors and systems leave behind"
SECRETS = "keys and passwords"
DATA = "databases and logs"

# Hidden, and yet meant for the web: RFC 8615, and what tells GitHub Pages to serve names such as _static.
_FOR_THE_WEB = (".well-known", ".nojekyll")
_TOOLS = (
    "node_modules",
    "bower_components",
    "jspm_packages",
    "__pycache__",
    "__pypackages__",
    "CVS",
    "_darcs",
)
# In lower case, of files alone: a folder of such a name is the address of a page without its suffix.
_FILES = {
    DEPENDENCIES: "*.pyc *.pyo",
    LEFTOVERS: "*~ ~$* #*# *.swp *.swo *.bak *.orig *.rej *.old *.save *.tmp *.temp "
    "thumbs.db ehthumbs.db desktop.ini",
    SECRETS: "*.key *.pem *.p12 *.pfx *.ppk *.jks *.keystore *.kdb *.kdbx *htpasswd *.env "
    "id_rsa id_dsa id_ecdsa id_ecdsa_sk id_ed25519 id_ed25519_sk "
    "secrets.json secrets.toml secrets.yaml secrets.yml",
    DATA: "*.db *.db3 *.sqlite *.sqlite3 *.mdb *.accdb *-wal *-shm *-journal *.log *.dump "
    "*.sql *.sql.gz *.sql.bz2 *.sql.xz *.sql.zst *.sql.zip",
}
_STARTS = {b"SQLite format 3\0": DATA, b"PuTTY-User-Key-File-": SECRETS}
_FIRST = 128  # bytes


def by_name(name: str) -> str:
    """Return why a file or folder of this *name* stays behind, or an empty text."""
    if name.startswith(".") and name not in _FOR_THE_WEB:
        return HIDDEN
    return DEPENDENCIES if name in _TOOLS else ""


def of_file(file: Path) -> str:
    """Return why *file* stays behind by its name and how it begins, or an empty text.

    Raises :class:`OSError` where it cannot be read.
    """
    name = file.name.lower()
    for why, patterns in _FILES.items():
        if any(fnmatchcase(name, one) for one in patterns.split()):
            return why
    with file.open("rb") as content:
        start = content.read(_FIRST)
    for known, why in _STARTS.items():
        if start.startswith(known):
            return why
    first = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return SECRETS if first.startswith(b"-----BEGIN ") and b"PRIVATE KEY" in first else ""


def of_folder(folder: Path) -> str:
    """Return why *folder* stays behind by what it holds, or an empty text."""
    return DEPENDENCIES if (folder / "pyvenv.cfg").exists() else ""
