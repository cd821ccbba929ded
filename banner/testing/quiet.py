"""Quiet: what a page may do before the visitor has decided, and what it did that it may not."""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from banner.testing.errors import ConsentError

# What a page keeps in its two stores: a list of pairs of store and name.
STORAGE = """() => ["local", "session"].flatMap((area) => {
  try {
    return Object.keys(window[area + "Storage"]).map((key) => [area + " storage", key]);
  } catch {
    return []; // a page may be denied its storage
  }
})"""
# What a browser remembers of what a page has asked for, where nobody has listened.
REQUESTS = "() => performance.getEntriesByType('resource').map(({ name }) => name)"
# What the banner itself keeps is told in the reference.
_OURS = "consent.*"


@dataclass(frozen=True)
class Seen:
    """What a page at *address* has done: *requests* by address, *cookies* by name and domain, *stored* names.

    *stored* has pairs of a store and a name in it.
    """

    address: str
    requests: tuple[str, ...]
    cookies: tuple[tuple[str, str], ...]
    stored: tuple[tuple[str, str], ...]

    def since(self, before: Seen) -> Seen:
        """Return what came since *before*; a name that was there already is none of it."""
        return replace(
            self,
            cookies=tuple(one for one in self.cookies if one not in before.cookies),
            stored=tuple(one for one in self.stored if one not in before.stored),
        )


def check(seen: Seen, allow: tuple[str, ...]) -> None:
    """Fail where something was *seen* that waits for a consent.

    *allow* are patterns of hosts and names that need none. A request to the site's own host never does.
    """
    found = [*_requests(seen, allow), *_names(seen, allow)]
    if found:
        raise ConsentError(
            "nothing but the site itself before a consent",
            f"{seen.address} {'; '.join(found)}",
            "declare a service for it and block it until then, or allow=(…) what needs no consent",
        )


def _requests(seen: Seen, allow: tuple[str, ...]) -> list[str]:
    own = urlsplit(seen.address).hostname
    # What is part of the page itself, as a data: address, has no host.
    hosts = {one: host for one in seen.requests if (host := urlsplit(one).hostname)}
    return [f"asked for {one}" for one, host in hosts.items() if host != own and not _fits(host, allow)]


def _names(seen: Seen, allow: tuple[str, ...]) -> list[str]:
    cookies = [(name, domain) for name, domain in seen.cookies if not _fits(name, allow)]
    kept = [(name, store) for store, name in seen.stored if not _fits(name, (*allow, _OURS))]
    return [
        *[f"set the cookie {name} for {domain}" for name, domain in cookies],
        *[f"kept {name} in its {store}" for name, store in kept],
    ]


def _fits(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
