"""Environment of the migrations: a connection in whose transaction all of them run, or none."""

from __future__ import annotations

from alembic import context

from banner.server.schema import VERSIONS

context.configure(connection=context.config.attributes["connection"], version_table=VERSIONS)
context.run_migrations()
