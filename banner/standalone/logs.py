"""Logs: a line for each thing that happens, with nothing of visitors, and no password."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import logging.handlers
import queue
import sys
import traceback
from typing import TYPE_CHECKING, Any

from banner.server.limits import Bucket

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator

FIELDS = "consent_fields"
_OURS = ("banner.", "uvicorn")  # their messages have neither addresses nor values in them
_WAITING = 10_000  # lines, where whoever reads them is slow
_REQUESTS = (200, 2_000)  # lines of one kind, each second and at once
_FAULTS = (1, 20)
_FRAMES = 12
_HIDDEN = "***"


class Formatter(logging.Formatter):
    """Formatter of lines, as JSON or (*plain*) as text; nothing in *secrets* is ever written.

    Of an error its kind and its place are told. Its words may have the values that it is about.
    """

    def __init__(self, secrets: tuple[str, ...] = (), *, plain: bool = False) -> None:
        super().__init__()
        self._secrets = secrets
        self._plain = plain

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for *record*."""
        ours = record.name.startswith(_OURS)
        told: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if ours else f"{record.name}: {record.msg}",
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info and record.exc_info[1]:
            told |= _of_error(record.exc_info[1])
        told = {name: self._hidden(value) for name, value in told.items()}
        if not self._plain:
            return json.dumps(told, ensure_ascii=False)
        time, level, event, *fields = told.items()
        rest = "".join(f" {name}={value}" for name, value in fields)
        return f"{time[1]} {str(level[1]).upper()} {event[1]}{rest}".replace("\n", "\\n")

    def _hidden(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._hidden(one) for one in value]
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, _HIDDEN)
        return value


class Flood(logging.Filter):
    """Filter that lets so many lines of a kind through; the next one tells how many it has not.

    What can go wrong does so a thousand times a second: each time once is enough.
    """

    def __init__(
        self, requests: tuple[float, float] = _REQUESTS, faults: tuple[float, float] = _FAULTS
    ) -> None:
        super().__init__()
        self._requests, self._faults = Bucket(*requests), Bucket(*faults)
        self._left_out: dict[str, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether *record* is to be written."""
        kind = f"{record.name} {record.msg}"[:200]
        bucket = self._faults if record.levelno >= logging.WARNING else self._requests
        if not bucket.take(kind):
            self._left_out[kind] = self._left_out.get(kind, 0) + 1
            return False
        left_out = self._left_out.pop(kind, 0)
        if left_out:
            setattr(record, FIELDS, {**getattr(record, FIELDS, {}), "left_out": left_out})
        return True


class _Handler(logging.handlers.QueueHandler):
    """Handler that never waits: where nobody takes the lines, they are lost."""

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging calls it so
        """Lose *record*: nothing else is left to do."""


class _Writer(logging.StreamHandler[Any]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the same
        """Lose *record*, where the disk is full or nobody reads."""


@contextlib.contextmanager
def written(formatter: logging.Formatter) -> Iterator[None]:
    """Write what happens within, a line each, to standard output; a thread does that."""
    lines: queue.Queue[Any] = queue.Queue(_WAITING)
    writer = _Writer(sys.stdout)
    writer.setFormatter(formatter)
    handler = _Handler(lines)
    handler.addFilter(Flood())
    root, ours = logging.getLogger(), logging.getLogger("banner")
    listener = logging.handlers.QueueListener(lines, writer)
    before = ours.level
    ours.setLevel(logging.INFO)
    root.addHandler(handler)
    listener.start()
    try:
        yield
    finally:
        root.removeHandler(handler)
        ours.setLevel(before)
        with contextlib.suppress(queue.Full):
            listener.stop()


def of_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Tell what an event loop has to tell; asyncio itself would write what the error says."""
    error = context.get("exception")
    fields = _of_error(error) if error else {}
    logging.getLogger(__name__).error("the event loop met an error", extra={FIELDS: fields})


def _of_error(error: BaseException) -> dict[str, Any]:
    kinds: list[str] = []
    one: BaseException | None = error
    while one is not None and len(kinds) < _FRAMES:
        kinds.append(f"{type(one).__module__}.{type(one).__qualname__}")
        one = one.__cause__ or getattr(one, "orig", None)
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    return {"error": kinds, "at": [f"{one.filename}:{one.lineno} {one.name}" for one in frames]}
