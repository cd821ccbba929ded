"""Headers that keep the answer to one visitor's consent from all others."""

from __future__ import annotations

import re

# What an answer depends on that was made with the consent of a request.
DEPENDS_ON = ("Cookie", "Sec-GPC")
_DIRECTIVE = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_PUBLIC = ("public", "s-maxage")


def vary(present: str) -> str:
    """Return the ``Vary`` header *present*, with what an answer depends on that has read the consent."""
    names = [name.strip() for name in present.split(",") if name.strip()]
    if "*" in names:
        return "*"
    known = [name.lower() for name in names]
    return ", ".join([*names, *[name for name in DEPENDS_ON if name.lower() not in known]])


def private(present: str) -> str:
    """Return the ``Cache-Control`` header *present*, so that no cache between keeps the answer.

    ``Vary`` alone does not do: many networks heed no more of it than ``Accept-Encoding``. The visitor's own
    browser may keep the answer for as long as it could before.
    """
    directives = [one.strip() for one in _DIRECTIVE.findall(present) if one.strip()]
    kept = [one for one in directives if one.partition("=")[0].strip().lower() not in _PUBLIC]
    # With a list of headers, private="set-cookie", it is about those alone (RFC 9111, 5.2.2.7).
    if not {one.lower() for one in kept} & {"private", "no-store"}:
        kept.append("private")
    return ", ".join(kept)


def for_one_visitor(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the *headers* of a response, as they have to be where it has read the consent."""
    changed = {"vary": vary, "cache-control": private}
    kept = [(name, value) for name, value in headers if name.lower() not in changed]
    for name, change in changed.items():
        present = ", ".join(value for one, value in headers if one.lower() == name)
        kept.append((name, change(present)))
    return kept
