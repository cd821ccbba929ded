"""Somebody who is logged in, and was never asked."""

from __future__ import annotations

from pathlib import Path

from banner.audit.login import of_visitor
from banner.observe import login
from tests.unit.audit.sites import HOST, expected


def test_what_services_that_are_asked_and_others_have_left_is_left_out(tmp_path: Path) -> None:
    names = ["sid", "tracked", "_fbp", "visits", "consent"]
    state = {
        "cookies": [
            *({"name": name, "value": "1", "domain": f".{HOST}", "path": "/"} for name in names),
            {"name": "sid", "value": "1", "domain": "login.other.example", "path": "/"},
            login.cookie("member = 4f2a", f"https://{HOST}/"),
        ],
        "origins": [
            {
                "origin": f"https://{HOST}",
                "localStorage": [
                    {"name": name, "value": "1"} for name in ("theme", "visits.seen", "consent.plan")
                ],
            }
        ],
    }
    left = of_visitor(state, expected(tmp_path))

    assert [one["name"] for one in left["cookies"]] == ["sid", "tracked", "member"]
    assert left["cookies"][-1] == {"name": "member", "value": "4f2a", "url": f"https://{HOST}/"}
    assert left["origins"][0]["localStorage"] == [{"name": "theme", "value": "1"}]
