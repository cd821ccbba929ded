"""Makes ``banner/catalogue/third_parties.json`` of third-party-web's list: who is behind hosts of others.

    .venv/bin/python -m banner.toolchain.third_parties

takes the version that ``locks/third-parties`` names, checked against the hash there, and writes the file and
the licence beside it. Another version is written into that lock first. https://github.com/patrickhulce/third-party-web
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from banner.toolchain import environment

PACKAGE = "third-party-web"
LOCK = environment.LOCKS / "third-parties/package-lock.json"
FILE = environment.ROOT / "banner/catalogue/third_parties.json"
LICENCE = FILE.with_suffix(".LICENSE")
# What the list has under "utility" or another category, and is there to ask for consent.
CONSENT_TOOLS = (
    "Cookie Reports",
    "Cookie-Script.com",
    "CookieQ",
    "Cookiebot",
    "TRUSTe",
    "TrustArc",
    "iubenda",
)
# What the list does not know yet: name, company, category, hosts.
ADDED = (
    ("Axeptio", "", "consent-provider", "*.axept.io"),
    ("Bunny Fonts", "bunny.net", "cdn", "fonts.bunny.net"),
    ("consentmanager", "", "consent-provider", "*.consentmanager.net"),
    ("Cookie Information", "", "consent-provider", "*.cookieinformation.com"),
    ("CookieFirst", "", "consent-provider", "*.cookiefirst.com"),
    ("CookieHub", "", "consent-provider", "*.cookiehub.net *.cookiehub.eu"),
    ("CookieYes", "", "consent-provider", "*.cookieyes.com *.cdn-cookieyes.com"),
    ("Sourcepoint", "", "consent-provider", "*.privacy-mgmt.com *.sp-prod.net"),
    ("Tailwind CDN", "", "cdn", "cdn.tailwindcss.com"),
    ("Termly", "", "consent-provider", "*.termly.io"),
)


def main() -> int:
    """Fetch the list, and write the file and the licence."""
    with tempfile.TemporaryDirectory(prefix="third-parties-") as name:
        environment.packages(LOCK, Path(name))
        folder = Path(name) / "node_modules" / PACKAGE
        version = json.loads((folder / "package.json").read_text("utf-8"))["version"]
        entities = json.loads((folder / "dist/entities-nostats.json").read_text("utf-8"))
        licence = (folder / "LICENSE").read_text("utf-8")
    date = json.loads(environment.npm("view", PACKAGE, "time", "--json"))[version][:10]
    FILE.write_text(compact(entities, version, date), encoding="utf-8", newline="\n")
    LICENCE.write_text(licence, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{FILE.name}: {len(entities):,} of {PACKAGE} {version} of {date}\n")
    return 0


def compact(entities: list[dict[str, Any]], version: str, date: str) -> str:
    """Return the file as text, a line each: name, company if known, category, and hosts with spaces.

    Hosts are in lower-case letters; ``*.`` stands for a domain and all below it.
    """
    rows = [
        (
            one["name"],
            one.get("company", ""),
            "consent-provider" if one["name"] in CONSENT_TOOLS else one["category"],
            " ".join(one["domains"]).lower(),
        )
        for one in entities
    ]
    known = {host for row in rows for host in row[3].split()}
    rows += [row for row in ADDED if not known & set(row[3].split())]
    head = json.dumps({"source": PACKAGE, "version": version, "date": date, "licence": "MIT"})
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in sorted(rows))
    return f'{head[:-1]}, "entities": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    sys.exit(main())
