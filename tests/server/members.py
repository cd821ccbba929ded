"""Somebody with an account, in one browser or in two."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import sqlalchemy as sql
from shop.app import application
from shop.pages import Tries
from starlette.testclient import TestClient

from tests.server.conftest import DECLARATION, SITE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORM = {"email": "anna@example.com", "password": "correct horse"}


def rows(database: str, query: sql.Select[tuple[object, ...]]) -> list[sql.Row[tuple[object, ...]]]:
    """What the database answers."""
    engine = sql.create_engine(database)
    try:
        with engine.connect() as connection:
            return list(connection.execute(query))
    finally:
        engine.dispose()


@contextlib.contextmanager
def two_browsers(dist: Path, database: str) -> Iterator[tuple[TestClient, TestClient]]:
    """Two browsers at one shop that has patience."""
    site = application(dist, DECLARATION, database, "", tries=Tries(1000, 1000, 1000))
    here, there = (
        TestClient(site, base_url=SITE, headers={"Origin": SITE}, follow_redirects=False) for _ in range(2)
    )
    with here:
        yield here, there


def mail(client: TestClient) -> str:
    """The account's address, as the page says it; empty where nobody is logged in."""
    return client.get("/account").text.partition('<b id="who">')[2].partition("<")[0]
