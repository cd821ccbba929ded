"""Requests that wait for what a test decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.support.waits import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

    from tests.support.visitor import Visitor

    Decision = Callable[[Route], object]


class Held:
    """The requests of a visitor for what *matcher* means, none of which is answered before a decision.

    A decision holds for those that come after it, too: a page may ask a second time, and at any moment.
    """

    def __init__(self, visitor: Visitor, matcher: str | re.Pattern[str]) -> None:
        self._visitor = visitor
        self._waiting: list[Route] = []
        self._decision: Decision | None = None
        visitor.context.route(matcher, self._take)

    def _take(self, route: Route) -> None:
        self._waiting.append(route)
        self._decide()

    def _decide(self) -> None:
        while self._decision and self._waiting:
            self._decision(self._waiting.pop(0))

    def next(self, page: Page | None = None) -> Route:
        """The first that waits, once there is one: it is the test's to answer."""
        wait_until(page or self._visitor.page, lambda: bool(self._waiting), lambda: "nobody asks for it")
        return self._waiting.pop(0)

    def go_on(self) -> None:
        """Let the site answer."""
        self._decision = lambda route: route.continue_()
        self._decide()

    def fail(self) -> None:
        """Let nobody answer."""
        self._decision = lambda route: route.abort()
        self._decide()
