"""Own cookies: the names of those that the banner keeps, and which of those that a page has are its own.

Others may write cookies under any name: a value that does not begin like a record is somebody else's. It is
never read as ours, written over or erased.
"""

from __future__ import annotations

from dataclasses import dataclass

from banner.core.cookies import erasure, erasures, named, pairs, write
from banner.core.record import quote

# How the value of every consent cookie begins. The page side knows it too (banner/client/storage.js).
START = quote('{"v":')


@dataclass(frozen=True)
class OwnCookies:
    """Names and domain of the banner's cookies, as the owner has declared them.

    *consent* and *language* are names. *domain* is the parent domain that all hosts share one consent on, or
    empty for the host alone.
    """

    consent: str = "consent"
    language: str = "language"
    domain: str = ""

    def consent_names(self, secure: bool) -> tuple[str, str]:
        """Return the name of the consent cookie, and the one that stands in where that is taken by others.

        On https (*secure*), where no domain is shared, a browser takes a name with ``__Host-`` from this very
        host alone: no sub-domain can forge it (draft-ietf-httpbis-rfc6265bis, 4.1.3.2).
        """
        name = self.consent if self.domain or not secure else "__Host-" + self.consent
        return name, name + "-banner"

    def records(self, jar: str, secure: bool) -> tuple[str, ...]:
        """Return the values of all consent cookies in a ``document.cookie`` text, in its order."""
        names = self.consent_names(secure)
        return tuple([value for name, value in pairs(jar) if name in names and value.startswith(START)])

    def sent(self, header: str) -> tuple[str, str]:
        """Return the name and the value of the consent cookie in a ``Cookie`` header, or two empty texts.

        A server behind a proxy may not know that the page came by https: what only https can set comes first.
        """
        for secure in (True, False):
            names = self.consent_names(secure)
            for name, value in pairs(header):
                if name in names and value.startswith(START):
                    return name, value
        return "", ""

    def keep(self, jar: str, text: str, max_age: int, place: Place) -> tuple[str, ...]:
        """Return the writes that keep the record *text* for *max_age* seconds, and drop others of its name.

        Parent domains and paths may hold those. Nothing of others is dropped or replaced.
        """
        name = self._free_name(jar, place.secure)
        domain = self.domain if place.host == self.domain or place.host.endswith("." + self.domain) else ""
        others = self._erasures(name, place) if named(jar, name) else ()
        itself = erasure(name, domain, "/", place.secure)
        written = write(name, text, max_age, place.secure, domain)
        return (written, *[erased for erased in others if erased != itself])

    def erase(self, jar: str, place: Place) -> tuple[str, ...]:
        """Return the writes that drop every consent cookie, as far as its name is ours alone."""
        names = [
            name for name in self.consent_names(place.secure) if named(jar, name) and _only_ours(jar, name)
        ]
        return tuple([erased for name in names for erased in self._erasures(name, place)])

    def taken(self, jar: str, secure: bool) -> str:
        """Return the name that should be ours and is somebody else's, or nothing."""
        name = self.consent_names(secure)[0]
        return "" if _only_ours(jar, name) else name

    def _free_name(self, jar: str, secure: bool) -> str:
        name, spare = self.consent_names(secure)
        return spare if self.taken(jar, secure) else name

    def _erasures(self, name: str, place: Place) -> tuple[str, ...]:
        return erasures(name, place.host, place.path, place.secure)


@dataclass(frozen=True)
class Place:
    """Address of a page, as far as its cookies depend on it; *secure* is https."""

    host: str
    path: str
    secure: bool


def _only_ours(jar: str, name: str) -> bool:
    return all(value.startswith(START) for value in named(jar, name))
