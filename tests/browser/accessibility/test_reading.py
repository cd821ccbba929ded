"""What a screen reader finds, as a text that was read with care: the tree of roles, names and states.

Where something is to read differently, delete its file below ``golden``: the next run writes it anew and
fails, so that somebody reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import looks
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

GOLDEN = Path(__file__).parent / "golden"


def reads_as(visitor: Visitor, root: str, language: str, name: str) -> list[str]:
    """The first *root* as a screen reader finds it, where that differs from what was read with care."""
    place = visitor.page.locator(root).first
    tree = place.aria_snapshot().replace(visitor.base, "/") + "\n"
    file = GOLDEN / f"{name}.{language}.yaml"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(tree, encoding="utf-8")
        return [f"{file.name} is new: read it"]
    was = file.read_text(encoding="utf-8")
    return (
        []
        if tree == was
        else [f"{file.name} reads differently", *set(tree.splitlines()) ^ set(was.splitlines())]
    )


@pytest.mark.needs("the whole tree of accessibility")
@pytest.mark.parametrize("language", ["en", "it"])
def test_a_screen_reader_finds_what_was_read_with_care(
    new_visitor: Callable[..., Visitor], language: str
) -> None:
    visitor = looks.speak(new_visitor(), language).visit("cookie-policy.html")
    page = visitor.page
    page.wait_for_selector(f"{looks.LIST} tbody")
    wrong = [
        line
        for root, name in ((looks.BANNER, "banner"), (looks.SECTION, "section"), (looks.LIST, "list"))
        for line in reads_as(visitor, root, language, name)
    ]
    wrong += reads_as(looks.dialog(visitor), looks.DIALOG, language, "preferences")
    looks.stage(visitor)
    wrong += reads_as(visitor, looks.PLACEHOLDER, language, "placeholder")
    wrong += reads_as(visitor, f"[role=status]:has({looks.TOAST})", language, "toast")

    assert wrong == []


@pytest.mark.thorough
@pytest.mark.needs("the accessibility tree")
@pytest.mark.needs("the whole tree of accessibility")
def test_lists_stay_tables_where_one_is_shown_as_cards(visitor: Visitor) -> None:
    page = looks.policy(visitor).page
    page.evaluate("document.querySelector('table.stack').remove()")  # the page's own
    page.set_viewport_size({"width": 320, "height": 640})
    page.wait_for_function(
        f"getComputedStyle(document.querySelector('{looks.HISTORY} td')).display === 'flex'"
    )
    reader = visitor.context.new_cdp_session(page)
    nodes = reader.send("Accessibility.getFullAXTree")["nodes"]
    roles = [node["role"]["value"] for node in nodes if not node.get("ignored")]

    assert roles.count("table") == page.locator(".consent-list table").count()
    assert roles.count("row") == page.locator(".consent-list tr").count()
    assert roles.count("rowheader") == page.locator(".consent-list tbody th").count()
    assert roles.count("columnheader") == page.locator(".consent-list thead th").count()
    # A column's heading beside its value is for the eyes: a reader has the heading itself.
    names = {str(node.get("name", {}).get("value")) for node in nodes if node["role"]["value"] == "cell"}
    assert "Banner" in names
