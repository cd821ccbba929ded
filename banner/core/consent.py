"""Consent: services granted and denied, since when, by which action, and under which revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banner.core.clock import to_iso
from banner.core.declaration import ASKED, ON_UNLESS_DENIED, ON_WITH_NOTICE
from banner.core.ids import digest

if TYPE_CHECKING:
    from banner.core.declaration import Declaration

# How far a consent may lie in the future and still be believed, in milliseconds. A clock that was set back by
# a day (a wrong date line, a flat battery mended) must not make the banner ask again.
CLOCK_TOLERANCE = 86_400_000

ACTIONS = ("accept-all", "deny-all", "accept-selected", "dismiss", "allow", "withdraw", "opt-out", "gpc")
# No decision of the visitor's: the browser's own signal, over a consent that was given before.
SIGNAL = "gpc"
# Stop sale and sharing, and nothing else (11 CCR 7026).
OPT_OUT = "opt-out"
# These leave other services as the consent before has them, so that one is needed to prove what is granted.
RESTING = ("allow", "withdraw", OPT_OUT, SIGNAL)
# The places that have switches: there, and nowhere else, to select none of the services is a choice.
_WITH_SWITCHES = ("preferences", "page")


@dataclass(frozen=True)
class Consent:
    """Consent of one visitor, as one decision has left it.

    *id* is random and names this consent only. *at* is the time of the decision, in milliseconds since 1970.
    *action* is one of :data:`ACTIONS`, *source* where it was made (``"banner"``, ``"preferences"``,
    ``"page"``, ``"api"``). *granted* and *denied* hold service ids; together they are all that was asked,
    but for the *exempt* ones, which are on without having been asked. To object to one is to deny it.
    *mode* is that of the region in which it was made, one of :data:`banner.core.declaration.MODES`.
    """

    id: str
    at: int
    action: str
    source: str
    revision: str
    granted: tuple[str, ...]
    denied: tuple[str, ...]
    exempt: tuple[str, ...] = ()
    mode: str = ASKED

    @property
    def on(self) -> tuple[str, ...]:
        """Return all services that are on: what is exempt, and what is granted."""
        return self.exempt + self.granted

    @property
    def state(self) -> str:
        """Return ``"denied"``, ``"partial"`` or ``"granted"``: the word for ``<html data-consent>``.

        Where all is on unless it is denied, what is left on is allowed, too.
        """
        if not (self.on if self.mode == ON_UNLESS_DENIED else self.granted):
            return "denied"
        return "partial" if self.denied else "granted"

    def expires(self, declaration: Declaration) -> int:
        """Return the time, in milliseconds since 1970, from which this consent no longer holds."""
        return self.at + declaration.lifetime * 1000

    def seconds_left(self, declaration: Declaration, now: int) -> int:
        """Return the seconds from *now* (milliseconds) for which a cookie keeps this consent, 0 once expired.

        A begun second counts. A cookie that ended sooner would take away a consent that still holds, and a
        ``Max-Age`` of 0 erases (RFC 6265, 5.2.2). A consent expires by its own time, and not by the cookie's.
        """
        return max(0, (self.expires(declaration) - now + 999) // 1000)

    def plain(self) -> dict[str, Any]:
        """Return the consent as page scripts see it, in events and from ``window.consent.get()``."""
        plain: dict[str, Any] = {
            "state": self.state,
            "granted": list(self.granted),
            "denied": list(self.denied),
            "at": to_iso(self.at),
            "action": self.action,
            "source": self.source,
            "revision": self.revision,
        }
        if self.exempt:
            plain["exempt"] = list(self.exempt)
        return plain


def chosen(
    declaration: Declaration, action: str, services: tuple[str, ...], before: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the services that are on after *action*, in declared order.

    *services* are the ids that the action is about, *before* those that were on until now. The X says nothing
    about those that are exempt; to deny all is to object to them, too. To accept all is to
    accept all that was on offer when it was decided, which may be less than what is declared by the time it
    is recorded. To opt out is to deny all that is sold or advertises by then, too. An id that is not
    declared, or that cannot be denied anyway, is never in the result.
    """
    asked = [service.id for service in declaration.optional()]
    if action in ("accept-all", "accept-selected"):
        return tuple(service for service in asked if service in services)
    if action == "allow":
        return tuple(service for service in asked if service in services or service in before)
    if action in ("withdraw", OPT_OUT):
        denied = named(declaration, action, services)
        return tuple(service for service in asked if service in before and service not in denied)
    if action == "dismiss":
        return tuple(service for service in declaration.exempt() if service in before)
    return ()


