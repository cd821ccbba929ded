"""Blocked scripts that listen for moments of the page that have passed: called once, and only they."""

from __future__ import annotations

import pytest

from tests.matrix import examples
from tests.support.blocked import INLINE_MODULE, BlockedPage, blocked, blocked_file
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

# How a script may listen, and what it is told: the type, and whether either target is the document.
WAYS = {
    "document.addEventListener('DOMContentLoaded', tell)": ["DOMContentLoaded", True, True],
    "window.addEventListener('DOMContentLoaded', tell)": ["DOMContentLoaded", True, False],
    "addEventListener('load', tell)": ["load", True, False],
    "window.addEventListener('load', tell, { once: true })": ["load", True, False],
    "window.addEventListener('load', { handleEvent: tell })": ["load", True, False],
    "window.onload = tell": ["load", True, False],
    "onload = tell": ["load", True, False],
    "document.body.onload = tell": ["load", True, False],
    "document.addEventListener('readystatechange', tell)": ["readystatechange", True, True],
    "document.onreadystatechange = tell": ["readystatechange", True, True],
}
TELL = """function tell(event) {
  ran.push([event.type, event.target === document, event.currentTarget === document]);
}"""
# The page's own, which must never be called a second time.
OWN = """<script>
var own = [];
for (const type of ['DOMContentLoaded', 'load', 'readystatechange']) {
  for (const target of [document, window]) target.addEventListener(type, () => own.push(type));
}
window.onload = () => own.push('onload');
</script>"""


@pytest.fixture
def stage(visitor: Visitor) -> BlockedPage:
    """A visitor who has not decided yet."""
    return BlockedPage(visitor)


@examples("way", WAYS, run=[*WAYS][::5])
def test_who_listens_for_a_moment_that_has_passed_is_told_it_once(stage: BlockedPage, way: str) -> None:
    stage.open(blocked(TELL + way) + blocked("ran.push('next')"), OWN)
    own = stage.page.evaluate("own")
    stage.allow().page.wait_for_function("ran.length === 2")
    assert stage.ran() == ["next", WAYS[way]]

    # A script that comes later has its own moments, and nobody else's.
    stage.page.evaluate(
        """(markup) => document.body.append(document.createRange().createContextualFragment(markup))""",
        blocked("addEventListener('load', () => ran.push('late'));"),
    )
    stage.saw("late")
    assert stage.ran() == ["next", WAYS[way], "late"]
    assert stage.page.evaluate("own") == own
    assert own.count("DOMContentLoaded") == 2


@pytest.mark.thorough
def test_the_moments_come_in_their_order_after_the_scripts_that_the_page_would_have_waited_for(
    stage: BlockedPage,
) -> None:
    stage.hold("last.js", "async.js")
    stage.open(
        blocked(
            """addEventListener('load', () => ran.push('load'));
            document.addEventListener('readystatechange', () => ran.push(document.readyState));
            addEventListener('DOMContentLoaded', () => ran.push('window'));
            document.addEventListener('DOMContentLoaded', () => ran.push('document ' + library));"""
        )
        + blocked_file("async.js", "async")
        + blocked_file("last.js", "defer")
    ).allow()
    stage.answer("last.js", "var library = 'has come'; ran.push('deferred');").saw("window")
    assert stage.ran() == ["deferred", "document has come", "window"]

    stage.answer("async.js", "addEventListener('load', () => ran.push('load of async'));").saw(
        "load of async"
    )
    assert stage.ran()[3:] == ["complete", "load", "load of async"]


@pytest.mark.thorough
@INLINE_MODULE
def test_modules_listen_too_with_what_they_import(stage: BlockedPage, *, inline: bool) -> None:
    listen = "document.addEventListener('DOMContentLoaded', () => ran.push('%s'));"
    first = "import '/part.js'; " + listen % "first"
    stage.file("part.js", listen % "part").file("first.js", first).file("module.js", listen % "last")
    module = 'data-type="module"'
    stage.open(
        (blocked(first, module) if inline else blocked_file("first.js", module))
        + blocked_file("module.js", module)
    )
    stage.allow().saw("last")

    assert stage.ran() == ["part", "first", "last"]


