"""Links conversion: pooled counts of clicks on traceable links, and of orders that followed."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sql

from shop.store import totals

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

SERVICE = "links-conversion"
COOKIE = "links_conversion"
_CAMPAIGN = re.compile(r"([a-z0-9-]{1,40}):([1-9][0-9]{0,2})")
_MOST = 20


@dataclass(frozen=True)
class Campaign:
    """Totals of one campaign, and its shares, from 0 to 1, of all clicks and of all orders."""

    name: str
    clicks: int
    orders: int
    clicks_share: float
    orders_share: float


def read(text: str) -> dict[str, int]:
    """The clicks by campaign in the cookie's *text*; what is not exactly that is nothing."""
    parts = text.split(".") if text else []
    found = [_CAMPAIGN.fullmatch(part) for part in parts]
    if len(parts) > _MOST or not all(found):
        return {}
    return {one.group(1): int(one.group(2)) for one in found if one}


def count(engine: Engine, clicks: dict[str, int]) -> None:
    """Add the *clicks* of somebody who has completed an order to today's totals."""
    day = dt.datetime.now(dt.UTC).date().isoformat()
    with engine.begin() as connection:
        for campaign, number in clicks.items():
            here = (totals.c.day == day) & (totals.c.campaign == campaign)
            more = {"clicks": totals.c.clicks + number, "orders": totals.c.orders + 1}
            if not connection.execute(totals.update().where(here).values(**more)).rowcount:
                connection.execute(
                    totals.insert().values(day=day, campaign=campaign, clicks=number, orders=1)
                )


def report(engine: Engine, since: dt.date) -> list[Campaign]:
    """Return all campaigns from the day *since* on, the most successful first."""
    columns = (totals.c.campaign, sql.func.sum(totals.c.clicks), sql.func.sum(totals.c.orders))
    query = (
        sql.select(*columns)
        .where(totals.c.day >= since.isoformat())
        .group_by(totals.c.campaign)
        .order_by(columns[2].desc(), columns[1].desc(), totals.c.campaign)
    )
    with engine.connect() as connection:
        rows = [(str(name), int(clicks), int(orders)) for name, clicks, orders in connection.execute(query)]
    all_clicks, all_orders = sum(row[1] for row in rows), sum(row[2] for row in rows)
    return [
        Campaign(name, clicks, orders, clicks / all_clicks, orders / all_orders)
        for name, clicks, orders in rows
    ]
