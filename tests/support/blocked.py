"""A page with blocked elements, whose files come when the test says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.waits import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.support.visitor import Visitor


# Scripts tell what they do in the list `ran`.
_PAGE = """<!doctype html>
<html lang="en">
<head>
<title>Blocked</title>
<script nonce="%s">var ran = [];</script>
<script nonce="%s" src="/consent/consent.js" defer></script>
%s
</head>
<body>
%s
</body>
</html>
"""
_TYPES = {"js": "text/javascript", "html": "text/html", "png": "image/png", "css": "text/css"}


def blocked(code: str, attributes: str = "", service: str = "google") -> str:
    """A blocked inline script."""
    return f'<script type="text/plain" data-service="{service}" {attributes}>{code}</script>'


def blocked_file(name: str, attributes: str = "", service: str = "google") -> str:
    """A blocked script with an address."""
    return blocked("", f'data-src="/{name}" {attributes}', service)


# With and without a module that stands in the page itself.
INLINE_MODULE = pytest.mark.parametrize(
    "inline", [False, pytest.param(True, marks=pytest.mark.needs("the end of inline modules"))]
)


class BlockedPage:
    """One visitor in front of such a page."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.source = ""
        self._held: dict[str, Route] = {}

    @property
    def page(self) -> Page:
        """What the browser shows."""
        return self.visitor.page

    def open(self, body: str, head: str = "", policy: str = "", nonce: str = "") -> BlockedPage:
        """Visit a page with this *body*, and wait until it has loaded.

        *policy* is its Content-Security-Policy, *nonce* that of its own scripts and of our tag.
        """
        self.source = text = _PAGE % (nonce, nonce, head, body)
        answer = {"Content-Type": "text/html", **({"Content-Security-Policy": policy} if policy else {})}
        self.visitor.context.route("**/blocked.html", lambda route: route.fulfill(body=text, headers=answer))
        self.visitor.visit("blocked.html")
        return self

    def file(self, name: str, content: str) -> BlockedPage:
        """Have the site answer with *content*."""
        kind = _TYPES[name.rpartition(".")[2]]
        self.visitor.context.route(
            re.compile(f"/{re.escape(name)}([?].*)?$"),
            lambda route: route.fulfill(body=content, content_type=kind),
        )
        return self

    def hold(self, *names: str) -> BlockedPage:
        """Let the site take its time until :meth:`answer`."""
        for name in names:
            self.visitor.context.route(f"**/{name}", self._hold)
        return self

    def _hold(self, route: Route) -> None:
        self._held[route.request.url.rpartition("/")[2]] = route

    def answer(self, name: str, content: str) -> BlockedPage:
        """Answer what was held, once it is asked for."""
        self.visitor.sees(self.visitor.base + name)
        # The browser tells of a request before it asks us.
        wait_until(self.page, lambda: name in self._held, lambda: f"nobody asks for {name}")
        self._held.pop(name).fulfill(body=content, content_type="text/javascript")
        return self

    def allow(self, *services: str) -> BlockedPage:
        """Allow services, by default Google, and wait until they are open."""
        ids = list(services) or ["google"]
        self.page.evaluate("(ids) => consent.accept(ids).then(() => {})", ids)
        return self

    def saw(self, *steps: str) -> BlockedPage:
        """Wait until scripts have done all *steps*."""
        self.page.wait_for_function("(steps) => steps.every((one) => ran.includes(one))", arg=list(steps))
        return self

    def ran(self) -> list[Any]:
        """What scripts have done, in order."""
        done: list[Any] = self.page.evaluate("ran")
        return done

    def text(self, selector: str) -> str:
        """The text of an element, with single spaces."""
        return " ".join(str(self.page.text_content(selector)).split())
