"""No text, no copy and no history of a page brings back what was activated in it, once it is denied."""

from __future__ import annotations

import pytest

from tests.matrix import combined, examples
from tests.support.blocked import BlockedPage, blocked, blocked_file
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import EMBEDS, Visitor

pytestmark = ONE_RUNTIME

VIDEO = EMBEDS["youtube"].partition("?")[0]
OTHER_VIDEO = VIDEO.replace("001", "002")
POST = EMBEDS["x"]
# The end of a script in a script's text is written in two parts, as authors have to.
END = "</scr' + 'ipt>"
BODY = (
    blocked("ran.push('inline')", "id=inline")
    + blocked_file("own.js", "id=own")
    + blocked("ran.push('module')", 'data-type="module"')
    + blocked('{"a": 1}', 'data-type="application/json"')
    + blocked(f"document.write('<script src=/written.js>{END}');")
    + '<iframe id="plain" data-service="google" data-src="/frame.html" title="f"></iframe>'
    + f'<iframe id="film" data-service="youtube" data-src="{OTHER_VIDEO}" title="film"></iframe>'
    + '<div id="video" data-service="youtube" data-embed="tasca000001"></div>'
    + '<div id="post" data-service="x" data-embed="ikmultimedia/status/1990000000000000000"></div>'
    # Firefox asks ahead for the scripts, pictures and style sheets that a template has by their addresses.
    + """<template data-service="google"><p id="held">held</p><script>ran.push('held')</script>
      <script type="text/plain" data-service="google" data-src="/held.js"></script>
      <iframe src="/held.html" title="h"></iframe><img data-service="google" data-src="/held.png" alt="">
      <link rel="stylesheet" data-service="google" data-href="/held.css"></template>"""
)
FILES = {
    "own.js": "ran.push('own')",
    "written.js": "ran.push('written')",
    "held.js": "ran.push('held file')",
    "frame.html": "<p>frame",
    "held.html": "<p>held",
    "held.png": "",
    "held.css": "#held { color: rgb(1, 2, 3) }",
    "end.png": "",
}
RAN = ["inline", "own", "module", "written", "held", "held file"]
# All that loads once it is allowed.
LOADS = [name for name in FILES if name != "end.png"]
OUTSIDE = [VIDEO, OTHER_VIDEO, POST]

# What makes a text of a page.
TEXTS = {
    "innerHTML": "document.body.innerHTML",
    "outerHTML": "document.documentElement.outerHTML",
    "getHTML": "document.body.getHTML?.({ serializableShadowRoots: true }) ?? document.body.innerHTML",
    "a clone's text": "document.body.cloneNode(true).innerHTML",
    "XML": "new XMLSerializer().serializeToString(document.body)",
}
# What brings a text back.
RESTORES = {
    "innerHTML": "document.body.innerHTML = text",
    "template": """const template = document.createElement('template');
      template.innerHTML = text;
      document.body.replaceChildren(template.content)""",
    "parser": """const page = new DOMParser().parseFromString(text, 'text/html');
      document.documentElement.replaceChild(document.adoptNode(page.body), document.body)""",
    "fragment": "document.body.replaceChildren(document.createRange().createContextualFragment(text))",
    "document.write": "document.open(); document.write('<!doctype html><body>' + text); document.close()",
    "scripts made anew": """document.body.innerHTML = text;
      for (const old of document.body.querySelectorAll('script')) {
        const script = document.createElement('script');
        for (const { name, value } of old.attributes) script.setAttribute(name, value);
        script.text = old.text;
        old.replaceWith(script);
      }""",
    "scripts of an address made anew": """document.body.innerHTML = text;
      for (const old of document.body.querySelectorAll('script')) {
        if (!old.src) continue;
        const script = document.createElement('script');
        script.src = old.src;
        old.replaceWith(script);
      }""",
}
# Whoever had asked for something would have done so before this.
LAST = """() => new Promise((done) => {
  const image = new Image();
  image.onload = image.onerror = () => done();
  image.src = '/end.png';
})"""


@pytest.fixture
def stage(visitor: Visitor) -> BlockedPage:
    """A visitor who has allowed all that is in the page, and sees it."""
    stage = BlockedPage(visitor)
    for name, content in FILES.items():
        stage.file(name, content)
    return stage.open(BODY)


def allow(stage: BlockedPage) -> BlockedPage:
    """Allow it all, and wait until it is there."""
    stage.allow("google", "youtube", "x").saw(*RAN)
    # A script that has run was there, and WebKit may have it from the memory of the page before.
    asked = [name for name in LOADS if not name.endswith(".js")]
    stage.visitor.sees(*(stage.visitor.base + name for name in asked), *OUTSIDE)
    return stage


