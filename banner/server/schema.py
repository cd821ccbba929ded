"""Schema of the log's tables: each database is brought to the present one, with all that it has."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sql
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

VERSIONS = "consent_log_version"  # a site may have migrations of its own
# Alembic knows one migration at a time in a process.
_ALONE = threading.Lock()


class SchemaError(Exception):
    """Database whose schema this version does not know."""


def upgrade(connection: Connection, entries: sql.Table) -> None:
    """Bring the tables of the log to the present schema, in the transaction of *connection*, if it ends well.

    *entries* tells how the log names accounts. Raises :class:`SchemaError` where the schema is a later one.
    """
    config = _config()
    config.attributes |= {"connection": connection, "account": entries.c.account}
    if _is_behind(connection, config):
        with _ALONE:
            command.upgrade(config, "head")


def expect_present(connection: Connection) -> None:
    """Raise :class:`SchemaError` where the tables of the log are not of the present schema."""
    if _is_behind(connection, _config()):
        place = connection.engine.url.render_as_string()
        raise SchemaError(
            f"{place}: no log is in there, or one of an earlier version; name another database, or start the "
            "server of this version once, which brings it up to date"
        )


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _is_behind(connection: Connection, config: Config) -> bool:
    """Return whether the schema is an earlier one. Raises :class:`SchemaError` where it is a later one."""
    known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    there = _version(connection)
    if there and there not in known:
        place = connection.engine.url.render_as_string()
        raise SchemaError(
            f"{place}: the tables of the log have version {there}, and this consent-banner knows those up to "
            f"{known[0]}. A later consent-banner has used this database. Install that one again, or use the "
            "copy of the database that you made before the update."
        )
    return there != known[0]


def _version(connection: Connection) -> str:
    """Return the version of the schema that the database has, or nothing where it is older than these."""
    if not sql.inspect(connection).has_table(VERSIONS):
        return ""
    version = sql.select(sql.column("version_num", sql.String)).select_from(sql.table(VERSIONS))
    return connection.execute(version).scalar() or ""
