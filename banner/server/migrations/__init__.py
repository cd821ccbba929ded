"""Steps from each schema of the log's tables to the next, as Alembic runs them."""
