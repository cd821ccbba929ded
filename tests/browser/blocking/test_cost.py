"""What a page that goes on changing pays: a look at what is added, and nothing is kept of what is gone."""

from __future__ import annotations

import pytest

from tests.matrix import examples
from tests.support.blocked import BlockedPage, blocked, blocked_file
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import EMBEDS, Visitor

pytestmark = ONE_RUNTIME

WARM = 30
FRAME = f"""<iframe data-service="youtube" data-src="{EMBEDS["youtube"]}" title="f"></iframe>"""
VIDEO = '<div data-service="youtube" data-embed="tasca000001"></div>'
POST = '<div data-service="x" data-embed="ikmultimedia/status/1990000000000000000"></div>'
TEMPLATE = '<template data-service="google"><p>held</p><script>ran.push("it")</script></template>'
STRAY = '<img src="https://www.facebook.com/NUMBER.png" alt="">'
PLACES = "".join(
    f'<div data-consent-embed="{one}"></div>' for one in ("preferences", "declaration", "history")
)
SHADOW = "<div><template shadowrootmode=open>{}</template></div>"
# What a router brings, NUMBER being another one each time; what is allowed; and when all of it is there.
BROUGHT = {
    "places, placeholders and mistakes": (
        PLACES + VIDEO + FRAME + VIDEO.replace("tasca000001", "?") + STRAY,
        "google",
        """main.querySelectorAll('.consent-placeholder').length === 2 && main.querySelector('img').complete &&
        [...main.querySelectorAll('[data-consent-embed]')].every((one) => one.firstElementChild)""",
    ),
    "scripts": (
        blocked("ran.push(1)")
        + blocked("ran.push(2)", 'data-type="module"')
        + blocked("ran.push(3)", 'data-type="module" async')
        + blocked_file("it.js", "async")
        + blocked_file("it.js?NUMBER")
        + SHADOW.format(blocked("ran.push(4)") + blocked("ran.push(5)", 'data-type="module" async')),
        "google",
        "ran.length === 7",
    ),
    "frames, templates and items": (
        '<template data-service="google"><p>held</p><script>ran.push("it")</script></template>'
        '<iframe data-service="google" data-src="/frame.html?NUMBER" title="f"></iframe>' + VIDEO + POST,
        "google youtube x",
        "ran.length && main.querySelectorAll('iframe:not([hidden])').length === 2",
    ),
}
GO = """async ([start, end, markup, there]) => {
  const main = document.querySelector('main');
  for (let number = start; number < end; number++) {
    ran.length = 0;
    const text = markup.replaceAll('NUMBER', number) + '<p>text</p>'.repeat(20);
    const page = document.createElement('section');
    page.setHTMLUnsafe ? page.setHTMLUnsafe(text) : (page.innerHTML = text);
    main.replaceChildren(page);
    while (!new Function('main', 'return ' + there)(main)) await new Promise((done) => setTimeout(done));
  }
  main.replaceChildren();
  await new Promise((done) => setTimeout(done));
}"""


def counted(stage: BlockedPage) -> tuple[int, int]:
    """The elements of the page, and the nodes that the browser keeps for it."""
    browser = stage.page.context.new_cdp_session(stage.page)
    browser.send("HeapProfiler.enable")
    for _ in range(3):
        browser.send("HeapProfiler.collectGarbage")
    nodes = browser.send("Memory.getDOMCounters")["nodes"]
    browser.detach()
    return stage.page.evaluate("document.querySelectorAll('*').length"), nodes


@pytest.mark.thorough
@pytest.mark.needs("the count of nodes")
@pytest.mark.parametrize("what", BROUGHT)
def test_nothing_is_kept_of_pages_that_a_router_has_taken_away(
    visitor: Visitor, what: str, *, thorough: bool
) -> None:
    navigations = 300 if thorough else 40
    markup, services, there = BROUGHT[what]
    stage = BlockedPage(visitor).file("it.js", "ran.push('it')").file("frame.html", "<p>frame")
    stage.open("<main></main>").allow(*services.split())
    stage.page.evaluate(GO, [0, WARM, markup, there])
    elements, nodes = counted(stage)
    stage.page.evaluate(GO, [WARM, WARM + navigations, markup, there])
    later_elements, later_nodes = counted(stage)

    assert later_elements == elements
    # Less than one for each.
    assert later_nodes - nodes < navigations


