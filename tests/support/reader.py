"""What a reader of the screen is told of an element, by the engine's own tree of accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.engines import locator

if TYPE_CHECKING:
    from playwright.sync_api import Locator


def role_and_name(element: Locator | locator.Locator) -> tuple[str, str]:
    """The role and the spoken name of *element*."""
    if isinstance(element, locator.Locator):
        return element.role_and_name()
    element.evaluate("(one) => { window.one = one; }")
    tree = element.page.context.new_cdp_session(element.page)
    one = tree.send("Runtime.evaluate", {"expression": "window.one"})["result"]["objectId"]
    wanted = {"objectId": one, "fetchRelatives": False}
    (node,) = tree.send("Accessibility.getPartialAXTree", wanted)["nodes"]
    tree.detach()
    return str(node["role"]["value"]), str(node["name"]["value"])
