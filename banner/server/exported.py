"""Exported log: whether a file is what the server has written. The file is enough, no database is asked."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from banner.server.verification import PROVEN, Checkpoint, Fault, verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class ExportError(ValueError):
    """Text that is no export of a whole log; *line* is the number of the first line that is none."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}")
        self.line = line
        self.why = why


@dataclass(frozen=True)
class Verdict:
    """What is known of an export: its *entries*, *erased* ones and *notices*, and the *last* checkpoint.

    *fault* is what is wrong with the first entry that is not as it was when it came, or whose notice is not
    what was shown.
    """

    entries: int
    erased: int
    notices: int
    last: Checkpoint
    fault: Fault | None


def examine(lines: Iterable[str], known: Iterable[Checkpoint] = ()) -> Verdict:
    """Return what is known of the *lines* of an export.

    *known* are checkpoints that were kept somewhere else. Without one, whoever has changed the file may have
    written all of it anew. Raises :class:`ExportError` where it is none.
    """
    reader = _Reader(lines)
    fault = verify(reader.entries(), reader.start, known) or reader.fault()
    if not (fault or reader.ended):
        raise ExportError(reader.line, "the end is missing, which is a checkpoint")
    return Verdict(reader.of["entry"], reader.of["erased"], reader.of["notice"], reader.last, fault)


class _Reader:
    """Reads the *lines* once; counts what there is *of* each kind. A checkpoint has *ended* a whole one."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.of: Counter[str] = Counter()
        self.line = 0
        self.ended = False
        # By the hash of a notice, the first entry that was decided before it.
        self._decided: dict[str, int] = {}
        self._changed: list[Fault] = []
        self._lines = self._read(lines)
        start = next(self._lines, None)
        if not isinstance(start, Checkpoint):
            raise ExportError(1, "the export of a whole log begins with a checkpoint")
        self.start = self.last = start

    def entries(self) -> Iterator[Mapping[str, Any] | Checkpoint]:
        """Give the entries, and the checkpoints among them."""
        for one in self._lines:
            if isinstance(one, Checkpoint):
                self.last = one
            elif "notice" in one:
                self._compare(one["notice"])
                continue
            elif "declaration" in one:
                continue
            elif "digest" in one:
                self.of["erased"] += 1
            else:
                self.of["entry"] += 1
                self._decided.setdefault(one["notice_hash"], one["number"])
            yield one

    def fault(self) -> Fault | None:
        """Return what is wrong with the notices, once all has been read."""
        missing = [Fault(one, "what was shown before it is missing") for one in self._decided.values()]
        return min([*self._changed, *missing], key=lambda one: one.number, default=None)

    def _read(self, lines: Iterable[str]) -> Iterator[Mapping[str, Any] | Checkpoint]:
        for text in lines:
            self.line += 1
            try:
                line = _line(text)
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                raise ExportError(self.line, "no export has such a line") from None
            self.ended = isinstance(line, Checkpoint)
            yield line

    def _compare(self, notice: Mapping[str, str]) -> None:
        self.of["notice"] += 1
        number = self._decided.pop(notice["hash"], 0)
        if number and hashlib.sha256(notice["content"].encode()).hexdigest() != notice["hash"]:
            self._changed.append(Fault(number, "what was shown before it was changed"))


def _line(text: str) -> Mapping[str, Any] | Checkpoint:
    plain = json.loads(text)
    if "checkpoint" in plain:
        return Checkpoint(**plain["checkpoint"])
    if "notice" in plain:
        return {"notice": {name: str(plain["notice"][name]) for name in ("hash", "content")}}
    if "declaration" not in plain:
        needed = ("number", "before", "digest") if "digest" in plain else (*PROVEN, "before")
        return {**{name: plain[name] for name in needed}, "number": int(plain["number"])}
    return {"declaration": plain["declaration"]}