def deny(stage: BlockedPage) -> BlockedPage:
    """Deny it all, which loads the page anew."""
    with stage.page.expect_navigation():
        stage.page.evaluate("void consent.deny()")
    stage.visitor.settled("denied")
    stage.visitor.requests.clear()
    stage.page.evaluate("ran.length = 0")
    return stage


def nothing_came(stage: BlockedPage) -> None:
    """Whether nothing that was denied has run or was asked for."""
    stage.page.evaluate(LAST)
    stage.visitor.sees(stage.visitor.base + "end.png")
    assert stage.page.evaluate("window.ran || []") == []
    asked = [one.removeprefix(stage.visitor.base) for one in stage.visitor.requests]
    assert [one for one in asked if one in LOADS or one.startswith("http")] == []


@pytest.mark.thorough
@examples("way", RESTORES, run=["parser", "scripts made anew"])
def test_a_text_of_the_page_that_comes_back_after_a_denial_is_blocked(stage: BlockedPage, way: str) -> None:
    text = allow(stage).page.evaluate("document.body.innerHTML")
    deny(stage).page.evaluate(f"(text) => {{ {RESTORES[way]} }}", text)

    nothing_came(stage)


@examples("how", TEXTS, run=["getHTML", "XML"])
def test_every_text_of_the_page_is_blocked(stage: BlockedPage, how: str) -> None:
    text = allow(stage).page.evaluate(TEXTS[how])
    deny(stage).page.evaluate(f"(text) => {{ {RESTORES['fragment']} }}", text)

    nothing_came(stage)


@pytest.mark.thorough
def test_a_copy_of_an_element_has_neither_the_frame_nor_the_script_that_runs(stage: BlockedPage) -> None:
    allow(stage)
    found = stage.page.evaluate(
        """() => [...document.body.cloneNode(true).querySelectorAll(':not(template *)')]
          .filter((one) => one.hasAttribute('src')).map((one) => one.outerHTML)"""
    )
    assert found == []


@pytest.mark.thorough
def test_a_text_that_is_taken_while_a_script_is_on_its_way_is_blocked(visitor: Visitor) -> None:
    stage = BlockedPage(visitor).file("end.png", "").hold("own.js", "next.js")
    stage.open(blocked_file("own.js") + blocked_file("next.js")).allow()
    visitor.sees(visitor.base + "own.js", visitor.base + "next.js")
    text = stage.page.evaluate("document.documentElement.outerHTML")
    stage.answer("own.js", "ran.push('own')").answer("next.js", "ran.push('next')").saw("own", "next")
    deny(stage)
    visitor.context.route("**/own.js", lambda route: route.abort())
    visitor.context.route("**/next.js", lambda route: route.abort())
    stage.page.evaluate("(text) => { document.body.innerHTML = text }", text)
    stage.page.evaluate(f"(text) => {{ {RESTORES['document.write']} }}", text)
    stage.page.evaluate(LAST)

    assert [one for one in visitor.requests if "own.js" in one or "next.js" in one] == []


@pytest.mark.thorough
def test_what_comes_back_has_its_placeholders_and_is_activated_once_when_it_is_allowed(
    stage: BlockedPage,
) -> None:
    text = allow(stage).page.evaluate("document.body.innerHTML")
    deny(stage).page.evaluate("(text) => { document.body.innerHTML = text }", text)
    stage.page.wait_for_function("document.querySelectorAll('.consent-placeholder').length === 3")
    allow(stage)

    assert sorted(stage.ran()) == sorted(RAN)
    assert stage.page.locator(".consent-placeholder").count() == 0
    assert stage.page.locator("iframe[data-service]:not([hidden])").count() == 2
    asked = stage.visitor.requests
    assert [asked.count(one) for one in (VIDEO, OTHER_VIDEO, stage.visitor.base + "frame.html")] == [1] * 3


@pytest.mark.thorough
def test_the_page_stays_as_it_was_written(stage: BlockedPage) -> None:
    before = stage.page.evaluate(
        "[...document.body.querySelectorAll('[data-service]')].map((one) => one.outerHTML)"
    )
    stage.page.evaluate("window.kept = [...document.body.querySelectorAll('script, template')]; undefined")
    allow(stage)

    assert stage.page.evaluate("kept.every((one) => one.isConnected)")
    text = stage.page.evaluate("document.body.innerHTML")
    for one in before:
        if "<iframe" not in one and "data-embed" not in one:
            assert one in text


