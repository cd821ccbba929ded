"""Reads the ``[[vendors]]`` of a declaration, and finds those of its services there or in the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import catalogue
from banner.config.ids import read_id
from banner.config.reader import unknown
from banner.core.declaration import Vendor

if TYPE_CHECKING:
    from banner.config.by_language import AddressReader
    from banner.config.reader import Table
    from banner.core.declaration import Service


def vendors(
    top: Table, services: tuple[Service, ...], addresses: AddressReader, default: str
) -> tuple[tuple[Vendor, ...], dict[str, dict[str, str]]]:
    """Return the vendors of *services*, in the order in which those name them, and the owner's policies.

    A vendor has the policy of the *default* language; the policies of all are by vendor and language.
    """
    own: dict[str, Vendor] = {}
    policies: dict[str, dict[str, str]] = {}
    for table in top.tables("vendors"):
        one = read_id(table, [*own])
        policies[one] = addresses.read(table, "policy", "")
        own[one] = Vendor(one, table.text("name"), policies[one].get(default, ""), table.flag("usa"))
        table.done()
    known = {**catalogue.vendors(), **own}
    used = dict.fromkeys(service.vendor for service in services)
    if top.errors.below(("vendors",)):
        return (), {}  # which there are is not known yet
    for number, service in enumerate(services):
        if service.vendor and service.vendor not in known:
            top.errors.add(
                ("services", number, "vendor"),
                service.vendor,
                f"there is no such vendor; {unknown(service.vendor, known)}, or add [[vendors]]",
            )
    return tuple(known[vendor] for vendor in used if vendor in known), policies
