"""WebDriver, the W3C's protocol, as far as the tests take it: https://www.w3.org/TR/webdriver2/."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error

from tests.support.engines.patience import START

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOOK = 0.01  # seconds
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class WebDriverError(Error):
    """What the driver refuses, as an error of Playwright's; ``kind`` is the protocol's own word for it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class DriverEndedError(Exception):
    """The driver ends as soon as it has started, as where another has its port."""


class Session:
    """One browser with one profile, and the driver in front of it.

    Raises :class:`TimeoutError` where the driver does not say within *seconds* that the browser is there, and
    :class:`DriverEndedError`.
    """

    def __init__(
        self, driver: str, capabilities: dict[str, Any], environment: Mapping[str, str], seconds: float
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._driver = subprocess.Popen(
            [driver, f"--port={self._port}"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._path = ""
        self._connection = self._connect(seconds)
        try:
            started = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        except BaseException:
            self._end()
            raise
        self._connection.sock.settimeout(START)
        self._path = "/session/" + started["sessionId"]
        self.version = str(started["capabilities"]["browserVersion"])

    def _connect(self, seconds: float) -> http.client.HTTPConnection:
        """The driver listens soon after it has started; the system tells when."""
        # Where nobody listens yet, a system may connect a port to itself; it cannot from another address.
        connection = http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=seconds, source_address=("127.0.0.2", 0)
        )
        while self._driver.poll() is None:
            with contextlib.suppress(ConnectionRefusedError):
                connection.connect()
                return connection
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._driver.wait(_LOOK)
        raise DriverEndedError

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """One command, and its value.

        Raises :class:`WebDriverError`.
        """
        text = None if method != "POST" else json.dumps(body or {})
        self._connection.request(method, self._path + path, text, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        value = json.loads(answer.read())["value"]
        if answer.status != http.client.OK:
            raise WebDriverError(value["error"], value["message"])
        return value

    def close(self) -> None:
        """End the browser and its driver."""
        try:
            self.call("DELETE", "")
        except (WebDriverError, OSError, http.client.HTTPException):
            pass  # it has gone before us
        finally:
            self._end()

    def _end(self) -> None:
        self._connection.close()
        self._driver.terminate()
        self._driver.wait()
