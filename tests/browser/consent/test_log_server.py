"""Decisions of visitors arrive in the log that ``consent-banner server`` keeps, behind a web server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sql

from tests.server.behind import log, proxy
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor
from tests.support.waits import until

pytestmark = ONE_RUNTIME


def test_what_a_visitor_decides_is_in_the_log_of_the_server_with_what_was_shown(
    new_visitor: Callable[..., Visitor], dist: Path, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'consents.sqlite'}"
    engine = sql.create_engine(database)

    def events() -> list[str]:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT event FROM entries ORDER BY number")
            return [row[0] for row in found]

    with (
        log(dist / "consent", database, requests_per_second=100) as upstream,
        proxy("nginx", (upstream,), dist, tmp_path) as port,
    ):
        visitor = new_visitor(f"http://127.0.0.1:{port}/")
        visitor.visit("index.html").press("accept-all").settled("granted")
        until(lambda: events() == ["given"])
        visitor.page.evaluate("consent.deny()")
        visitor.settled("denied")
        until(lambda: events() == ["given", "withdrawn"])
        shown = visitor.page.evaluate(
            """async () => {
              const { entries } = await (await fetch("api/consent/history")).json();
              const page = await fetch("api/consent/notices/" + entries[0].notice_hash);
              return [entries.length, page.status, (await page.text()).includes("data-consent-action")];
            }"""
        )
        assert shown == [2, 200, True]
    engine.dispose()
