"""How an audit looks, and the fresh profile of a browser in which it does so."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from banner.observe import region
from banner.observe.kinds import host_of
from banner.observe.observer import Patience

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Route

_GPC = "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true });"


@dataclass(frozen=True)
class Manner:
    """Manner in which an audit looks.

    *linger* is how many seconds a page is waited on before it is scrolled and tabbed through, *patience* how
    long the page is waited for to rest, *pictures* whether there is one of the first page of each phase.
    *answer* answers requests to other hosts than the site's, in place of the network, where it is given.
    *options* are those of Playwright's ``new_context``. *capped* are the days for which the engine keeps
    what scripts set. *region* is the code that pages tell, where it is given.
    """

    linger: float = 4.0
    patience: Patience = field(default_factory=lambda: Patience(quiet=0.8, ceiling=12.0))
    pictures: bool = False
    answer: Callable[[Route], None] | None = None
    options: dict[str, Any] = field(default_factory=dict)
    capped: float = 400.0
    region: str = ""

    @contextlib.contextmanager
    def profile(self, browser: Browser, host: str, *, gpc: bool) -> Iterator[BrowserContext]:
        """Give a fresh profile of *browser* for the site of *host*, which sends the signal where *gpc* is."""
        signal = {"extra_http_headers": {"Sec-GPC": "1"}} if gpc else {}
        options: dict[str, Any] = {"reduced_motion": "reduce", **self.options, **signal}
        context = browser.new_context(**options)
        try:
            if self.answer:
                context.route(lambda url: host_of(url) != host, self.answer)
            if gpc:
                context.add_init_script(_GPC)
            region.tell(context, self.region)
            yield context
        finally:
            context.close()
