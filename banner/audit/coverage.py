"""What is declared and was never seen, though its service was granted somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.audit.findings import Finding
from banner.config.pages import covers as covers_host
from banner.core.cookies import covers as covers_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from banner.audit.expected import Expected
    from banner.audit.seen import Contact, Kept


def unseen(
    expected: Expected, granted: Iterable[str], contacts: Iterable[Contact], kept: Iterable[Kept]
) -> tuple[Finding, ...]:
    """Return what was never seen of the services that were *granted* somewhere, or are always on.

    *contacts* and *kept* are those of the whole audit on one engine. Of a service that was never seen at work
    that is the one finding. What the banner keeps itself is known without being seen.
    """
    asked, held = tuple(contacts), tuple(kept)
    found: list[Finding] = []
    for service in (*expected.always, *dict.fromkeys(granted)):
        found += _of(expected, service, asked, held)
    return tuple(found)


def _of(
    expected: Expected, service: str, contacts: tuple[Contact, ...], kept: tuple[Kept, ...]
) -> Iterator[Finding]:
    hosts = expected.hosts.get(service, [])
    cookies = [one for one in expected.cookies.get(service, ()) if not _banners(expected, one.name)]
    met = [host for host in hosts if any(covers_host(host, one.host) for one in contacts)]
    seen = [
        cookie
        for cookie in cookies
        if any(
            one.kind == cookie.kind and covers_name(cookie.name, one.name) and expected.fits(one, cookie)
            for one in kept
        )
    ]
    at_work = met or seen or any(service in expected.asks(one) for one in contacts)
    optional = service in expected.optional
    if not at_work and optional:
        yield Finding("unseen-service", f"{service} was granted, and did nothing", service=service)
        return
    for host in hosts:
        if host not in met:
            of = service or "a required service"
            yield Finding("unseen-host", f"{host}, of {of}", service=service)
    for cookie in cookies:
        if cookie not in seen:
            place = f" of {cookie.domain}" if cookie.domain else ""
            what = f"{cookie.kind} {cookie.name}{place}, of {service}"
            yield Finding("unseen-cookie", what, service=service)


def _banners(expected: Expected, name: str) -> bool:
    return any(covers_name(name, one) for one in expected.own_names)
