"""Lets an audit look as somebody who is logged in and was never asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banner.audit.seen import Kept
from banner.observe import login

if TYPE_CHECKING:
    from banner.audit.expected import Expected


def of_visitor(state: dict[str, Any], expected: Expected) -> dict[str, Any]:
    """Return what of *state* somebody has who is logged in and was never asked.

    That is without what the banner keeps, and without what services keep that need a consent: whoever has
    logged in may have accepted. What others keep on their own domains is left out, too.
    """

    def stays(kind: str, name: str, domain: str) -> bool:
        kept = Kept(kind, name, domain)
        owners = {service for service, _ in expected.declared(kept)}
        optional = bool(owners) and owners <= set(expected.optional)
        return expected.is_own(domain) and not optional and not expected.is_banners(kept)

    return login.left(state, stays)
