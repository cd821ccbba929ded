"""The tag works as a module, in a bundle, in a frame and in a sandbox, or the console says why it cannot."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.engines.patience import RETRIES
from tests.support.runtimes import ONE_RUNTIME
from tests.support.strict import SCRIPT, reaches, strict_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.engines import Engine
    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

BANNER = "#consent-banner:not([hidden])"
MADE = "document.head.append(Object.assign(document.createElement('script'), {src: '/consent/consent.js'}))"
CROSS = "(element) => getComputedStyle(element, '::before').content"
# What the console is told, kept in the page: not every driver tells the text of an error.
TOLD = """window.told = [];
console.error = (...what) => told.push(what.join(' '));"""
SAYS_WHY = "told.some((one) => one.includes('did not load: no web server?'))"


def serve(visitor: Visitor, address: str, text: str, kind: str = "text/html") -> None:
    """Answer for one more file, of the site or of another one."""
    visitor.context.route(address, lambda route: route.fulfill(body=text, content_type=kind))


class TestTheTag:
    """Where our files are is known by the tag, in whatever way that was written."""

    @examples(
        "tag",
        [
            pytest.param('<script type="module" src="/consent/consent.js"></script>', id="a module"),
            pytest.param(
                '<script type="module" src="/consent/consent.js?v=3"></script>', id="a module with a query"
            ),
            pytest.param(f"<script>{MADE}</script>", id="made by a script"),
            pytest.param(
                f"<script>addEventListener('load', () => setTimeout(() => {MADE}, 100))</script>",
                id="delayed by a plugin",
            ),
        ],
        run=["a module with a query", "delayed by a plugin"],
    )
    def test_however_it_is_loaded_a_decision_is_recorded(self, visitor: Visitor, tag: str) -> None:
        reaches(strict_page(visitor, script=tag).press("deny-all"), "denied")

        assert visitor.record() is not None

    @pytest.mark.thorough
    @pytest.mark.parametrize("policy", ["", "script-src 'nonce-one' 'wasm-unsafe-eval'"], ids=["", "nonce"])
    def test_in_a_bundle_our_files_are_looked_for_where_they_usually_are(
        self, visitor: Visitor, dist: Path, policy: str
    ) -> None:
        ours = (dist / "consent/consent.js").read_text(encoding="utf-8")
        serve(visitor, visitor.base + "assets/app.js", f"window.app = 1;\n{ours}", "text/javascript")
        tag = '<script src="/assets/app.js" nonce="one" defer></script>'
        reaches(strict_page(visitor, script=tag, policy=policy).press("deny-all"), "denied")

        assert visitor.record() is not None


class TestEncodings:
    """A page has an encoding of its own, or tells none; the words of the banner stay what they are."""

    @pytest.mark.parametrize("encoding", ["windows-1252", "shift_jis", ""])
    def test_the_banner_reads_well_in_a_page_of_another_encoding(
        self, visitor: Visitor, encoding: str
    ) -> None:
        said = f"; charset={encoding}" if encoding else ""
        page = f"<!doctype html><title>Page</title>{SCRIPT}<h1>Page</h1>"
        serve(visitor, visitor.base + "page.html", page, f"text/html{said}")
        # Many servers say no encoding of scripts.
        visitor.context.route(
            "**/consent/consent.js",
            lambda route: route.fulfill(
                body=route.fetch(max_retries=RETRIES).body(), content_type="text/javascript"
            ),
        )
        banner = visitor.visit("page.html").page.locator("#consent-banner")
        banner.wait_for()

        assert "Cookie Policy · Privacy Policy" in banner.inner_text()
        assert banner.locator("[data-consent-action=dismiss]").evaluate(CROSS).startswith('"×"')


class TestFrames:
    """A page of the site in a page of the site does not ask a second time."""

    def test_a_page_in_a_frame_of_the_site_leaves_the_question_to_the_outer_one(
        self, visitor: Visitor
    ) -> None:
        serve(
            visitor, visitor.base + "inner.html", f"<!doctype html><title>Inner</title>{SCRIPT}<h1>Inner</h1>"
        )
        page = strict_page(visitor, body='<iframe src="/inner.html" title="Inner"></iframe>').page
        page.locator(BANNER).wait_for()
        inner = page.frame_locator("iframe")
        inner.locator("html[data-consent=undecided]").wait_for()

        assert inner.locator(BANNER).count() == 0
        reaches(visitor.press("deny-all"), "denied")
        page.frame_locator("iframe").locator("html[data-consent=denied]").wait_for()

    @pytest.mark.thorough
    def test_an_outer_page_whose_script_comes_later_takes_the_question_over(self, visitor: Visitor) -> None:
        serve(
            visitor, visitor.base + "inner.html", f"<!doctype html><title>Inner</title>{SCRIPT}<h1>Inner</h1>"
        )
        body = '<iframe src="/inner.html" title="Inner" width="900" height="600"></iframe>'
        page = strict_page(visitor, script="", body=body).page
        inner = page.frame_locator("iframe")
        inner.locator(BANNER).wait_for()

        page.evaluate(f"void {MADE}")
        page.locator(BANNER).wait_for()
        inner.locator("#consent-banner").wait_for(state="hidden")
        reaches(visitor.press("deny-all"), "denied")

    def test_where_the_outer_page_has_no_banner_the_inner_one_asks(self, visitor: Visitor) -> None:
        serve(
            visitor, visitor.base + "inner.html", f"<!doctype html><title>Inner</title>{SCRIPT}<h1>Inner</h1>"
        )
        page = strict_page(
            visitor, script="", body='<iframe src="/inner.html" width="900" height="600"></iframe>'
        ).page

        page.frame_locator("iframe").locator(BANNER).wait_for()


@pytest.mark.needs("cookies in frames of other sites")
def test_in_a_frame_of_another_site_one_decision_holds(
    new_visitor: Callable[..., Visitor], elsewhere: Callable[[Visitor, str, str], None], address: str
) -> None:
    visitor = new_visitor("https://shop.example.test/")
    elsewhere(visitor, visitor.base, address)
    portal = "https://portal.other.test/"
    text = (
        f'<!doctype html><title>Portal</title><iframe src="{visitor.base}" width="900" height="600"></iframe>'
    )
    serve(visitor, portal, text)
    visitor.page.goto(portal)
    framed = visitor.page.frame_locator("iframe")
    # By a script, since Firefox's driver has no pointer in a frame of another site.
    framed.locator(f"{BANNER} [data-consent-action=deny-all]").evaluate("(one) => one.click()")
    framed.locator("html[data-consent=denied]").wait_for()

    visitor.page.reload()
    framed.locator("html[data-consent=denied]").wait_for()
    assert framed.locator(BANNER).count() == 0
    visitor.requests = [address for address in visitor.requests if address != portal]
    assert [one["name"] for one in visitor.context.cookies()].count("__Host-consent") == 1
    # Who asks in a frame has an answer for that site alone.
    visitor.visit()
    visitor.page.locator(BANNER).wait_for()


@examples(
    "sandbox",
    ["sandbox allow-scripts", "sandbox allow-scripts allow-forms"],
    run=["sandbox allow-scripts"],
)
def test_a_sandboxed_page_is_asked_and_the_console_says_why_nothing_is_recorded(
    visitor: Visitor, dist: Path, sandbox: str
) -> None:
    # A page that a test answers for counts as one of another network, which a sandboxed one asks nothing of.
    ours = (dist / "consent/consent.js").read_text(encoding="utf-8")
    serve(visitor, visitor.base + "consent/consent.js", ours, "text/javascript")
    visitor.page.add_init_script(TOLD)
    page = strict_page(visitor, policy=sandbox).page
    page.locator(BANNER).wait_for()

    assert page.evaluate("consent.get().state") == "undecided"
    visitor.press("deny-all")
    page.wait_for_function(SAYS_WHY)
    assert page.evaluate("document.documentElement.dataset.consent") == "pending"
    assert visitor.errors == []


@pytest.mark.needs("the console of a page of a disk")
def test_a_page_of_a_disk_is_told_to_use_a_web_server(browser: Engine, dist: Path, tmp_path: Path) -> None:
    shutil.copytree(dist / "consent", tmp_path / "consent")
    file = tmp_path / "page.html"
    script = f"<script>{TOLD}</script><script src='consent/consent.js'></script>"
    file.write_text(f"<!doctype html><title>Manual</title>{script}", encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(file.as_uri())
    page.click(f"{BANNER} [data-consent-action=deny-all]")
    page.wait_for_function(SAYS_WHY)
    context.close()
