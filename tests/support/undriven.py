"""A browser that nobody drives: what drivers forbid works in it, and its pages tell of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import tempfile
from collections import defaultdict
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route

from banner.serve import local
from tests.support import browsers
from tests.support.engines.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from starlette.requests import Request

# ``tell`` says how far the story has come, and ``heard`` is when that has been said, by whatever page.
_PROBE = """
const others = () => [...document.scripts].map(({ src }) => new URL(src || location)).map(({ host }) => host)
  .filter((host) => host !== location.host);
const tell = (what, more) => fetch('/said/' + what, { method: 'POST', body: JSON.stringify(more || {}) });
const heard = (what) => fetch('/heard/' + what);
"""


@contextlib.contextmanager
def story(site: Starlette, pages: dict[str, str], first: str) -> Iterator[Callable[[str], dict[str, Any]]]:
    """Have a Chromium open the page *first* of *pages*, which stand beside those of the *site*.

    ``{probe}`` in a page becomes what it tells by. Gives what waits for a word to be said.
    """
    said: defaultdict[str, Future[dict[str, Any]]] = defaultdict(Future)

    async def say(request: Request) -> Response:
        told = said[request.path_params["what"]]
        if not told.done():
            told.set_result(json.loads(await request.body()))
        return Response()

    async def hear(request: Request) -> Response:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wrap_future(said[request.path_params["what"]])
        return Response()

    def page(text: str) -> Callable[[Request], Response]:
        return lambda _: HTMLResponse(text.replace("{probe}", _PROBE))

    own = [Route("/" + name, page(text)) for name, text in pages.items()]
    talk = [Route("/said/{what}", say, methods=["POST"]), Route("/heard/{what}", hear)]
    whole = Starlette(routes=[*own, *talk, Mount("/", site)])
    with local.running(whole) as address:
        with _alone(address + first):
            yield lambda what: said[what].result(PATIENCE)
        # The server ends once nobody waits for a word that nobody will say.
        for told in said.values():
            told.cancel()


@contextlib.contextmanager
def _alone(address: str) -> Iterator[None]:
    """A Chromium that shows *address*, and finds no host but this machine."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            str(browsers.chromium()),
            "--headless",
            "--no-sandbox",
            "--remote-debugging-port=0",  # without it, a headless one would end at once
            f"--user-data-dir={profile}",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            address,
        ]
        # What is installed may be a script that starts the browser: it ends with all that it has started.
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