def by_default(declaration: Declaration, before: Consent | None, gpc: bool) -> tuple[str, ...]:
    """Return the services that are on where nothing is decided: those that are on until they are denied.

    An objection in the consent *before* goes on, and what is sold is off under the signal (*gpc*).
    """
    objected = before.denied if before else ()
    on = tuple(service for service in declaration.exempt() if service not in objected)
    return without_sale(declaration, on) if gpc else on


def unasked(
    declaration: Declaration, action: str, services: tuple[str, ...], before: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the services that *action*, about *services*, does not consent to, even where it leaves them on.

    *before* are those that were on until now without having been asked. To leave such a one on, its switch
    untouched, is no consent (Court of Justice, C-673/17, 55); to accept all, or this very one, is, unless
    nobody is asked about it at all.
    """
    accepted = services if action in ("accept-all", "allow") else ()
    return declaration.told_only() + tuple([one for one in before if one not in accepted])


def parted(
    declaration: Declaration, on: tuple[str, ...], unasked: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return what of the services *on* is granted, what of all is denied, and what is on *unasked*."""
    asked = [service.id for service in declaration.optional()]
    exempt = tuple([one for one in asked if one in on and one in unasked])
    granted = tuple([one for one in on if one not in exempt])
    return granted, tuple([one for one in asked if one not in on]), exempt


def made_under(revision: str) -> tuple[str, str]:
    """Return what a decision's *revision* names: what was asked, and the mode of the region where it was."""
    for mode in (ON_UNLESS_DENIED, ON_WITH_NOTICE):
        asked, found, _ = f"{revision}-".rpartition(f"-{mode}-")
        if found:
            return asked, mode
    return revision, ASKED


def made_in(revision: str, mode: str, noticed: tuple[str, ...]) -> str:
    """Return the revision of decisions about *revision* in a region of *mode*, where *noticed* have notice.

    See :func:`made_under`. Of the services a digest is enough, and fits every record: it tells whether a
    page that records the decision has just those, too.
    """
    if mode == ASKED:
        return revision
    if mode == ON_UNLESS_DENIED:
        return f"{revision}-{mode}"
    return f"{revision}-{mode}-" + digest(" ".join(sorted(noticed)))


def named(declaration: Declaration, action: str, services: tuple[str, ...]) -> tuple[str, ...]:
    """Return the services that *action*, about *services*, may deny."""
    if action == "allow":
        return ()
    if action == "withdraw":
        return services
    if action == OPT_OUT:
        return services + declaration.sold()
    return tuple(service.id for service in declaration.optional())


def decides(declaration: Declaration, action: str, services: tuple[str, ...], source: str) -> bool:
    """Return whether *action*, from *source*, is about anything that is asked.

    A decision that names no declared service, or none at all, is a mistake of a script or comes from an older
    build. It must not be taken for a denial of everything, which a choice of nothing is.
    """
    asked = [service.id for service in declaration.optional()]
    if action in ("deny-all", "dismiss") or not asked:
        return True
    if action == "accept-selected" and source in _WITH_SWITCHES and not services:
        return True
    return any(service in services for service in asked)


def without_sale(declaration: Declaration, granted: tuple[str, ...]) -> tuple[str, ...]:
    """Return *granted* without what the Global Privacy Control signal denies.

    The signal is a refusal of sale and sharing, even over a consent to this very site (11 CCR 7025(c)).
    """
    sale = [service.id for service in declaration.services if service.sale]
    return tuple(service for service in granted if service not in sale)


def from_future(consent: Consent, now: int) -> bool:
    """Return whether *consent* claims a time that has not come, beyond what a clock may be off."""
    return consent.at > now + CLOCK_TOLERANCE


def expired(consent: Consent, declaration: Declaration, now: int) -> bool:
    """Return whether the lifetime of *consent* has ended at *now* (milliseconds)."""
    return now >= consent.expires(declaration)


def answers(consent: Consent, declaration: Declaration) -> bool:
    """Return whether *consent* is about just what is asked."""
    asked = [service.id for service in declaration.optional()]
    return consent.revision == declaration.revision and sorted(consent.on + consent.denied) == sorted(asked)


def holds(consent: Consent, declaration: Declaration, now: int) -> bool:
    """Return whether *consent* is about just what is asked, has not expired, and is not from the future.

    What is on in it without having been asked has to be so in this region, too.
    """
    return (
        answers(consent, declaration)
        and all(service in declaration.exempt() for service in consent.exempt)
        and not expired(consent, declaration, now)
        and not from_future(consent, now)
    )


def domains(declaration: Declaration, services: tuple[str, ...]) -> tuple[str, ...]:
    """Return the third parties' domains on which *services* may keep cookies, out of this site's reach."""
    there = [
        cookie for service in declaration.optional() if service.id in services for cookie in service.cookies
    ]
    found: list[str] = []
    for cookie in there:
        if cookie.domain and cookie.domain not in found:
            found.append(cookie.domain)
    return tuple(found)
