"""The servers: the site and, at hosts of their own, the three tags. Their log says what arrived, and when."""

from __future__ import annotations

import contextlib
import functools
import gzip
import hashlib
import mimetypes
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.routing import Mount

from banner.build.output import ENTRY, headers
from banner.serve import local
from tests.benchmarks.page import TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.contestants import Contestant

_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm"}
# What is compressed already.
_PACKED = (".zip", ".png")
_PEERS_OWN = re.compile(r"^/peer/|^/assets/")
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
# How long another thread may keep the servers waiting, in seconds.
_TURN = 0.0001


@dataclass(frozen=True)
class _File:
    content: bytes
    packed: bytes
    type: str
    tag: str
    kept: str


@dataclass
class Servers:
    """Serves one contestant at a time; *arrivals* are requests for tags: (name, milliseconds since 1970)."""

    address: str = ""
    arrivals: list[tuple[str, float]] = field(default_factory=list)
    _files: dict[str, dict[str, _File]] = field(default_factory=dict)
    _shown: str = ""

    @property
    def port(self) -> int:
        """Where all hosts listen."""
        return int(self.address.rstrip("/").rpartition(":")[2])

    def show(self, contestant: Contestant) -> None:
        """Serve *contestant* from now on."""
        self._shown = contestant.name
        if contestant.name not in self._files:
            self._files[contestant.name] = {
                path: _file(path, content) for path, content in contestant.files.items()
            }

    async def __call__(self, scope: Any, _: Any, send: Any) -> None:
        """Answer one request, as ASGI has it."""
        asked = {name.decode(): value.decode() for name, value in scope["headers"]}
        host = asked.get("host", "").partition(":")[0]
        if host.endswith(".test"):
            self.arrivals.append((host.removesuffix(".test"), time.time() * 1000))
            file = _file("/tag.js", TAG.encode())
        else:
            known = self._files[self._shown].get(scope["path"])
            if known is None:
                await _answer(send, 404, {}, b"")
                return
            file = known
        said = {"cache-control": file.kept, "etag": file.tag, "vary": "Accept-Encoding"}
        if asked.get("if-none-match") == file.tag:
            await _answer(send, 304, said, b"")
            return
        small = "gzip" in asked.get("accept-encoding", "") and len(file.packed) < len(file.content)
        said["content-type"] = file.type
        if small:
            said["content-encoding"] = "gzip"
        await _answer(send, 200, said, file.packed if small else file.content)


@contextlib.contextmanager
def running() -> Iterator[Servers]:
    """The servers, at a port that the system chooses."""
    servers = Servers()
    usual = sys.getswitchinterval()
    # The thread that reads the browser's news may keep its turn for 5 ms: what arrives then would seem late.
    sys.setswitchinterval(_TURN)
    try:
        with local.running(Starlette(routes=[Mount("/", servers)])) as address:
            servers.address = address
            yield servers
    finally:
        sys.setswitchinterval(usual)


def _file(path: str, source: bytes | Path) -> _File:
    content = source if isinstance(source, bytes) else source.read_bytes()
    suffix = Path(path).suffix or ".html"
    kind = _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    text = kind.startswith("text/") or kind.endswith(("json", "xml"))
    return _File(
        content,
        content if suffix in _PACKED else _packed(content),
        kind + ("; charset=utf-8" if text else ""),
        f'"{hashlib.sha256(content).hexdigest()[:16]}"',
        _kept(path),
    )


@functools.lru_cache(maxsize=256)
def _packed(content: bytes) -> bytes:
    """Everybody's files are compressed alike."""
    return gzip.compress(content, 9, mtime=0)


def _kept(path: str) -> str:
    """What has its version in its address for ever; ours, and a peer's configuration, as the build says."""
    if _PEERS_OWN.search(path):
        return _FOR_EVER
    if path.endswith("config.js"):
        return ENTRY
    return _rules().get(path) or next(
        (kept for rule, kept in _rules().items() if rule.endswith("*") and path.startswith(rule[:-1])),
        _ASK_AGAIN,
    )


def _rules() -> dict[str, str]:
    """What the build says of its files, in the form of `_headers`."""
    found: dict[str, str] = {}
    for line in headers("consent").splitlines():
        if line.startswith("/"):
            path = line.strip()
        elif line.strip().startswith("Cache-Control:"):
            found[path] = line.partition(":")[2].strip()
    return found


async def _answer(send: Any, status: int, said: dict[str, str], body: bytes) -> None:
    names = {**said, "content-length": str(len(body))} if status != 304 else said
    pairs = [(name.encode(), value.encode()) for name, value in names.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
