"""One render path: what the build renders and what the browser renders is the same to the byte."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from banner import config
from banner.config import locales
from banner.toolchain import bundle
from tests.runtime.deciding import run as decide
from tests.runtime.joining import run as join
from tests.runtime.render import run
from tests.unit.shop import DECLARATION

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="module")
def given() -> dict[str, Any]:
    """The demo site's declaration, its texts with a few that try to break out, and its links."""
    site = config.read(bundle.ROOT / "site/demo/consent.toml")
    own = {**site.texts["en"], "purpose.analytics.text": "<b>\"Zahlen\" & 'Fakten'</b> – \u202e 数字"}
    messages = locales.messages("en", own, site.declaration)
    return {
        "declaration": dataclasses.asdict(site.declaration),
        "messages": locales.plain(messages, ("",)),
        "languages": locales.names(("ar", "de", "en")),
        "links": site.links_in(site.language),
    }


def test_what_the_browser_renders_is_what_the_build_renders(
    there: Callable[[str, object], Any], given: dict[str, Any]
) -> None:
    assert there("tests.runtime.render", given) == run(given)


def test_what_is_decided_there_is_what_is_decided_here(
    there: Callable[[str, object], Any], given: dict[str, Any]
) -> None:
    told = decide(given["declaration"])

    assert [line.partition("{")[0] for line in told[:3]] == ["FetchAccount", "KeepLogin", "ForgetPlan"]
    assert there("tests.runtime.deciding", given["declaration"]) == told


def test_names_are_joined_there_as_they_are_here(there: Callable[[str, object], Any]) -> None:
    spoken = [
        locales.plain(locales.messages(one, {}, DECLARATION), ("joined.",)) for one in locales.languages()
    ]

    assert there("tests.runtime.joining", spoken) == join(spoken)
