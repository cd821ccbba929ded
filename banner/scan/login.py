"""Lets a scan look as somebody who is logged in and was never asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banner.config import catalogue
from banner.observe import login
from banner.scan.contacts import foreign
from banner.scan.keepers import is_banners, keeps

if TYPE_CHECKING:
    from collections.abc import Sequence


def of_visitor(state: dict[str, Any], own: Sequence[str]) -> dict[str, Any]:
    """Return what of *state* somebody has on the hosts *own* who is logged in and was never asked.

    That is without what the banner keeps and what services of the catalogue keep: whoever has logged in may
    have accepted, and what loads without being asked keeps it again. What others keep on their own domains is
    left out, too.
    """
    others, known = foreign(own), catalogue.services().values()

    def stays(kind: str, name: str, domain: str) -> bool:
        return not (others(domain) or is_banners(kind, name) or any(keeps(one, kind, name) for one in known))

    return login.left(state, stays)
