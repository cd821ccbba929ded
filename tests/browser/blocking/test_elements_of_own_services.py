"""A service of the owner's own can load a script with attributes, a style sheet and a pixel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import small_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.visitor import Visitor

SERVICES = """
[[services]]
id = "counter"
name = "Counter"
text = "Counts visits."
purpose = "analytics"
vendor = "them"

[[services.scripts]]
code = "window.before = document.querySelectorAll('[data-domain]').length;"

[[services.scripts]]
src = "counter.js"
attributes = { data-domain = "example.com", crossorigin = "anonymous", async = true }

[[services.scripts]]
style = "counter.css"
attributes = { media = "all" }

[[services.scripts]]
pixel = "pixel.gif"

[[services]]
id = "counter-2"
name = "Another counter"
text = "Counts visits for somebody else."
purpose = "analytics"
vendor = "them"

[[services.scripts]]
src = "counter.js"
attributes = { data-domain = "example.org" }
"""
PAGE = '<!DOCTYPE html><title>Page</title><script src="consent/consent.js"%s></script><p>Text'
POLICY = (
    "default-src 'none'; connect-src 'self'; style-src 'self' 'nonce-abc'; img-src 'self'; "
    "script-src 'nonce-abc' 'wasm-unsafe-eval'; require-trusted-types-for 'script'"
)


@pytest.fixture(scope="module")
def own_elements(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site with such a service is served."""
    meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    counter = (
        "var { dataset } = document.body; "
        "dataset.counter = (dataset.counter || '') + window.before + document.currentScript.dataset.domain;"
    )
    pages = {
        "index.html": PAGE % "",
        "strict.html": meta + PAGE % ' nonce="abc"',
        "counter.js": counter,
        "counter.css": "p { color: rgb(1, 2, 3) }",
        "pixel.gif": "GIF89a",
    }
    with small_site.served(tmp_path_factory.mktemp("elements"), ("analytics",), SERVICES, pages) as base:
        yield base


def coloured(visitor: Visitor) -> None:
    """Wait until the style sheet of the service is there."""
    visitor.page.wait_for_function("getComputedStyle(document.querySelector('p')).color === 'rgb(1, 2, 3)'")


@pytest.mark.parametrize("path", ["", "strict.html"])
def test_each_element_comes_with_its_attributes_once_it_is_granted(
    new_visitor: Callable[..., Visitor], own_elements: str, path: str
) -> None:
    visitor = new_visitor(own_elements).visit(path)
    files = [f"{own_elements}{name}" for name in ("counter.js", "counter.css", "pixel.gif")]
    assert not set(files) & set(visitor.requests)

    visitor.press("accept-all").settled("granted").sees(*files)
    visitor.page.wait_for_selector("body[data-counter*='0example.com']")
    coloured(visitor)
    element = visitor.page.locator("script[data-domain='example.com']")
    assert element.get_attribute("crossorigin") == "anonymous"
    assert element.get_attribute("async") == ""


@pytest.mark.thorough
def test_they_come_on_the_next_page_too(new_visitor: Callable[..., Visitor], own_elements: str) -> None:
    visitor = new_visitor(own_elements).visit().press("accept-all").settled("granted").afresh().visit()
    visitor.page.wait_for_selector("body[data-counter*='0example.com']")
    coloured(visitor)

    assert visitor.python() == []


def test_none_comes_after_a_denial(new_visitor: Callable[..., Visitor], own_elements: str) -> None:
    visitor = new_visitor(own_elements).visit().press("deny-all").settled("denied").afresh().visit()
    visitor.page.wait_for_load_state()

    assert not [one for one in visitor.requests if "counter" in one or "pixel" in one]


def test_two_accounts_with_one_script_have_it_once_each(
    new_visitor: Callable[..., Visitor], own_elements: str
) -> None:
    page = new_visitor(own_elements).visit().press("accept-all").settled("granted").page
    page.wait_for_function("document.querySelectorAll('script[data-domain]').length === 2")

    scripts = page.locator("script[data-domain]").all()
    assert [one.get_attribute("data-domain") for one in scripts] == ["example.com", "example.org"]
