"""Tells who keeps something by its name: the banner itself, or a service of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config.parts import composed
from banner.config.services import OWN_STORAGE, own_cookies
from banner.core.cookies import covers
from banner.core.own_cookies import OwnCookies

if TYPE_CHECKING:
    from banner.config.known import Known

_COOKIES = frozenset(own_cookies(OwnCookies()))


def is_banners(kind: str, name: str) -> bool:
    """Return whether it is the banner's own."""
    return name in _COOKIES if kind == "cookie" else name.startswith(OWN_STORAGE)


def keeps(known: Known, kind: str, name: str) -> bool:
    """Return whether the service *known* keeps it on the domain of a site."""
    cookies = composed(known, known.settings).cookies
    return any(one.kind == kind and not one.domain and covers(one.name, name) for one in cookies)
