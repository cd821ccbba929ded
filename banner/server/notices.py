"""Notices: all that was ever shown before a decision, by its hash; each build leaves only its own."""

from __future__ import annotations

import contextlib
import hashlib
from typing import TYPE_CHECKING

import sqlalchemy as sql

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine


class Notices:
    """Archive in *table* of what builds leave in the folder *shown*, each file named by its SHA-256."""

    def __init__(self, engine: Engine, table: sql.Table, shown: Path) -> None:
        self._engine = engine
        self._table = table
        self._shown = shown
        self._kept: set[str] = set()
        self.take_all()

    def take_all(self) -> None:
        """Keep all that the present build shows: the next one takes its place in the folder."""
        # Another process of the same site may be faster; what it keeps is the same.
        for file in self._shown.glob("*.json"):
            with contextlib.suppress(sql.exc.IntegrityError), self._engine.begin() as connection:
                self.take(connection, [file.stem])

    def take(self, connection: Connection, digests: Iterable[str]) -> None:
        """Look up those of *digests* that are not known to be kept, and keep those that are in the folder.

        It takes one query, and one insertion where there is anything to keep.
        """
        unknown = {digest for digest in digests if digest not in self._kept}
        if not unknown:
            return
        columns = self._table.c
        there = connection.execute(sql.select(columns.hash).where(columns.hash.in_(unknown)))
        self._kept.update(there.scalars())
        found = [(digest, self._read(digest)) for digest in sorted(unknown - self._kept)]
        fresh = [{"hash": digest, "content": content} for digest, content in found if content is not None]
        if fresh:
            connection.execute(self._table.insert(), fresh)
            self._kept.update(row["hash"] for row in fresh)

    def forget(self) -> None:
        """Look everything up again: a transaction that was to keep something has failed."""
        self._kept.clear()

    def kept(self, digest: str) -> bool:
        """Return whether the notice with that hash is known to be kept; that of another build is not yet."""
        return digest in self._kept

    def content(self, digest: str) -> str | None:
        """Return what was shown under that hash, as the build wrote it."""
        columns = self._table.c
        with self._engine.connect() as connection:
            return connection.execute(sql.select(columns.content).where(columns.hash == digest)).scalar()

    def _read(self, digest: str) -> str | None:
        try:
            content = (self._shown / f"{digest}.json").read_bytes()
        except FileNotFoundError:
            return None
        return content.decode() if hashlib.sha256(content).hexdigest() == digest else None
