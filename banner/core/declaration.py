"""Declaration: purposes, services, vendors and cookies of a site, without any wording.

The wording lives in :mod:`banner.core.messages`, keyed by the ids of this module, so that a changed
text never looks like a changed question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

SECONDS_A_DAY = 86_400
# What holds until the visitor decides: nothing but what is exempt is on; all is on, unless it is denied; some
# services are on with notice, and all others are asked.
MODES = ("asked", "opt-out", "notice")
ASKED, ON_UNLESS_DENIED, ON_WITH_NOTICE = MODES


@dataclass(frozen=True)
class Purpose:
    """Heading under which services stand; a *required* one is told, not asked.

    *advertising* says that its services show or measure advertising.
    """

    id: str
    required: bool = False
    advertising: bool = False


@dataclass(frozen=True)
class Vendor:
    """Company behind services. *policy* is the address of its privacy policy.

    *usa* says that it may bring data to the United States of America.
    """

    id: str
    name: str
    policy: str = ""
    usa: bool = False


@dataclass(frozen=True)
class Cookie:
    """Something a service keeps in the browser.

    *name* may end in ``*`` for a family of names. *duration* is ``"session"``, ``"persistent"`` or a
    number and a unit (``"180 days"``). *kind* is ``"cookie"``, ``"local"`` or ``"session"`` (web storage),
    ``"indexeddb"`` (a database) or ``"cache"`` (a cache of files). *domain* is empty for the site's own, else
    the third party's domain.
    """

    name: str
    duration: str
    kind: str = "cookie"
    domain: str = ""


@dataclass(frozen=True)
class Service:
    """Service that the visitor switches. Its scripts are the page side's matter and not told here.

    *sale* says that it hands data to others for their own ends, which Global Privacy Control denies. *exempt*
    is the rule by which it needs no consent (:mod:`banner.config.exemptions`): it is on, with notice, until
    the visitor objects.
    """

    id: str
    name: str
    purpose: str
    vendor: str
    cookies: tuple[Cookie, ...] = ()
    sale: bool = False
    exempt: str = ""


@dataclass(frozen=True)
class Declaration:
    """Declaration of one site, as far as the core knows it.

    *lifetime_days* is how long a consent holds. *revision* names what is asked: with a consent under another
    revision, the visitor is asked again. *mode*, one of :data:`MODES`, is that of the visitor's region, and
    *noticed* are the ids of the services that are on with notice there.
    """

    revision: str
    lifetime_days: int
    purposes: tuple[Purpose, ...]
    vendors: tuple[Vendor, ...]
    services: tuple[Service, ...]
    mode: str = ASKED
    noticed: tuple[str, ...] = ()

    @property
    def lifetime(self) -> int:
        """Return how long a consent holds, in seconds."""
        return self.lifetime_days * SECONDS_A_DAY

    def services_of(self, purpose: Purpose) -> tuple[Service, ...]:
        """Return the services under *purpose*, in declared order."""
        return tuple(service for service in self.services if service.purpose == purpose.id)

    def optional(self) -> tuple[Service, ...]:
        """Return the services that can be denied, in declared order."""
        required = [purpose.id for purpose in self.purposes if purpose.required]
        return tuple(service for service in self.services if service.purpose not in required)

    def among(self, ids: tuple[str, ...]) -> tuple[Service, ...]:
        """Return the services that can be denied and have one of *ids*, in declared order."""
        return tuple([service for service in self.optional() if service.id in ids])

    def under(self, mode: str, noticed: tuple[str, ...] = ()) -> Declaration:
        """Return what is declared for a region of this *mode*, where the services *noticed* have notice."""
        return replace(self, mode=mode, noticed=noticed)

    def told_only(self) -> tuple[str, ...]:
        """Return the ids of the services that nobody is asked about, by a rule or with notice, in order."""
        return tuple([one.id for one in self.optional() if one.exempt or one.id in self.noticed])

    def exempt(self) -> tuple[str, ...]:
        """Return the ids of the services that are on until the visitor objects, in declared order."""
        if self.mode == ON_UNLESS_DENIED:
            return tuple([one.id for one in self.optional()])
        return self.told_only()

    def sold(self) -> tuple[str, ...]:
        """Return the ids of the services that an opt-out denies: what is sold or shared, and advertising.

        In California to share is to disclose for advertising across contexts (Civil Code 1798.140(ah)).
        """
        advertising = [purpose.id for purpose in self.purposes if purpose.advertising]
        return tuple([one.id for one in self.optional() if one.sale or one.purpose in advertising])

    def vendor(self, service: Service) -> Vendor:
        """Return the company behind *service*."""
        return next(vendor for vendor in self.vendors if vendor.id == service.vendor)


def from_plain(plain: dict[str, Any]) -> Declaration:
    """Build a declaration from the dicts and lists that JSON gives back."""
    return Declaration(
        revision=plain["revision"],
        lifetime_days=plain["lifetime_days"],
        purposes=tuple(Purpose(**purpose) for purpose in plain["purposes"]),
        vendors=tuple(Vendor(**vendor) for vendor in plain["vendors"]),
        services=tuple(_service(service) for service in plain["services"]),
        mode=plain["mode"],
        noticed=tuple(plain["noticed"]),
    )


def _service(plain: dict[str, Any]) -> Service:
    return Service(
        id=plain["id"],
        name=plain["name"],
        purpose=plain["purpose"],
        vendor=plain["vendor"],
        cookies=tuple(Cookie(**cookie) for cookie in plain["cookies"]),
        sale=plain["sale"],
        exempt=plain["exempt"],
    )
