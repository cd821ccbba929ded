"""What a browser keeps of somebody who is logged in is read from a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from banner.errors import ConfigError
from banner.observe import login


@pytest.mark.parametrize("text", ["", "[]", "{}", json.dumps({"cookies": 1, "origins": []}), "\xff"])
def test_what_is_no_storage_state_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "login.json"
    file.write_bytes(text.encode("latin-1"))

    with pytest.raises(ConfigError, match="this is no storage state of Playwright; write it with"):
        login.read(file)
