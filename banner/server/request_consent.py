"""Consent of one request, as the views of a site ask for it; it is read when the first of them does.

A page that does not ask is the same for everybody, and caches may keep it. One that does ask is for this
visitor alone: the middleware and extensions beside this module tell caches so.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from banner.core.consent import by_default, expired, from_future, holds, parted, without_sale
from banner.server import clock
from banner.server.cookie import trusted_consents

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.core.consent import Consent
    from banner.core.declaration import Declaration
    from banner.server.deployed import Asked, Build

_log = logging.getLogger(__name__)


class RequestConsent:
    """Consent that a request carries for what the site asks, under the names of *build*.

    *header* is its ``Cookie`` header. *secure* says that it came by https, *gpc* that it carries the Global
    Privacy Control signal (``Sec-GPC: 1``), under which nothing is on that is sold. *on_read* is called when
    it is read for the first time.
    """

    def __init__(
        self,
        header: str,
        build: Build,
        *,
        secure: bool,
        gpc: bool = False,
        on_read: Callable[[], None] = lambda: None,
    ) -> None:
        self._header = header
        self._build = build
        self._secure = secure
        self._gpc = gpc
        self._reading = _Reading(on_read)
        self._region = ""

    @property
    def was_read(self) -> bool:
        """Return whether the answer depends on the consent."""
        return self._reading.began

    def granted(self, service: str) -> bool:
        """Return whether the visitor has granted *service*, and still does.

        A service that the site does not ask about is never granted, and told to the log of the server.
        """
        self._known(service)
        return service in self.services

    def is_on(self, service: str) -> bool:
        """Return whether *service* is on: granted, or on without having been asked and not objected to.

        So is what a rule exempts, and what is on in a region until it is denied.
        """
        self._known(service)
        return service in (self.found.on if self.found else self._by_default)

    @property
    def services(self) -> tuple[str, ...]:
        """Return the ids of all services that are granted, in declared order."""
        return self.found.granted if self.found else ()

    @property
    def state(self) -> str:
        """Return the word for ``<html data-consent>``; ``"undecided"`` where no consent holds."""
        return self.found.state if self.found else "undecided"

    @property
    def found(self) -> Consent | None:
        """Return the consent that holds, less what the signal denies; ``None`` where none does."""
        self._reading.begin()
        return self._held

    def in_region(self, code: str) -> RequestConsent:
        """Return the consent as it is for a visitor in the region *code*, such as ``"US-CA"``.

        By itself it is that of a visitor whom everything is asked.
        """
        there = RequestConsent(self._header, self._build, secure=self._secure, gpc=self._gpc)
        there._region, there._reading = code, self._reading
        return there

    def answered(self) -> None:
        """Note that the headers of the response are on their way: nobody can be told any more who reads."""
        self._reading.answered = True

    def _known(self, service: str) -> None:
        known = [one.id for one in self._asked.declaration.optional()]
        if service not in known:
            _log.warning("nobody is asked about a service %r, only about: %s", service, ", ".join(known))

    @cached_property
    def _asked(self) -> Asked:
        return self._build.asked

    @cached_property
    def _declaration(self) -> Declaration:
        return self._asked.in_region(self._region)

    @cached_property
    def _sent(self) -> list[Consent]:
        sent = trusted_consents(self._header, self._asked.cookies, secure=self._secure)
        return sorted(sent, key=lambda consent: consent.at, reverse=True)

    @cached_property
    def _held(self) -> Consent | None:
        now = clock.now()
        held = next((one for one in self._sent if holds(one, self._declaration, now)), None)
        if held is None or not self._gpc:
            return held
        left = without_sale(self._declaration, held.on)
        granted, denied, exempt = parted(self._declaration, left, held.exempt)
        return replace(held, granted=granted, denied=denied, exempt=exempt)

    @cached_property
    def _by_default(self) -> tuple[str, ...]:
        """Return what is on where no consent holds, as the page decides it (:mod:`banner.core.machine`)."""
        now = clock.now()
        before = next((one for one in self._sent if not from_future(one, now)), None)
        if self._sent and before is None:
            return ()  # one from the future may hold an objection
        if before and expired(before, self._declaration, now):
            before = None
        return by_default(self._declaration, before, self._gpc)


class _Reading:
    """Reading of the consent of one request, for all regions: whether it *began*, and was *answered*."""

    def __init__(self, on_read: Callable[[], None]) -> None:
        self._on_read = on_read
        self.began = False
        self.answered = False

    def begin(self) -> None:
        """Note that the answer depends on the consent. Raises :class:`RuntimeError` where it is too late."""
        if self.began:
            return
        if self.answered:
            raise RuntimeError(
                "the consent was read after the headers of the response had been sent, so no cache could be "
                "told; read it before, in the view and not in what that streams"
            )
        self.began = True
        self._on_read()
