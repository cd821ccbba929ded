"""An owner's words are text, whatever stands in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.visitor import Visitor

WORDS = "</script><img src=x onerror='hacked=1'>\"'`${{hacked=1}}&amp;<!--\\ \u202edesrever\u2066 {{when}}"
SHOWN = WORDS.replace("{{", "{").replace("}}", "}")
KEYS = ("banner.title", "banner.text", "action.deny-all", "purpose.marketing.name", "service.google.text")


@pytest.mark.fault("hostile-text")
def test_words_with_markup_and_quotes_are_shown_as_they_are_written(
    new_visitor: Callable[..., Visitor], rebuilt: Callable[[str, str], str]
) -> None:
    texts = "".join(f'"{key}" = {json.dumps(WORDS)}\n' for key in KEYS)
    visitor = new_visitor(rebuilt("[texts.en]\n", f"[texts.en]\n{texts}")).visit()
    page = visitor.page
    page.wait_for_selector("#consent-banner h2")
    for place in ("h2", "[data-consent-action=deny-all]"):
        assert page.text_content(f"#consent-banner {place}") == SHOWN
    visitor.press("preferences")
    page.get_by_text(SHOWN, exact=False).last.wait_for()
    assert page.locator("#consent-banner img, #consent-preferences img").count() == 0

    visitor.press("deny-all", "dialog").settled("denied")
    visitor.visit("cookie-policy.html")
    page.locator("[data-consent-embed=declaration]").get_by_text(SHOWN).first.wait_for()
    assert page.evaluate("typeof hacked") == "undefined"
    assert visitor.record() is not None
