"""Blocked elements that come later, in shadow trees or with a page that a router brings: each runs once."""

from __future__ import annotations

import json

import pytest

from tests.matrix import examples
from tests.support.blocked import BlockedPage, blocked, blocked_file
from tests.support.held import Held
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

FRAME = '<iframe data-service="{}" data-src="/frame.html?{}" title="f"></iframe>'
BOTH = (
    blocked("ran.push('script');")
    + FRAME.format("google", "open")
    + blocked("ran.push('closed');", service="impact")
    + FRAME.format("impact", "closed")
)


@pytest.fixture
def stage(visitor: Visitor) -> BlockedPage:
    """A visitor who has not decided yet."""
    return BlockedPage(visitor).file("frame.html", "<p>frame")


def activated_once(stage: BlockedPage) -> None:
    """Whether of :data:`BOTH` just what is open has run and loaded."""
    frame = stage.visitor.base + "frame.html?"
    stage.saw("script").visitor.sees(frame + "open")
    assert stage.ran() == ["script"]
    assert frame + "closed" not in stage.visitor.requests


def test_what_is_allowed_waits_for_no_texts_of_the_pages_language(stage: BlockedPage) -> None:
    german = "<script>document.documentElement.lang = 'de';</script>"
    stage.open(blocked("ran.push('script');"), german).allow()
    texts = Held(stage.visitor, "**/files/de.*.json")
    stage.page.reload()
    route = texts.next()

    stage.saw("script")
    assert stage.page.evaluate("consent.ready.then(() => ran.push('ready')) && ran") == ["script"]
    route.continue_()
    stage.saw("ready")


# Ways to bring MARKUP into a page.
# By a text and by the page's own steps, into the page and into trees beside it, and a router.
EXAMPLES = ("innerHTML", "closed shadow tree", "router that swaps the body")
WAYS = {
    "innerHTML": "main.innerHTML = MARKUP",
    "append": "main.append(document.createRange().createContextualFragment(MARKUP))",
    "template": """const template = document.createElement('template');
      template.innerHTML = MARKUP;
      main.append(template.content.cloneNode(true))""",
    "open shadow tree": "main.attachShadow({ mode: 'open' }).innerHTML = MARKUP",
    "closed shadow tree": "main.attachShadow({ mode: 'closed' }).innerHTML = MARKUP",
    "shadow tree that was made elsewhere": """const host = document.createElement('div');
      host.attachShadow({ mode: 'open' }).innerHTML = '<p><span></span></p>';
      document.body.append(host);
      host.shadowRoot.querySelector('span').attachShadow({ mode: 'open' }).innerHTML = MARKUP""",
    "declarative shadow tree": """main.setHTMLUnsafe(
      '<div><template shadowrootmode=open>' + MARKUP + '</template></div>')""",
    "custom element": """customElements.define('x-late', class extends HTMLElement {
        connectedCallback() { this.attachShadow({ mode: 'closed' }).innerHTML = MARKUP; }
      });
      main.innerHTML = '<x-late></x-late>'""",
    "router that swaps main": """const page = parse('<main>' + MARKUP + '</main>');
      history.pushState({}, '', '/next.html');
      main.replaceWith(page.querySelector('main'))""",
    "router that swaps the body": """const page = parse('<body>' + MARKUP);
      history.pushState({}, '', '/next.html');
      document.documentElement.replaceChild(page.body, document.body)""",
}
BRING = """() => {
  const MARKUP = %s;
  const main = document.querySelector('main');
  const parse = (text) => new DOMParser().parseFromString(text, 'text/html');
  %s
}"""


@examples("way", WAYS, run=EXAMPLES)
def test_what_comes_after_consent_is_activated_once(stage: BlockedPage, way: str) -> None:
    stage.open("<main></main>" + blocked("ran.push('first')")).allow().saw("first")
    stage.page.evaluate("ran.length = 0")
    stage.page.evaluate(BRING % (json.dumps(BOTH), WAYS[way]))

    activated_once(stage)


OPEN = [way for way in WAYS if "closed" not in way and way != "custom element"]


@examples("way", OPEN, run=[way for way in EXAMPLES if way in OPEN])
def test_what_came_before_consent_waits_and_is_activated_once(stage: BlockedPage, way: str) -> None:
    stage.open("<main></main>")
    stage.page.evaluate(BRING % (json.dumps(BOTH), WAYS[way]))
    assert stage.ran() == []

    stage.allow()
    activated_once(stage)


@pytest.mark.thorough
def test_a_shadow_tree_in_the_pages_own_markup_is_looked_into(stage: BlockedPage) -> None:
    stage.open(f"<div><template shadowrootmode=open>{BOTH}</template></div>").allow()
    activated_once(stage)


def test_a_page_without_blocked_elements_of_an_open_service_loads_nothing_for_them(
    stage: BlockedPage,
) -> None:
    stage.open(blocked("ran.push('impact')", service="impact") + "<div data-service=google></div>").allow()
    stage.visitor.settled("partial")
    assert not [one for one in stage.visitor.requests if "/blocking." in one.partition("/consent/")[2]]

    stage.allow("impact").saw("impact")
    assert [one for one in stage.visitor.requests if "/blocking." in one.partition("/consent/")[2]]


