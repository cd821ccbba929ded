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
# What follows the name of the cookie that stands in for one whose name is taken.
SPARE = "-banner"


@dataclass(frozen=True)
class OwnCookies:
    """Names, domain and path of the banner's cookies, as the owner has declared them.

    *consent* and *language* are names. *domain* is the parent domain that all hosts share one consent on, or
    empty for the host alone. *path* is that of the pages that see the cookies.

    A page knows more than the declaration: what follows the name of the *spare* cookie, and whether *others*,
    another build on this origin, have the cookie that bears the plain name.
    """

    consent: str = "consent"
    language: str = "language"
    domain: str = ""
    path: str = "/"
    spare: str = SPARE
    others: bool = False

    def consent_names(self, secure: bool) -> tuple[str, str]:
        """Return the name of the consent cookie, and the one that stands in where that is taken by others.

        On https (*secure*), where all pages of one host share it, a browser takes a name with ``__Host-``
        from this very host alone: no sub-domain can forge it (draft-ietf-httpbis-rfc6265bis, 4.1.3.2).
        """
        name = (self.prefix() if secure else "") + self.consent
        return name, name + self.spare

    def prefix(self) -> str:
        """Return what stands before the name of the consent cookie on https."""
        return "" if self.domain or self.path != "/" else "__Host-"

    def records(self, jar: str, secure: bool) -> tuple[str, ...]:
        """Return the values of all consent cookies in a ``document.cookie`` text, in its order."""
        name, spare = self.consent_names(secure)
        names = (spare,) if self.others else (name, spare)
        return tuple([value for one, value in pairs(jar) if one in names and value.startswith(START)])

    def sent(self, header: str) -> tuple[tuple[str, str], ...]:
        """Return the name and the value of each consent cookie in a ``Cookie`` header.

        There can be one of each build on the origin: whoever reads it knows the revision. A server behind a
        proxy may not know that the page came by https: what only https can set comes first.
        """
        found: list[tuple[str, str]] = []
        for secure in (True, False):
            plain = self.consent_names(secure)[0]
            found += [
                (name, value)
                for name, value in pairs(header)
                if (name == plain or name.startswith(plain + "-")) and value.startswith(START)
            ]
        return tuple(found)

    def keep(self, jar: str, text: str, max_age: int, place: Place) -> tuple[str, ...]:
        """Return the writes that keep the record *text* for *max_age* seconds, and drop others of its name.

        Parent domains and paths may hold those. Nothing of others is dropped or replaced.
        """
        name = self._free_name(jar, place.secure)
        domain = self.domain if place.host == self.domain or place.host.endswith("." + self.domain) else ""
        others = self._erasures(name, place) if named(jar, name) else ()
        itself = erasure(name, domain, self.path, place.secure)
        written = write(name, text, max_age, place.secure, domain, self.path)
        return (written, *[erased for erased in others if erased != itself])

    def erase(self, jar: str, place: Place) -> tuple[str, ...]:
        """Return the writes that drop every consent cookie, as far as its name is ours alone."""
        names = [
            name
            for name in self.consent_names(place.secure)
            if named(jar, name) and self._is_ours(jar, name, place.secure)
        ]
        return tuple([erased for name in names for erased in self._erasures(name, place)])

    def taken(self, jar: str, secure: bool) -> str:
        """Return the name that should be ours and is somebody else's, or nothing."""
        name = self.consent_names(secure)[0]
        return "" if _only_records(jar, name) else name

    def is_plain(self, jar: str, secure: bool) -> bool:
        """Return whether our record is kept under the plain name."""
        return not self.others and not self.taken(jar, secure)

    def _is_ours(self, jar: str, name: str, secure: bool) -> bool:
        elsewhere = self.others and name == self.consent_names(secure)[0]
        return not elsewhere and _only_records(jar, name)

    def _free_name(self, jar: str, secure: bool) -> str:
        name, spare = self.consent_names(secure)
        return name if self.is_plain(jar, secure) else spare

    def _erasures(self, name: str, place: Place) -> tuple[str, ...]:
        return erasures(name, place.host, place.path, place.secure)


@dataclass(frozen=True)
class Place:
    """Address of a page, as far as its cookies depend on it; *secure* is https."""

    host: str
    path: str
    secure: bool


def _only_records(jar: str, name: str) -> bool:
    return all(value.startswith(START) for value in named(jar, name))