# Counts every element that is looked at: a search looks at all of the tree that it is made in.
COUNT = """
window.looks = 0;
for (const { prototype } of [Document, Element, DocumentFragment]) {
  const { querySelectorAll } = prototype;
  for (const name of ['querySelectorAll', 'querySelector', 'getElementsByTagName']) {
    const native = prototype[name];
    if (native) prototype[name] = function (...how) {
      looks += querySelectorAll.call(this, '*').length;
      return native.apply(this, how);
    };
  }
}
for (const [{ prototype }, names] of [
  [Element, ['matches', 'closest', 'getBoundingClientRect', 'getClientRects', 'checkVisibility']],
  [TreeWalker, ['nextNode', 'nextSibling', 'firstChild']],
]) {
  for (const name of names) {
    const native = prototype[name];
    prototype[name] = function (...how) {
      looks++;
      return native.apply(this, how);
    };
  }
}
"""
ELEMENTS, ADDED = 5_000, 100
PLAIN = "<p><b>one</b></p>"
# How ADDED elements come into *main*; *piece* makes two of them.
ADD = {
    "at once": "main.append(...Array.from({ length: 50 }, piece))",
    "one after the other": "for (let i = 0; i < 50; i++) { main.append(piece()); await passed(); }",
    "one in another": """let place = main;
      for (let i = 0; i < 50; i++) { const one = piece(); place.append(one); place = one; }""",
    "as one text": "main.insertAdjacentHTML('beforeend', '<p><b>one</b></p>'.repeat(50))",
    "and are moved about": """const all = Array.from({ length: 10 }, piece);
      for (let i = 0; i < 50; i++) { main.prepend(all[i % 10]); await passed(); }""",
    "and taken out": """for (let i = 0; i < 50; i++) {
      const one = piece();
      main.append(one);
      await passed();
      one.remove();
    }""",
    "in a shadow tree": """const tree = document.createElement('div').attachShadow({ mode: 'open' });
      main.append(tree.host); await passed();
      for (let i = 0; i < 50; i++) { tree.append(piece()); await passed(); }""",
}
LOOKS = """async () => {
  const passed = () => new Promise((done) => setTimeout(done));
  const main = document.querySelector('main');
  const piece = () => {
    const one = document.createElement('p');
    one.innerHTML = '<b>one</b>';
    return one;
  };
  await passed();
  looks = 0;
  %s;
  await passed();
  return looks;
}"""
IT = blocked("ran.push('it')")
# What there is in the page, and when it has been seen to.
STATES = {
    "nothing waits": ("", "true"),
    "what was there runs": (IT, "ran.includes('it')"),
    "there are placeholders": (
        IT + VIDEO + FRAME,
        "ran.includes('it') && document.querySelectorAll('.consent-placeholder').length === 2",
    ),
    "there are places": (
        IT + PLACES,
        "ran.includes('it') && document.querySelectorAll('[data-consent-embed] > *').length === 3",
    ),
}


# The page with the least of ours in it, and the one with the most.
@examples("state", STATES, run=["nothing waits", "there are places"])
def test_a_large_page_pays_for_what_is_added_and_not_for_what_it_has(visitor: Visitor, state: str) -> None:
    body, there = STATES[state]
    visitor.page.add_init_script(COUNT)
    stage = (
        BlockedPage(visitor).open(f"{body}<main></main><div>{PLAIN * (ELEMENTS // 2)}</div>").allow("google")
    )
    stage.page.wait_for_function(there)
    stage.visitor.settled("partial")
    # For shadow trees a module comes, and looks through the page once.
    ways = [way for way in ADD if body or "shadow" not in way]
    looks = {way: stage.page.evaluate(LOOKS % ADD[way]) for way in ways}

    assert all(ADDED / 2 <= number < 10 * ADDED for number in looks.values()), looks