def test_an_item_that_was_opened_alone_is_closed_in_a_text_and_in_a_copy(stage: BlockedPage) -> None:
    page = stage.page
    page.evaluate("document.querySelector('#consent-banner').hidden = true")
    page.wait_for_function("document.querySelectorAll('.consent-placeholder').length === 3")
    page.evaluate("for (const one of document.querySelectorAll('.consent-placeholder button')) one.click()")
    stage.visitor.sees(EMBEDS["youtube"], OTHER_VIDEO, POST)
    page.evaluate("window.copy = document.querySelector('#video').cloneNode(true); void 0")
    page.evaluate("window.film = document.querySelector('#film[hidden]').cloneNode(true); void 0")
    text = page.evaluate("document.body.innerHTML")
    stage.visitor.requests.clear()
    page.evaluate("(text) => { document.body.innerHTML = text; document.body.append(copy, film) }", text)
    page.wait_for_function("document.querySelectorAll('.consent-placeholder').length === 5")

    nothing_came(stage)


@pytest.mark.thorough
def test_the_browsers_own_way_back_asks_for_no_frame_that_is_denied(stage: BlockedPage) -> None:
    allow(stage)
    stage.visitor.visit("product.html")
    stage.page.evaluate("void consent.deny()")
    stage.visitor.settled("denied")
    stage.visitor.requests.clear()
    stage.page.go_back()
    stage.page.wait_for_selector(".consent-placeholder")
    stage.visitor.settled("denied")

    nothing_came(stage)


# How libraries put a script that they have brought into the page once more, as it would not run otherwise.
AGAIN = {
    "in the same step": "again()",
    "in the next one": "Promise.resolve().then(() => Promise.resolve()).then(again)",
    "later": "setTimeout(again)",
}
COPIES = {
    "replaced": "old.replaceWith(script)",
    "put before": "old.parentNode.insertBefore(script, old); old.remove()",
}


@combined(copy=COPIES, when=AGAIN)
def test_where_a_router_makes_scripts_anew_each_runs_once(visitor: Visitor, when: str, copy: str) -> None:
    stage = BlockedPage(visitor).file("it.js", "ran.push('file')").file("own.js", "ran.push('of the page')")
    stage.open("<main></main>" + blocked("ran.push('first')")).allow().saw("first")
    body = blocked("ran.push('inline')") + blocked_file("it.js") + '<script src="/own.js"></script>'
    stage.page.evaluate(
        f"""(body) => {{
          const again = () => {{
            for (const old of document.querySelectorAll('main script')) {{
              const script = document.createElement('script');
              for (const {{ name, value }} of old.attributes) script.setAttribute(name, value);
              script.textContent = old.textContent;
              script.async = false;
              {COPIES[copy]};
            }}
            window.made = true;
          }};
          document.querySelector('main').innerHTML = body;
          {AGAIN[when]};
        }}""",
        body,
    )
    stage.saw("inline", "file", "of the page")
    stage.page.wait_for_function("made")
    # What comes last runs last.
    stage.page.evaluate(
        "(body) => document.querySelector('main').insertAdjacentHTML('beforeend', body)",
        blocked("ran.push('end')"),
    )
    stage.saw("end")

    assert sorted(stage.ran()) == ["end", "file", "first", "inline", "of the page"]


def test_who_has_made_an_element_may_take_it_out_and_what_runs_goes_with_it(stage: BlockedPage) -> None:
    stage.page.evaluate(
        """() => {
          const all = [...document.querySelectorAll('[data-service]')];
          window.kept = all.map((one) => [one.parentNode, one]);
        }"""
    )
    allow(stage)
    stage.page.evaluate("for (const [parent, one] of kept) parent.removeChild(one)")
    stage.page.wait_for_function("!document.querySelector('[data-consent-activated]')")

    assert stage.page.locator("iframe").count() == 0


@pytest.mark.thorough
def test_a_frame_that_moves_or_is_put_back_runs_on(stage: BlockedPage) -> None:
    allow(stage)
    stage.visitor.requests.clear()
    for move in (
        "const place = document.createElement('section'); document.body.append(place); place.append(plain)",
        "const { parentNode } = plain; parentNode.remove(); document.body.append(parentNode)",
        "plain.parentNode.querySelector('iframe:not([hidden])').remove()",
    ):
        frame = "const plain = document.querySelector('#plain[hidden]');"
        with stage.page.expect_request("**/frame.html"):
            stage.page.evaluate(f"() => {{ {frame} {move} }}")

    assert stage.page.locator("#plain:not([hidden])").count() == 1
