"""The recipes for tests that the guide gives are tried as they stand there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from banner.toolchain.environment import ROOT
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

GUIDE = (ROOT / "site/docs/guide/testing.md").read_text(encoding="utf-8")
pytestmark = [ONE_RUNTIME, pytest.mark.needs("recipes of Playwright")]


def recipes(heading: str) -> list[str]:
    """Return the blocks of Python below a *heading* of the guide."""
    part = GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```python\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)


def follow(recipe: str, visitor: Visitor) -> dict[str, Any]:
    """Do what a *recipe* says with the page of a *visitor*, and return the names that it leaves."""
    names = {
        "base": visitor.base,
        "browser": visitor.context.browser,
        "context": visitor.context,
        "page": visitor.page,
    }
    exec(compile(recipe, "testing.md", "exec"), names)  # noqa: S102 - it is ours
    return names


def test_a_page_without_the_script_has_no_banner(visitor: Visitor) -> None:
    (recipe,) = recipes("Keep the banner out of the way")
    follow(recipe, visitor)
    visitor.page.goto(visitor.base)

    assert visitor.page.evaluate("typeof consent") == "undefined"
    assert visitor.page.query_selector("#consent-banner") is None


def test_a_saved_state_starts_with_the_decision_and_without_python(
    visitor: Visitor,
    new_visitor: Callable[..., Visitor],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    saved, _ = recipes("Start with a decision")
    follow(saved, visitor)["context"].close()
    later = new_visitor(storage_state=tmp_path / "granted.json").visit()

    assert later.state() == "granted"
    assert later.python() == []


@pytest.mark.thorough
def test_a_decision_can_be_made_without_a_click(visitor: Visitor) -> None:
    _, called = recipes("Start with a decision")
    visitor.visit()
    accept, deny = called.splitlines()
    follow(accept, visitor)

    assert visitor.state() == "partial"
    follow(deny, visitor)
    visitor.page.wait_for_selector("html[data-consent=denied]")


@pytest.mark.thorough
def test_the_page_object_does_what_the_guide_says(visitor: Visitor) -> None:
    (recipe,) = recipes("Page objects")
    follow(recipe, visitor)

    assert visitor.record() is not None


def test_a_forged_state_starts_with_the_decision_and_without_python(
    visitor: Visitor, dist: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(dist.parent)
    recipe, _ = recipes("Start decided")  # the other one is for who is logged in
    visitor.context = follow(recipe, visitor)["context"]
    visitor.context.on("request", visitor._remember)
    visitor.page = visitor.context.new_page()
    visitor.visit().settled("partial")

    assert visitor.python() == []


@pytest.mark.thorough
def test_the_cookie_alone_is_enough(visitor: Visitor, new_visitor: Callable[..., Visitor]) -> None:
    visitor.visit().press("accept-all").settled("granted")

    new_visitor().keep(visitor.consent_cookie()).visit().settled("granted")


@pytest.mark.parametrize("heading", ["Nothing before consent", "Global Privacy Control"])
def test_a_recipe_for_first_visits_holds(visitor: Visitor, heading: str) -> None:
    (recipe,) = recipes(heading)
    follow(recipe, visitor)
    visitor.visit()

    assert visitor.state() == "undecided"


@pytest.mark.thorough
def test_a_consent_that_has_expired_is_asked_for_again(visitor: Visitor) -> None:
    (recipe,) = recipes("Expiry")
    visitor.visit().press("deny-all").settled("denied")

    follow(recipe, visitor)
