"""What an audit notes on its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.audit.findings import Finding
    from banner.audit.result import Picture, Visit
    from banner.audit.seen import Contact, Kept


@dataclass
class Notes:
    """Notes of a walk: what was found, and what of the declaration was seen at work.

    *links* are those of the pages, *embeds* the services of placeholders, each with its page. *led* are the
    pages that have led elsewhere, and where to.
    """

    findings: list[Finding] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    granted: list[str] = field(default_factory=list)
    without_banner: list[str] = field(default_factory=list)
    embeds: list[tuple[str, str]] = field(default_factory=list)
    led: list[tuple[str, str]] = field(default_factory=list)

    def add(self, more: Notes) -> None:
        """Add all of *more*."""
        for name, values in vars(more).items():
            getattr(self, name).extend(values)
