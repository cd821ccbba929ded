"""Reads where the facts of an entry of the catalogue come from, and what a test of it sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import formats
from banner.config.exemptions import RULES
from banner.config.known import Exemption, Facts, Trial

if TYPE_CHECKING:
    from banner.config.reader import Table


def facts(table: Table) -> Facts:
    """Read on which day an entry was checked, against which sources, and what none of them confirms."""
    found = Facts(table.day("checked"), table.strings("sources"), table.strings("unconfirmed"))
    if not found.checked:
        table.missing("checked", "is missing; write the day on which the sources were read")
    for number, one in enumerate(found.sources):
        if not one.startswith("https://"):
            table.errors.add(table.at("sources", number), one, "write an address that starts with https://")
    if not (found.sources or found.unconfirmed):
        table.missing("sources", "is missing; write where the facts stand, or what is unconfirmed")
    return found


def exemptions(table: Table) -> tuple[Exemption, ...]:
    """Read the ``[[exemptions]]``: the rules that the service can fall under, and their conditions."""
    found = []
    for one in table.tables("exemptions"):
        found.append(
            Exemption(
                one.choice("rule", RULES), one.text("conditions"), one.text("source", check=formats.address)
            )
        )
        one.done()
    return tuple(found)


def trial(table: Table) -> Trial:
    """Read the ``[test]``: an account, what is requested with it, and what the vendor is told."""
    settings = table.table("settings")
    found = Trial(
        settings=settings.texts_of(),
        item=table.text("item", ""),
        requests=table.strings("requests"),
        queue=table.text("queue", ""),
        calls=table.listed("calls"),
        withdrawn=table.listed("withdrawn"),
    )
    if (found.calls or found.withdrawn) and not found.queue:
        table.missing("queue", "is missing; write where the vendor finds its calls")
    table.done()
    return found