@pytest.mark.thorough
def test_a_listener_that_was_taken_back_or_aborted_is_not_told_and_one_that_fails_stops_no_other(
    stage: BlockedPage,
) -> None:
    stage.open(
        blocked(
            """const back = () => ran.push('taken back'), twice = () => ran.push('twice');
            addEventListener('load', back);
            removeEventListener('load', back);
            const abort = new AbortController();
            addEventListener('load', () => ran.push('aborted'), { signal: abort.signal });
            abort.abort();
            addEventListener('load', () => { throw new Error('mine'); });
            addEventListener('load', twice);
            addEventListener('load', twice);
            addEventListener('load', () => ran.push('last'));"""
        )
    )
    stage.allow().saw("last")

    assert stage.ran() == ["twice", "last"]
    assert "mine" in stage.visitor.errors.pop()


@pytest.mark.thorough
def test_a_handler_is_chained_with_those_of_blocked_scripts_alone(stage: BlockedPage) -> None:
    chain = "{ const before = onload; onload = () => { before?.(); ran.push('%s'); }; }"
    stage.open(blocked(chain % "one") + blocked(chain % "two"), OWN).allow().saw("two")

    assert stage.ran() == ["one", "two"]
    assert stage.page.evaluate("own.filter((one) => one === 'onload').length") == 1
    assert "own.push" in stage.page.evaluate("String(onload)")


@pytest.mark.thorough
def test_listeners_of_the_page_are_the_browsers_matter(stage: BlockedPage) -> None:
    stage.hold("slow.js").open(blocked_file("slow.js")).allow()
    stage.page.evaluate(
        """() => {
          addEventListener('load', () => ran.push('of the page'));
          addEventListener('hello', () => ran.push('hello'));
          dispatchEvent(new Event('hello'));
        }"""
    )
    stage.answer("slow.js", "addEventListener('load', () => ran.push('of the script'));").saw("of the script")

    assert stage.ran() == ["hello", "of the script"]


def test_libraries_that_ask_whether_the_page_is_ready_find_that_it_is(stage: BlockedPage) -> None:
    ready = """const ready = (step) => document.readyState === 'loading'
      ? document.addEventListener('DOMContentLoaded', step) : setTimeout(step);
    ready(() => ran.push(document.readyState));"""
    stage.open(blocked(ready)).allow().saw("complete")

    assert stage.ran() == ["complete"]


@pytest.mark.needs("pages that still load")
@pytest.mark.thorough
def test_before_the_page_has_loaded_they_wait_for_it(stage: BlockedPage) -> None:
    stage.open(blocked("ran.push('first')")).allow().saw("first")
    stage.hold("slow.png")
    stage.page.goto("about:blank")
    body = '<img src="/slow.png" alt="">' + blocked(
        TELL + "addEventListener('load', tell); addEventListener('DOMContentLoaded', tell); ran.push('ran');"
    )
    page = stage.visitor.page
    stage.visitor.context.route(
        "**/again.html", lambda route: route.fulfill(body=_again(body), content_type="text/html")
    )
    page.goto(stage.visitor.base + "again.html", wait_until="domcontentloaded")
    stage.saw("ran")
    page.wait_for_function("ran.length === 2")
    assert stage.ran() == ["ran", ["DOMContentLoaded", True, False]]

    stage.answer("slow.png", "")
    page.wait_for_function("ran.length === 3")
    assert stage.ran()[2] == ["load", True, False]


def _again(body: str) -> str:
    return f"""<!doctype html><html lang="en"><title>Again</title><script>var ran = [];</script>
      <script src="/consent/consent.js" defer></script>{body}"""
