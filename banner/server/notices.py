"""Notices: all that was ever shown before a decision, by its hash; each build leaves only its own."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import sqlalchemy as sql

from banner.core.log_entry import is_hash
from banner.server.locks import hold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy.engine import Connection, Engine

    from banner.server.declarations import Declarations
    from banner.server.tables import LogTables

# Of what was shown before anybody noted under which revision, it may have been under any.
_ANY = ""


class Notices:
    """Archive of what builds leave in the folder *shown*, each file named by its SHA-256.

    It stands in the *tables* of the log, with the revision of *declarations* under which it was there.
    """

    def __init__(self, engine: Engine, tables: LogTables, shown: Path, declarations: Declarations) -> None:
        self._engine = engine
        self._table = tables.notices
        self._pairs = tables.shown
        self._shown = shown
        self._declarations = declarations
        self._languages: dict[str, str] = {}
        self._under: set[tuple[str, str]] = set()
        self.take_all()

    def take_all(self) -> None:
        """Keep all that the present build shows: the next one takes its place in the folder."""
        present = self._declarations.present.revision
        there = {file.stem for file in self._shown.glob("*.json") if is_hash(file.stem)}
        with self._engine.begin() as connection:
            hold(connection)
            self.take(connection, [(digest, present) for digest in sorted(there)])
            self._note(connection, [digest for digest in sorted(there) if digest in self._languages])

    def take(self, connection: Connection, told: Iterable[tuple[str, str]]) -> None:
        """Look up what is *told* to have been shown, each by its hash and a revision, and is not known yet.

        What is not kept, and is in the folder, is kept from now on. It takes a query for what is kept and one
        for the revisions, and an insertion into each where there is anything to keep.
        """
        unknown = {pair for pair in told if not self.shown(*pair)}
        digests = {digest for digest, _ in unknown}
        if not unknown:
            return
        columns = self._table.c
        there = sql.select(columns.hash, columns.language).where(columns.hash.in_(digests))
        self._languages.update({row.hash: row.language for row in connection.execute(there)})
        self._keep(connection, sorted(digests - self._languages.keys()))
        pairs = sql.select(self._pairs.c.hash, self._pairs.c.revision).where(self._pairs.c.hash.in_(digests))
        noted = {(row.hash, row.revision) for row in connection.execute(pairs)}
        alone = digests & self._languages.keys() - {digest for digest, _ in noted}
        self._under |= noted | {(digest, _ANY) for digest in alone}

    def forget(self) -> None:
        """Look everything up again: a transaction that was to keep something has failed."""
        self._languages.clear()
        self._under.clear()

    def language(self, digest: str) -> str | None:
        """Return the language of the notice with that hash, if it is known to be kept."""
        return self._languages.get(digest)

    def shown(self, digest: str, revision: str) -> bool:
        """Return whether the notice with that hash is known to have been shown under *revision*."""
        return not self._under.isdisjoint({(digest, revision), (digest, _ANY)})

    def content(self, digest: str) -> str | None:
        """Return what was shown under that hash, as the build wrote it."""
        columns = self._table.c
        with self._engine.connect() as connection:
            return connection.execute(sql.select(columns.content).where(columns.hash == digest)).scalar()

    def under(self, revision: str) -> list[str]:
        """Return the hashes of all that was shown under *revision*."""
        columns = self._pairs.c
        wanted = sql.select(columns.hash).where(columns.revision == revision).order_by(columns.hash)
        with self._engine.connect() as connection:
            return [*connection.execute(wanted).scalars()]

    def _keep(self, connection: Connection, digests: list[str]) -> None:
        """Keep those of *digests* that are in the folder: the present build shows them."""
        read = [(digest, self._read(digest)) for digest in digests]
        fresh = [
            {"hash": digest, "content": content, "language": language_of(content)}
            for digest, content in read
            if content is not None
        ]
        if fresh:
            connection.execute(self._table.insert(), fresh)
            self._languages.update((row["hash"], row["language"]) for row in fresh)
            self._note(connection, [row["hash"] for row in fresh])

    def _note(self, connection: Connection, digests: list[str]) -> None:
        """Note that those notices are shown under the present revision."""
        revision = self._declarations.present.revision
        fresh = [(digest, revision) for digest in digests if (digest, revision) not in self._under]
        if fresh:
            rows = [{"hash": digest, "revision": revision} for digest, _ in fresh]
            connection.execute(self._pairs.insert(), rows)
            self._under.update(fresh)

    def _read(self, digest: str) -> str | None:
        try:
            content = (self._shown / f"{digest}.json").read_bytes()
        except FileNotFoundError:
            return None
        return content.decode() if hashlib.sha256(content).hexdigest() == digest else None


def language_of(content: str) -> str:
    """Return the language in which a notice was shown, or an empty text where it does not say."""
    try:
        plain = json.loads(content)
    except ValueError:
        return ""
    language = plain.get("language") if isinstance(plain, dict) else ""
    return language if isinstance(language, str) else ""
