"""Pages that use PyScript themselves: theirs and ours live side by side, whichever comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner.toolchain import environment
from tests.matrix import combined
from tests.support.strict import reaches, strict_page
from tests.support.visitor import UP, Visitor

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Route

OWN = "own/"
FOLDERS = {
    "core": "@pyscript/core/dist",
    "micropython": "@micropython/micropython-webassembly-pyscript",
    "pyodide": "pyodide",
}
CORE = f'<script type="module" src="/{OWN}core/core.js"></script>'
LATE = f"""<script>window.begin = () => {{
  const core = {{ type: "module", src: "/{OWN}core/core.js" }};
  document.head.append(Object.assign(document.createElement("script"), core));
}};</script>"""
KINDS = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm"}
INTERPRETERS = {"mpy": "micropython", "py": "pyodide"}
# What either of us is matters most where both start at once, and two Pyodides take the most of each other.
KINDS_ALONE = ["mpy", pytest.param("py", marks=[pytest.mark.both, pytest.mark.thorough])]
PAIRS = [
    ("micropython", "mpy"),
    pytest.param("micropython", "py", marks=pytest.mark.thorough),
    pytest.param("pyodide", "mpy", marks=pytest.mark.thorough),
    pytest.param("pyodide", "py", marks=[pytest.mark.both, pytest.mark.thorough]),
]
CONFIGURED = ("an attribute", "an element")
# The site's own program: it tells that it has run, and of each click on the heading.
PROGRAM = """
from pyscript import document, when, window

@when("click", "h1")
def clicked(event):
    document.body.dataset.clicks = str(int(document.body.dataset.clicks or 0) + 1)

document.body.dataset.clicks = "0"
document.body.dataset.own = "ran"
"""
RAN = "body[data-own=ran]"


def own_file(address: str) -> Path:
    """The file of the page's own PyScript at an *address*, out of the installed packages."""
    folder, _, name = address.partition(f"/{OWN}")[2].partition("?")[0].partition("/")
    return environment.package(FOLDERS[folder]) / name


def answer(route: Route) -> None:
    path = own_file(route.request.url)
    route.fulfill(path=path, content_type=KINDS.get(path.suffix))


def page_with_python(visitor: Visitor, kind: str, configured: str, *, late: bool = False) -> Visitor:
    """Open a page with its own Python of a *kind*, *configured* by an element or by an attribute.

    A *late* one starts when the page is told to.
    """
    name = INTERPRETERS[kind]
    config = f'{{"interpreter": "/{OWN}{name}/{name}.mjs"}}'
    head = LATE if late else CORE
    if configured == "an element":
        head += f"<{kind}-config>{config}</{kind}-config>"
    attribute = f" config='{config}'" if configured == "an attribute" else ""
    body = f'<script type="{kind}"{attribute}>{PROGRAM}</script>'
    visitor.context.route(f"**/{OWN}**", answer)
    return strict_page(visitor, head=head, body=body, path="own.html")


def both_work(visitor: Visitor) -> None:
    """The decision is recorded, and the site's own Python still hears."""
    page = visitor.page
    clicks = int(page.get_attribute("body", "data-clicks") or 0)
    page.click("h1")
    page.wait_for_selector(f"body[data-clicks='{clicks + 1}']")

    assert visitor.record() is not None
    assert visitor.strangers() == []


@combined(kind=KINDS_ALONE, configured=CONFIGURED)
def test_a_decision_is_recorded_on_a_page_whose_own_python_came_first(
    visitor: Visitor, kind: str, configured: str
) -> None:
    page = page_with_python(visitor, kind, configured).page
    page.wait_for_selector(RAN)
    reaches(visitor.press("deny-all"), "denied")

    both_work(visitor)


@combined(kind=KINDS_ALONE, configured=reversed(CONFIGURED))
def test_a_sites_own_python_starts_after_a_decision_at_the_banner(
    visitor: Visitor, kind: str, configured: str
) -> None:
    page = page_with_python(visitor, kind, configured, late=True).page
    reaches(visitor.press("deny-all"), "denied")
    assert page.evaluate(UP)

    page.evaluate("begin()")
    page.wait_for_selector(RAN)
    both_work(visitor)


@pytest.mark.parametrize(("interpreter", "kind"), PAIRS, indirect=["interpreter"])
@pytest.mark.thorough
def test_two_pythons_that_start_at_once_both_start(visitor: Visitor, kind: str) -> None:
    page = page_with_python(visitor, kind, "an element").page
    reaches(visitor.press("accept-all"), "granted")
    page.wait_for_selector(RAN)
    page.evaluate("void consent.deny()")
    reaches(visitor, "denied")
    page.wait_for_selector(RAN)
    both_work(visitor)


@pytest.mark.both
def test_a_site_that_waits_for_pyscript_hears_of_its_own_alone(visitor: Visitor) -> None:
    visitor.page.add_init_script(
        """window.progress = [];
        for (const kind of ['py', 'mpy']) {
          for (const event of ['ready', 'done', 'progress', 'all-done']) {
            addEventListener(`${kind}:${event}`, () => progress.push(kind + event), true);
          }
        }
        addEventListener('message', ({ data }) => progress.push(data), true);"""
    )
    strict_page(visitor)
    reaches(visitor.press("deny-all"), "denied")

    assert visitor.page.evaluate("progress") == []