def test_where_the_module_does_not_arrive_blocked_elements_stay_closed(stage: BlockedPage) -> None:
    stage.visitor.context.route("**/consent/files/blocking.*", lambda route: route.abort())
    stage.open(BOTH)
    with stage.page.expect_event("requestfailed", lambda one: "/files/blocking." in one.url):
        stage.allow()
    stage.visitor.errors.clear()

    assert stage.visitor.state() == "partial"
    assert stage.ran() == []


@pytest.mark.thorough
def test_off_and_on_again_runs_nothing_twice_and_a_clone_is_new(stage: BlockedPage) -> None:
    stage.file("it.js", "ran.push('file')")
    stage.open(f"<main>{blocked('ran.push(`inline`)')}{blocked_file('it.js')}</main>")
    stage.page.evaluate("window.old = document.querySelector('main').cloneNode(true); void 0")
    # The page is not reloaded here: the site does without, as one that plays music would.
    stage.page.evaluate("window.kept = [...document.querySelectorAll('[data-service]')]; void 0")
    stage.allow().saw("file")
    stage.page.evaluate(
        """() => {
          const main = document.querySelector('main');
          const activated = [...main.children];
          main.remove();
          document.body.append(main, ...kept);
          main.append(...activated);
        }"""
    )
    stage.allow("impact")
    stage.page.evaluate("document.body.append(old)")
    stage.page.wait_for_function("ran.length > 3")

    assert stage.ran() == ["inline", "file", "inline", "file"]


@pytest.mark.thorough
def test_what_is_taken_out_before_its_turn_runs_when_it_is_back(stage: BlockedPage) -> None:
    stage.hold("slow.js").open(
        blocked_file("slow.js") + f"<p id=out>{blocked('ran.push(`out`)')}</p>" + blocked("ran.push('last')")
    )
    stage.allow().visitor.sees(stage.visitor.base + "slow.js")
    stage.page.evaluate("window.taken = document.querySelector('#out'); taken.remove()")
    stage.answer("slow.js", "ran.push('slow')").saw("last")
    assert stage.ran() == ["slow", "last"]

    stage.page.evaluate("document.body.append(taken)")
    stage.saw("out")


@pytest.mark.thorough
@pytest.mark.parametrize("own", ["nonce=abc", ""])
def test_the_nonce_is_kept_be_it_that_of_our_tag_alone(visitor: Visitor, own: str) -> None:
    policy = "script-src 'nonce-abc' 'wasm-unsafe-eval'; connect-src 'self'"
    stage = BlockedPage(visitor).file("it.js", "ran.push('file ' + document.currentScript.nonce)")
    body = (
        blocked("ran.push('inline ' + document.currentScript.nonce)", own)
        + blocked_file("it.js", own)
        + blocked("ran.push('module')", f'data-type="module" {own}')
    )
    stage.open(body, policy=policy, nonce="abc").allow().saw("module")

    assert stage.ran() == ["inline abc", "file abc", "module"]


@pytest.mark.thorough
def test_attributes_are_kept_and_mean_what_they_mean(stage: BlockedPage) -> None:
    stage.visitor.context.route(
        "https://www.googletagmanager.com/it.js",
        lambda route: route.fulfill(
            body="ran.push('it')",
            headers={"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript"},
        ),
    )
    kept = {
        "id": "it",
        "class": "a b",
        "crossorigin": "anonymous",
        "integrity": "sha256-Rgs92pq+jTSnfW/EQfU96F80QLFicwZiQODfbPxcYAk=",
        "referrerpolicy": "no-referrer",
        "fetchpriority": "low",
        "data-key": "1",
        "onload": "ran.push('loaded')",
    }
    text = " ".join(f'{name}="{value}"' for name, value in kept.items())
    with stage.page.expect_request("https://www.googletagmanager.com/it.js") as asked:
        stage.open(blocked("", f'data-src="https://www.googletagmanager.com/it.js" {text}')).allow()
    stage.saw("it", "loaded")

    assert "referer" not in asked.value.headers
    assert asked.value.headers["origin"]
    for name, value in kept.items():
        assert stage.page.get_attribute("#it", name) == value
    stage.visitor.requests.remove("https://www.googletagmanager.com/it.js")


def test_pages_with_trusted_types_lack_nothing(stage: BlockedPage) -> None:
    stage.file("it.js", "ran.push('file')").open(
        blocked("ran.push('inline')", "onload=\"ran.push('never')\"")
        + blocked_file("it.js", "onload=\"ran.push('loaded')\"")
        + blocked("ran.push('module')", 'data-type="module"')
        + blocked(
            """document.write(trustedTypes.createPolicy('own', { createHTML: (text) => text }).createHTML(
              '<i>i</i><script>ran.push("written")</scr' + 'ipt>'));"""
        ),
        policy="require-trusted-types-for 'script'; trusted-types consent own",
    )
    stage.allow().saw("module")

    assert stage.ran() == ["inline", "file", "loaded", "written", "module"]
    assert stage.text("i") == "i"
