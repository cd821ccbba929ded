"""What the banner itself keeps, as a service that is told: where the owner has not declared it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from banner.config import locales
from banner.config.services import OWN_STORAGE
from banner.core.cookies import covers
from banner.core.declaration import Cookie, Purpose, Service, Vendor

if TYPE_CHECKING:
    from banner.core.declaration import Declaration
    from banner.core.own_cookies import OwnCookies

ID = "cookie-choice"
VENDOR = "this-site"
PURPOSE = "technical"
_LANGUAGE = "30 days"


def is_declared(declaration: Declaration, cookies: OwnCookies) -> bool:
    """Return whether a service of *declaration* has the consent cookie, or the id of the banner's own."""
    told = [one for service in declaration.services for one in service.cookies if not one.domain]
    taken = {service.id for service in declaration.services}
    return ID in taken or any(covers(one.name, cookies.consent) for one in told)


def completed(declaration: Declaration, cookies: OwnCookies, language: str, policy: str) -> Declaration:
    """Return *declaration* with the banner's own service, which nothing in it has declared.

    It stands under the first purpose that is told and not asked, and belongs to the vendor of another service
    there, or to the site as such, with the address of its privacy *policy*, in the words of *language*.
    """
    required = [one for one in declaration.purposes if one.required]
    purpose = required[0] if required else Purpose(PURPOSE, required=True)
    owners = [one.vendor for one in declaration.services if one.purpose == purpose.id and one.vendor]
    vendor = Vendor(VENDOR, locales.texts(language)["list.first-party"], policy)
    keys = [Cookie(name, "persistent", "local") for name in OWN_STORAGE]
    kept = (*_cookies(cookies, declaration.lifetime_days), *keys)
    own = Service(ID, locales.choice(language)[0], purpose.id, owners[0] if owners else VENDOR, kept)
    return replace(
        declaration,
        purposes=declaration.purposes if required else (*declaration.purposes, purpose),
        vendors=declaration.vendors if owners else (*declaration.vendors, vendor),
        services=(*declaration.services, own),
    )


def texts(language: str) -> dict[str, str]:
    """Return what *language* says of the banner's own service, by message key."""
    name, text = locales.choice(language)
    return {f"service.{ID}.name": name, f"service.{ID}.text": text}


def _cookies(cookies: OwnCookies, days: int) -> list[Cookie]:
    """Return the banner's cookies on plain http and on https, of which a consent holds so many *days*."""
    lifetime = f"{days} days" if days > 1 else "1 day"
    pending = f"{cookies.consent}-pending"
    durations = {cookies.consent_names(secure)[0]: lifetime for secure in (False, True)}
    durations |= {pending: "session", f"__Host-{pending}": "session", cookies.language: _LANGUAGE}
    return [Cookie(name, duration) for name, duration in durations.items()]
