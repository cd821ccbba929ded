"""Judges of others' making find nothing on the demo's pages: a validator of HTML, and axe."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from tests.browser.accessibility.test_barriers import barriers
from tests.browser.shop.test_basket import deliver, filled
from tests.matrix import examples
from tests.support import looks, validator
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.accessibility.test_barriers import Screens
    from tests.support.visitor import Visitor

pytestmark = [ONE_RUNTIME, pytest.mark.needs("other media")]

SCREENS: Screens = ((320, "light"), (1280, "dark"))
PAGES = (
    "",
    "product.html",
    "stage.html",
    "cookie-policy.html",
    "privacy-policy.html",
    "account",
    "basket",
    "owner",
)
OWNER = {"username": "owner", "password": "owner"}
# Ours are judged by themselves elsewhere.
OURS = """document.querySelectorAll('.consent-list, [data-consent-embed] > *, consent-ui')
  .forEach((one) => one.remove())"""


def states(visitor: Visitor) -> Iterator[tuple[str, Page]]:
    """Every page of the demo, in each state that it has."""
    visitor.visit().press("deny-all").settled("denied")
    for path in PAGES:
        yield path or "home", visitor.visit(path).page
    page = visitor.visit("account").page
    page.click("form[action$=register] button")
    page.wait_for_selector("[aria-invalid]")
    yield "unfit", page
    page.fill("#register-email", "judge@example.com")
    page.fill("#register-password", "correct horse")
    page.click("form[action$=register] button")
    page.wait_for_selector(".note")
    yield "registered", page
    page = visitor.visit("account").page
    page.fill("#login-email", "judge@example.com")
    page.fill("#login-password", "correct horse")
    page.click("form[action$=login] button")
    page.wait_for_selector("#who")
    page.click("summary")
    page.click("form[action$=delete] button")
    page.wait_for_selector("#delete-password-error")
    yield "logged in", page


def ordering(visitor: Visitor) -> Iterator[tuple[str, Page]]:
    """The way of an order, step by step, with an address that lacks something at first."""
    page = filled(visitor, 2)
    yield "filled", page
    deliver(page, city="")
    page.wait_for_selector("[aria-invalid]")
    yield "incomplete", page
    page.fill("#city", "Modena")
    page.click("main form button")
    page.wait_for_selector("h1:has-text('Your order')")
    yield "order", page
    page.click("main form button")
    page.wait_for_selector("h1:has-text('Thank you')")
    yield "thanks", page


# The languages that are not that of the other pages.
OTHERS = [one for one in looks.LANGUAGES if one != "en"]
POLICIES = ("cookie-policy", "privacy-policy")


def translated(visitor: Visitor) -> Iterator[tuple[str, Page]]:
    """One of the policies in each language, and the other one in the next."""
    yield from in_words(visitor, zip(OTHERS, itertools.cycle(POLICIES), strict=False))


def all_translated(visitor: Visitor) -> Iterator[tuple[str, Page]]:
    """Each of the policies in each language."""
    yield from in_words(visitor, itertools.product(OTHERS, POLICIES))


def in_words(visitor: Visitor, policies: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Page]]:
    """Each of *policies*, which are told by their languages and names."""
    visitor.visit().press("deny-all").settled("denied")
    for language, page in policies:
        yield f"{language}-{page}", visitor.visit(f"{language}/{page}.html").page


WAYS = [states, ordering, translated, all_translated]


@pytest.mark.thorough
@pytest.mark.long
@examples("way", WAYS, run=WAYS[:1])
def test_judges_find_nothing_on_any_page_in_any_state(
    new_visitor: Callable[..., Visitor],
    tmp_path: Path,
    way: Callable[[Visitor], Iterator[tuple[str, Page]]],
    *,
    thorough: bool,
) -> None:
    visitor = new_visitor(reduced_motion="reduce", http_credentials=OWNER)
    found = []
    for at, (name, page) in enumerate(way(visitor)):
        # By default a page is judged on one of the screens, and the next one on the other.
        screens = SCREENS if thorough else SCREENS[at % 2 :][:1]
        # What a form has led to may have its elements before its style.
        page.wait_for_load_state()
        page.evaluate(OURS)
        text = page.evaluate("'<!doctype html>' + document.documentElement.outerHTML")
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")
        roots = ("header", "main", "footer")
        found += [
            (name, *one) for one in barriers(page, screens, *roots, judged=frozenset({"color-contrast"}))
        ]
        page.set_viewport_size({"width": 1280, "height": 800})

    assert found == []
    pages = sorted(tmp_path.glob("*.html"))
    assert validator.findings(pages) == []
