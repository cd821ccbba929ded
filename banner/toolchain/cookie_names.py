"""Makes ``banner/catalogue/cookie_names.json`` of the Open Cookie Database: what is said of names of cookies.

    .venv/bin/python -m banner.toolchain.cookie_names CLONE

takes the clone of https://github.com/jkwakman/Open-Cookie-Database in the folder CLONE, checked against
:data:`SHA256`, and writes the file and the licence beside it. Of the database it keeps name, whether that
begins others, category, platform and retention, and leaves out descriptions, domains and addresses.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
from pathlib import Path

from banner.toolchain import environment

SOURCE = "https://github.com/jkwakman/Open-Cookie-Database"
COMMIT, DATE = "0ee5a17fe1cb002943f89370d24fc26a4226061c", "2026-01-21"
SHA256 = "0a8d78901ae55d859e34f7cc760262819af4c764b4f9bc3bbdeea2296e31f156"
FILE = environment.ROOT / "banner/catalogue/cookie_names.json"
LICENCE = FILE.with_suffix(".LICENSE")


def main(arguments: list[str]) -> int:
    """Write the file and the licence."""
    clone = Path(arguments[0])
    data = (clone / "open-cookie-database.csv").read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        sys.stderr.write(f"this is not the database of {COMMIT}: its SHA-256 is {found}\n")
        return 1
    FILE.write_text(compact(data.decode("utf-8-sig")), encoding="utf-8", newline="\n")
    licence = (clone / "LICENSE").read_text(encoding="utf-8")
    LICENCE.write_text(_NOTICE + licence, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{FILE.name}: of {COMMIT[:7]} of {DATE}\n")
    return 0


# What the licence asks of who changes files (4b), and whose work it is.
_NOTICE = f"""\
cookie_names.json is made of the Open Cookie Database ({SOURCE}),
commit {COMMIT}, by its contributors, under the licence below.
Changed: it keeps names, categories, platforms and retention periods alone, in another format.

"""


def compact(text: str) -> str:
    """Return the file as text, a line each: name, whether it begins others, category, platform, retention."""
    rows = {
        (
            _plain(one["Cookie / Data Key name"]),
            int(one["Wildcard match"] or 0),
            _plain(one["Category"]),
            _plain(one["Platform"]),
            _plain(one["Retention period"]).lower(),
        )
        for one in csv.DictReader(io.StringIO(text))
    }
    head = json.dumps(
        {"source": "Open Cookie Database", "commit": COMMIT, "date": DATE, "licence": "Apache-2.0"}
    )
    named = sorted(row for row in rows if row[0])
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in named)
    return f'{head[:-1]}, "cookies": [\n{lines}\n]}}\n'


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
