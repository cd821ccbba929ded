"""The owner's page with counts: drawn without a script, judged, and readable on every screen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sql
from shop.app import application

from banner import config
from banner.serve import local
from banner.server import counts
from tests.browser.accessibility.test_barriers import barriers
from tests.browser.conftest import DEMO
from tests.browser.shop.test_judges import OURS, OWNER, SCREENS
from tests.browser.shop.test_narrow import outside
from tests.matrix import examples
from tests.support import validator
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

DAYS = 400
# The box of each drawing, how many of its parts stand out of it, and how much room it has.
DRAWN = """() => [...document.querySelectorAll('main :is(.chart, .trends) svg')].map((svg) => {
  const box = svg.getBoundingClientRect();
  const out = [...svg.querySelectorAll('rect:not(pattern *), polyline')].filter((part) => {
    const { left, right, top, bottom } = part.getBoundingClientRect();
    return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
  });
  return [out.length, box.width > 100, box.height > 20];
})"""
COLUMNS = """() => [...document.querySelectorAll('.chart g')].map((column) =>
  ['accepted', 'partly', 'denied'].map((kind) =>
    Math.round(column.querySelector('.' + kind).getBoundingClientRect().height)))"""


def row(day: dt.date, language: str = "", service: str = "", **numbers: int) -> dict[str, object]:
    """A row of the table of counts."""
    sums = dict.fromkeys(("shown", "accepted", "partly", "denied"), 0) | numbers
    return {"day": day.isoformat(), "language": language, "service": service, **sums}


@pytest.fixture(scope="module")
def counting(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a shop that has counted for more than a year."""
    database = f"sqlite:///{tmp_path_factory.mktemp('counts') / 'shop.sqlite'}"
    declared = config.read(DEMO)
    site = application(dist, declared.declaration, database, "owner", counted=declared.languages)
    today = dt.datetime.now(dt.UTC).date()
    rows = []
    for back in range(1, DAYS):
        day = today - dt.timedelta(days=back)
        rows.append(row(day, shown=900))
        for language in declared.languages[: back % 4]:  # there are days without any
            rows.append(row(day, language, accepted=50, partly=30, denied=20))
            rows += [
                row(day, language, service.id, accepted=80, denied=20)
                for service in declared.declaration.optional()
            ]
    engine = sql.create_engine(database)
    with engine.begin() as connection:
        connection.execute(counts.table.insert(), rows)
    engine.dispose()
    with local.running(site) as address:
        yield address


@pytest.mark.thorough
@pytest.mark.needs("other media")
@examples("days", [7, 30, 365], run=[30])
def test_judges_find_nothing_on_the_page_with_counts(
    new_visitor: Callable[..., Visitor], counting: str, tmp_path: Path, days: int
) -> None:
    visitor = new_visitor(counting, reduced_motion="reduce", http_credentials=OWNER)
    page = visitor.visit(f"owner?days={days}").page
    page.evaluate("document.querySelector('details').open = true")
    page.evaluate(OURS)
    text = page.evaluate("'<!doctype html>' + document.documentElement.outerHTML")
    (tmp_path / "owner.html").write_text(text, encoding="utf-8")

    assert list(barriers(page, SCREENS, "main", judged=frozenset({"color-contrast"}))) == []
    assert validator.findings([tmp_path / "owner.html"]) == []


@pytest.mark.thorough
def test_drawings_stand_in_their_frames_on_every_screen_and_are_as_high_as_their_numbers(
    new_visitor: Callable[..., Visitor], counting: str
) -> None:
    visitor = new_visitor(counting, http_credentials=OWNER)
    for width in (320, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 800})
        assert outside(visitor, "owner?days=7") == []
        drawn = visitor.page.evaluate(DRAWN)
        assert len(drawn) > 10
        assert {tuple(one) for one in drawn} == {(0, True, True)}
    columns = [one for one in visitor.page.evaluate(COLUMNS) if one[0]]

    assert 4 <= len(columns) <= 6
    for accepted, partly, denied in columns:
        assert accepted / denied == pytest.approx(50 / 20, abs=0.15)
        assert partly / denied == pytest.approx(30 / 20, abs=0.15)
