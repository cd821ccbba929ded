"""Hears the requests of shared workers, of which Playwright tells nothing.

Chromium tells of them where one attaches to the worker by itself. What a worker asks for in its first moments
may be missed; the worker itself never is, since the page's call is seen.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from banner.observe.initiators import of_protocol
from banner.observe.kinds import Request

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, CDPSession

_SEEN = "Network.requestWillBeSent"


class SharedWorkers:
    """Listens to every shared worker of the browser of *context*, if it is Chromium."""

    def __init__(self, context: BrowserContext) -> None:
        self._seen: list[Request] = []
        self._workers: dict[str, str] = {}
        browser = context.browser
        if browser and browser.browser_type.name == "chromium":
            self._session: CDPSession = browser.new_browser_cdp_session()
            self._session.on("Target.targetCreated", self._created)
            self._session.on("Target.receivedMessageFromTarget", self._told)
            self._session.send("Target.setDiscoverTargets", {"discover": True})
            context.on("close", self._end)

    def take(self) -> list[Request]:
        """Return the requests since the last time; page and time are the caller's."""
        seen, self._seen = self._seen, []
        return seen

    def _end(self, _: BrowserContext) -> None:
        """Leave the browser, which outlives the context: two who attach to the same worker end it."""
        from playwright.sync_api import Error

        with contextlib.suppress(Error):
            self._session.detach()

    def _created(self, event: dict[str, Any]) -> None:
        from playwright.sync_api import Error

        target = event["targetInfo"]
        if target["type"] != "shared_worker":
            return
        try:
            attached = self._session.send(
                "Target.attachToTarget", {"targetId": target["targetId"], "flatten": False}
            )
            self._workers[attached["sessionId"]] = target["url"]
            message = json.dumps({"id": 1, "method": "Network.enable"})
            self._session.send(
                "Target.sendMessageToTarget", {"sessionId": attached["sessionId"], "message": message}
            )
        except Error:
            return  # it has ended already

    def _told(self, event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if message.get("method") != _SEEN:
            return
        told = message["params"]
        self._seen.append(
            Request(
                page="",
                frame=self._workers.get(event["sessionId"], ""),
                url=told["request"]["url"],
                method=told["request"]["method"],
                resource=str(told.get("type", "other")).lower(),
                worker=self._workers.get(event["sessionId"], ""),
                initiator=of_protocol(told["initiator"]),
            )
        )
