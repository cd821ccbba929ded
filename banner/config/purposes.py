"""Reads the ``[[purposes]]`` of a declaration: the headings under which its services stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import locales
from banner.config.ids import read_id
from banner.config.reader import unknown
from banner.core.declaration import Purpose

if TYPE_CHECKING:
    from banner.config.problems import Errors
    from banner.config.reader import Table
    from banner.core.declaration import Service

PURPOSES = ("technical", "analytics", "marketing", "content")
# An opt-out of sale and sharing denies its services, unless the owner says that they do not advertise.
_ADVERTISING = "marketing"


def purposes(top: Table) -> tuple[tuple[Purpose, ...], dict[str, str]]:
    """Return the purposes in declared order, and what the owner says of them, by message key."""
    found: list[Purpose] = []
    texts: dict[str, str] = {}
    for table in top.tables("purposes"):
        one = read_id(table, [purpose.id for purpose in found])
        required = table.flag("required")
        advertising = table.flag("advertising", default=one == _ADVERTISING)
        if required and advertising:
            key = "required" if "required" in table.values else "advertising"
            table.wrong(key, "a purpose of advertising is asked; leave out one of the two")
        for key in ("name", "text", "aim"):
            own = table.text(key, "", locales.sentence)
            if own:
                texts[f"purpose.{one}.{key}"] = own
            elif key == "aim":
                continue  # the banner can tell the name instead
            elif one not in PURPOSES and key not in table.values:
                meant = unknown(one, PURPOSES)
                or_else = f"; or {meant}" if meant.startswith("did you mean") else ""
                table.missing(key, f"is missing; a purpose of your own needs a name and a text{or_else}")
        table.done()
        found.append(Purpose(one, required, advertising))
    if not found and "purposes" not in top.values:
        top.missing("purposes", 'is missing; write [[purposes]] with id = "analytics"')
    return tuple(found), texts


def check_used(errors: Errors, found: tuple[Purpose, ...], services: tuple[Service, ...]) -> None:
    """Note each purpose without a service; where one could not be read, it may be the one that is missing."""
    used = [service.purpose for service in services]
    if not used or not all(one in [purpose.id for purpose in found] for one in used):
        return
    for place, purpose in enumerate(found):
        if purpose.id not in used:
            remedy = "no service has this purpose; leave it out"
            errors.add(("purposes", place, "id"), purpose.id, remedy)
