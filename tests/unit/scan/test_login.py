"""Somebody who is logged in, and was never asked."""

from __future__ import annotations

from banner.observe import login
from banner.scan.login import of_visitor

HOST = "www.shop.example"


def test_what_the_banner_known_services_and_others_have_left_is_left_out() -> None:
    names = ["sid", "_ga", "consent", "consent-pending"]
    state = {
        "cookies": [
            *({"name": name, "value": "1", "domain": ".shop.example", "path": "/"} for name in names),
            {"name": "sid", "value": "1", "domain": "login.other.example", "path": "/"},
            {"name": "sid", "value": "1", "domain": "mine.example", "path": "/"},
            login.cookie("member = 4f2a", f"https://{HOST}/"),
        ],
        "origins": [
            {
                "origin": origin,
                "localStorage": [{"name": name, "value": "1"} for name in ("theme", "consent.plan")],
            }
            for origin in (f"https://{HOST}", "https://login.other.example")
        ],
    }
    left = of_visitor(state, [HOST, "mine.example"])

    assert [(one["name"], one.get("domain")) for one in left["cookies"]] == [
        ("sid", ".shop.example"),
        ("sid", "mine.example"),
        ("member", None),
    ]
    assert [one["localStorage"] for one in left["origins"]] == [[{"name": "theme", "value": "1"}], []]
