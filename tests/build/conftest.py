"""A small declaration with everything in it, and ways to change one thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from banner import config

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GOOD = """
language = "en"
position = "top"
lifetime_days = 90

[links]
cookie-policy = "cookies.html"
privacy-policy = "https://shop.example/privacy"

[[purposes]]
id = "technical"
required = true

[[purposes]]
id = "analytics"
text = "We count."

[[purposes]]
id = "tickets"
name = "Tickets"
text = "Seats that you choose yourself."

[[purposes]]
id = "marketing"

[[vendors]]
id = "shop"
name = "The shop"
policy = "privacy.html"

[[vendors]]
id = "nobody"
name = "Nobody"

[[services]]
use = "facebook-pixel"
pixel_id = "1234567890"

[[services]]
use = "google"
ads_id = "AW-1234567"

[[services]]
id = "count"
name = "Counter"
text = "Counts."
purpose = "analytics"
vendor = "shop"
hosts = ["count.example"]
calls = ["count", "_count.push"]
command = "consent"
scripts = [{ src = "count.js", module = true }, { code = "count();" }]
withdraw = { code = "stop();" }
cookies = [
  { name = "count_*", duration = "30 days" },
  { name = "seen", duration = "persistent", kind = "local" },
]

[[services]]
id = "seats"
name = "Seats"
text = "Shows the hall."
purpose = "tickets"
vendor = "shop"
gates = true
cookies = [{ name = "consent", duration = "1 year", domain = "seats.example" }]

[[services]]
id = "basket"
name = "Basket"
text = "Keeps your basket."
purpose = "technical"
vendor = "shop"
cookies = [{ name = "basket", duration = "60 minutes" }, { name = "consent", duration = "90 days" }]

[texts.en]
"banner.title" = "A word about cookies"
"service.basket.text" = "Keeps what you chose."
"""


def changed(*changes: tuple[str, str]) -> str:
    """GOOD with each first text, of which there is just one, replaced by the second."""
    text = GOOD
    for old, new in changes:
        assert text.count(old) == 1, f"{text.count(old)} times: {old}"
        text = text.replace(old, new)
    return text


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., config.SiteConfig]:
    """Reads a declaration given as text."""

    def read(text: str) -> config.SiteConfig:
        file = tmp_path / "consent.toml"
        file.write_text(text, encoding="utf-8")
        return config.read(file)

    return read


@pytest.fixture
def errors(tmp_path: Path) -> Callable[[str], list[str]]:
    """The error lines of a declaration given as text, each less the name of the file and the line there."""

    def errors(text: str) -> list[str]:
        file = tmp_path / "consent.toml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(config.ConfigError) as caught:
            config.read(file)
        lines = str(caught.value).split("\n")
        assert all(re.match(rf"{re.escape(str(file))}(:\d+)?: ", line) for line in lines)
        return [re.sub(r"^(:\d+)?: ", "", line.removeprefix(str(file))) for line in lines]

    return errors
