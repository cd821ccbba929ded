"""Has pages tell a region, as the server of a site does for visitors from there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

_TELL = Path(__file__).with_name("region.js").read_text(encoding="utf-8").strip().removesuffix(";")


def tell(context: BrowserContext, code: str) -> None:
    """Have each page of *context* tell the region *code*, whatever else it tells; nothing without a code."""
    if code:
        context.add_init_script(f"({_TELL})({json.dumps(code)});")
