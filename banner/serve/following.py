"""Builds a site again when something that it is made of changes, and serves what has been built."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from watchfiles import DefaultFilter, watch

from banner import resources
from banner.errors import ConfigError
from banner.serve.live import Live
from banner.serve.local import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.applications import Starlette
    from watchfiles import Change

    from banner.config.site_config import SiteConfig

    Served = tuple[Starlette, Callable[[SiteConfig], None]]

# What a server of the site may write among its sources.
_KEPT = (".db", ".log", ".sqlite", "-journal", "-shm", "-wal")
_LOOK = 200  # milliseconds


@dataclass(frozen=True)
class Work:
    """Site that is served while somebody works on it.

    *build* builds into *out* and returns the site that it has read; it raises one of *failures* where it
    cannot. *application* returns what serves that site, and what tells it of each later one. *sources* gives
    the folders that a build of it reads. All three speak of one reading: the file may be half saved a moment
    later.
    """

    build: Callable[[], SiteConfig]
    application: Callable[[SiteConfig], Served]
    sources: Callable[[SiteConfig], tuple[Path, ...]]
    out: Path
    failures: tuple[type[Exception], ...] = (ConfigError, OSError)


def serve(work: Work, port: int) -> None:
    """Build, serve on this machine until interrupted or terminated, and build when sources change.

    Pages load again after each build, and show the errors of one that has failed. Raises what the build
    raises the first time; later the last good build stays, and the errors are told. Requests that are being
    answered in the end are answered.
    """
    site = work.build()
    with _ended() as stop:
        told = False
        while not stop.is_set():
            application, renew = work.application(site)
            follower = Follower(work, site, renew, Live(application))
            with running(follower.live, port) as address:
                port = urlsplit(address).port or port
                for changed in _changes(follower, stop, missed=told):
                    if changed:
                        follower.rebuild()
                        if follower.site.server != site.server:
                            break
                    elif not told:
                        # Only now, when no change can be missed any more.
                        sys.stdout.write(f"serving {address} (Ctrl-C ends)\n")
                        told = True
                    sys.stdout.flush()
                follower.live.close()
            site = follower.site


class Follower:
    """One server, and the *site* that it serves: the last one that could be built."""

    def __init__(self, work: Work, site: SiteConfig, renew: Callable[[SiteConfig], None], live: Live) -> None:
        self._work = work
        self._renew = renew
        self.site = site
        self.live = live

    def sources(self) -> tuple[Path, ...]:
        """Return the folders whose changes matter."""
        return self._work.sources(self.site)

    def written(self) -> Path:
        """Return the folder whose changes are our own."""
        return self._work.out

    def rebuild(self) -> None:
        """Build, and tell the server and the open pages."""
        try:
            site = self._work.build()
            self._renew(site)
        except self._work.failures as error:
            sys.stdout.write(f"{error}\nthe last good build is still served\n")
            self.live.tell(str(error))
        else:
            self.site = site
            self.live.tell()


def _changes(follower: Follower, stop: threading.Event, missed: bool) -> Iterator[bool]:
    """Give ``True`` for each change of a source, and ``False`` in between; which those are may change too.

    *missed* tells whether something may have changed before.
    """
    while not stop.is_set():
        sources = follower.sources()
        folders = [folder for folder in dict.fromkeys(sources) if folder.is_dir()]
        for changes in watch(
            *folders,
            watch_filter=_Sources(follower.written()),
            stop_event=stop,
            yield_on_timeout=True,
            rust_timeout=_LOOK,
        ):
            # Between two watches nobody has looked.
            yield bool(changes) or missed
            if (changes or missed) and follower.sources() != sources:
                missed = True
                break
            missed = False


@contextlib.contextmanager
def _ended() -> Iterator[threading.Event]:
    """Give an event that SIGTERM sets, or Ctrl-C, even where a shell has us started with that ignored."""
    stop = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(one, lambda *_: stop.set()) for one in signals]
    try:
        yield stop
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


class _Sources(DefaultFilter):
    """Files that a site may be made of, less what a build writes, a server keeps, and what is nobody's."""

    def __init__(self, out: Path) -> None:
        super().__init__(ignore_paths=[out.resolve(), resources.FOLDER])

    def __call__(self, change: Change, path: str) -> bool:
        """Return whether a *change* at *path* matters."""
        return super().__call__(change, path) and not path.endswith(_KEPT)
