"""Somebody who is logged in, and was never asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from banner.audit import login
from banner.errors import ConfigError
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
    left = login.of_visitor(state, expected(tmp_path))

    assert [one["name"] for one in left["cookies"]] == ["sid", "tracked", "member"]
    assert left["cookies"][-1] == {"name": "member", "value": "4f2a", "url": f"https://{HOST}/"}
    assert left["origins"][0]["localStorage"] == [{"name": "theme", "value": "1"}]


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"cookies": 1, "origins": []}), "\xff"])
def test_what_is_no_storage_state_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "login.json"
    file.write_bytes(text.encode("latin-1"))

    with pytest.raises(ConfigError, match="this is no storage state of Playwright; write it with"):
        login.read(file)
