"""Below which domains anybody may have a name: ``co.uk``, ``github.io``. For those there are no cookies.

The list is ``banner/catalogue/public_suffix_list.dat``, which ``banner.toolchain.public_suffixes`` brings.
Both of its parts count, since browsers look at both (RFC 6265, 5.3). It is read as
https://github.com/publicsuffix/list/wiki/Format tells.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "catalogue/public_suffix_list.dat"
_CODED = "xn--"


def public_suffix(domain: str) -> str:
    """Return that end of *domain* below which anybody may have a name.

    *domain* is in small letters, in Unicode or in the letters that stand for it (``xn--…``). Where the list
    has no rule for it, its last label is the suffix.
    """
    labels = domain.split(".")
    plain = [_decoded(one) for one in labels]
    known = rules()
    for at in range(len(labels)):
        this, above = ".".join(plain[at:]), ".".join(plain[at + 1 :])
        if f"!{this}" in known:
            return ".".join(labels[at + 1 :])
        if this in known or f"*.{above}" in known:
            return ".".join(labels[at:])
    return labels[-1]


@cache
def rules() -> frozenset[str]:
    """Return the rules of the list, in Unicode."""
    return frozenset(
        line.split()[0] for line in _text().splitlines() if line.strip() and not line.startswith("//")
    )


def version() -> tuple[str, str]:
    """Return the day of the list and its commit, as it says at its head."""
    found = re.search(r"^// VERSION: ([\d-]+)_\S+\n// COMMIT: (\w+)$", _text(), re.MULTILINE)
    return (found[1], found[2]) if found else ("", "")


def _text() -> str:
    return FILE.read_text(encoding="utf-8")


def encoded(label: str) -> str:
    """Return a *label* in the letters that browsers have for it (RFC 3492)."""
    return label if label.isascii() else _CODED + label.encode("punycode").decode("ascii")


def _decoded(label: str) -> str:
    """Return a *label* in Unicode; as it is where it stands for nothing."""
    if not label.startswith(_CODED):
        return label
    try:
        return label.removeprefix(_CODED).encode("ascii").decode("punycode")
    except UnicodeError:
        return label
