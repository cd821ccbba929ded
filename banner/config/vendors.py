"""Reads the ``[[vendors]]`` of a declaration, and finds those of its services there or in the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import catalogue, formats
from banner.config.ids import read_id
from banner.config.reader import unknown
from banner.core.declaration import Vendor

if TYPE_CHECKING:
    from banner.config.reader import Table
    from banner.core.declaration import Service


def vendors(top: Table, services: tuple[Service, ...]) -> tuple[Vendor, ...]:
    """Return the vendors of *services*, in the order in which those name them."""
    own: dict[str, Vendor] = {}
    for table in top.tables("vendors"):
        one = read_id(table, [*own])
        own[one] = Vendor(
            one, table.text("name"), table.text("policy", "", formats.address), table.flag("usa")
        )
        table.done()
    known = {**catalogue.vendors(), **own}
    used = dict.fromkeys(service.vendor for service in services)
    if top.errors.below(("vendors",)):
        return ()  # which there are is not known yet
    for number, service in enumerate(services):
        if service.vendor and service.vendor not in known:
            top.errors.add(
                ("services", number, "vendor"),
                service.vendor,
                f"there is no such vendor; {unknown(service.vendor, known)}, or add [[vendors]]",
            )
    return tuple(known[vendor] for vendor in used if vendor in known)
