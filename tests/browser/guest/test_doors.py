"""Doors that are closed: no name in the page leads to what Python may do, and nobody else's Python runs."""

from __future__ import annotations

import re

import pytest

from banner.toolchain import bundle
from tests.browser.guest.test_strict_pages import DYNAMIC, NONCED, OURS, POLICIES, TYPES
from tests.matrix import examples
from tests.support.strict import SCRIPT, reaches, strict_page
from tests.support.visitor import UP, Visitor

# Everything that a page can get at by names and symbols: each function in it that is not the browser's.
WALK = """() => {
  const seen = new Set();
  const waiting = [[globalThis, 'window'], [document, 'document'],
    ...[...document.querySelectorAll('*')].map((one) => [one, '<' + one.localName + '>'])];
  const found = [];
  const native = /\\{\\s*\\[native code\\]\\s*\\}$/;
  while (waiting.length) {
    const [value, path] = waiting.pop();
    if (value === null || !['object', 'function'].includes(typeof value) || seen.has(value)) continue;
    seen.add(value);
    try {
      const written = typeof value === 'function' && !native.test(Function.prototype.toString.call(value));
      if (written) found.push(path);
      for (const key of Reflect.ownKeys(value)) {
        const { value: item, get } = Reflect.getOwnPropertyDescriptor(value, key) || {};
        waiting.push([item, path + '.' + String(key)]);
        if (get) waiting.push([get, path + '.get ' + String(key)]);
        try {
          const got = get && value[key];
          if (got instanceof Promise) got.catch(() => {});
          waiting.push([got, path + '.' + String(key)]);
        } catch {}
      }
      waiting.push([Object.getPrototypeOf(value), path + '.__proto__']);
    } catch {}
  }
  return found.sort();
}"""
# Whose functions a page of ours has, by right.
OPEN = [f"window.consent.{name}" for name in ("accept", "deny", "get", "preferences", "show")]
# What browsers call of the element that all of ours stands in: it puts that back, or takes a copy away.
CONTAINER = [
    f"<consent-ui>.__proto__.{name}" for name in ("connectedCallback", "constructor", "disconnectedCallback")
]
# What pages call vendors by: such a stub takes a call, and gives nothing (test_calls.py).
STUBS = {"dataLayer", "fbq", "gtag", "ire"}
STUB = re.compile(rf"window\.(get )?({'|'.join(STUBS)})(\.push)?$")
KEYS = """() => ({
  names: [window, document, document.documentElement, document.head, document.body, customElements, navigator]
    .flatMap((one) => Reflect.ownKeys(one).map(String)),
  elements: [...document.querySelectorAll('*:not(select)')]
    .flatMap((one) => Reflect.ownKeys(one).map(String)),
})"""
CLIENT = bundle.ROOT / "banner/client"
SHAPES = CLIENT.joinpath("types.d.ts").read_text("utf-8")
# What Python may do, what features may use and return, and names under which such things have been left.
NAMES = [
    *re.findall(r"(?m)^    (\w+)[(:,]", CLIENT.joinpath("bridge.js").read_text("utf-8")),
    *(
        name
        for one in ("Host", "Extras", "Blocking", "Python", "Calls", "Page")
        for name in re.findall(
            r"(?m)^  (?:readonly )?(\w+): ", SHAPES.split(f"interface {one} {{")[1].partition("\n}")[0]
        )
    ),
    *(
        "consent",
        "promise",
        "heard",
        "listen",
        "run",
        "module",
        "render",
        "load",
        "python",
        "pyodide",
        "Module",
    ),
    *("proxy_js_ref", "loadPyodide", "loadMicroPython"),
]
TRY = """(names) => {
  const owners = [window, document, document.documentElement, consent.ready,
    ...document.querySelectorAll('*')];
  const open = [];
  for (const owner of owners) for (const name of names) {
    const own = Object.hasOwn(owner, name) && owner[name];
    const browsers = owner === window && ['open', 'close', 'fetch'].includes(name);
    if (typeof own === 'function' && !browsers) open.push(name);
  }
  return open;
}"""


@pytest.mark.both
def test_nothing_that_a_page_can_reach_is_a_way_to_what_python_may_do(visitor: Visitor) -> None:
    # Browsers that are driven have functions of the driver's.
    theirs = strict_page(visitor, script="", path="bare.html").page.evaluate(WALK)
    page = strict_page(visitor).page
    page.wait_for_selector("#consent-banner")

    def reached() -> list[str]:
        found = [path for path in page.evaluate(WALK) if path not in theirs and not STUB.match(path)]
        return [path for path in found if path not in CONTAINER]

    assert reached() == OPEN
    assert page.evaluate(TRY, NAMES) == []

    page.hover("#consent-banner")
    page.wait_for_function(UP)

    assert reached() == OPEN
    assert page.evaluate(TRY, NAMES) == []

    reaches(visitor.press("accept-all"), "granted")
    assert [path for path in reached() if ".consent." in path] == OPEN
    assert page.evaluate(TRY, NAMES) == []


@pytest.mark.both
def test_python_leaves_no_name_in_the_page_but_that_of_the_api(visitor: Visitor) -> None:
    before = strict_page(visitor, script="").page.evaluate(KEYS)
    reaches(strict_page(visitor, path="other.html").press("deny-all"), "denied")
    after = visitor.page.evaluate(KEYS)

    assert set(after["names"]) - set(before["names"]) == {"consent", *STUBS}
    assert after["elements"] == []


def test_no_element_says_that_python_has_started(visitor: Visitor) -> None:
    page = strict_page(visitor).page
    scripts = "script:not([src]), script[type*=py], script[type*=python], py-config, mpy-config, py-script"
    page.hover("#consent-banner")
    page.wait_for_function(UP)

    assert page.locator(scripts).count() == 0


FOREIGN = """
<mpy-config>
{"interpreter": "https://elsewhere.example/m.mjs", "js_modules": {"main": {"/own.js": "own"}}}
</mpy-config>
<py-config>{"interpreter": "https://elsewhere.example/p.mjs", "packages": ["numpy"]}</py-config>
<mpy-script>import js; js.document.title = "ran"</mpy-script>
<py-script>import js; js.document.title = "ran"</py-script>
<script type="mpy">import js; js.document.title = "ran"</script>
<script type="py">import js; js.document.title = "ran"</script>
<script type="micropython">import js; js.document.title = "ran"</script>
<script type="pyodide">import js; js.document.title = "ran"</script>
<button mpy-click="ran" py-click="ran" micropython-click="ran" pyodide-click="ran">A button</button>
"""


@examples("name", [*POLICIES, "no policy"], run=["all of it", "no policy"])
def test_python_that_markup_brings_never_runs_and_its_configuration_is_never_read(
    visitor: Visitor, name: str
) -> None:
    policy, script = {**POLICIES, "no policy": ("", SCRIPT)}[name]
    # Markup of this kind has Python start by itself.
    account = '<html data-consent-account="a.b">'
    page = strict_page(visitor, policy=policy, script=script, body=account + FOREIGN).page
    page.wait_for_selector("html[data-consent=undecided]", state="attached")
    reaches(visitor.press("deny-all"), "denied")

    assert page.title() == "Strict"
    assert page.locator("button:has-text('A button')").is_enabled()
    assert visitor.outside() == []
    assert [one for one in visitor.requests if one.endswith("/own.js")] == []


@pytest.mark.both
@pytest.mark.parametrize("policy", [OURS + TYPES, DYNAMIC + TYPES])
def test_python_gets_to_the_page_without_a_text_that_has_to_be_trusted_as_a_script(
    visitor: Visitor, policy: str
) -> None:
    visitor.page.add_init_script(
        """const { createPolicy } = TrustedTypePolicyFactory.prototype;
        window.trusted = [];
        TrustedTypePolicyFactory.prototype.createPolicy = function (name, rules) {
          const createScript = (text) => { trusted.push(text); return text; };
          return createPolicy.call(this, name, { createHTML: String, createScriptURL: String, createScript });
        };"""
    )
    reaches(strict_page(visitor, policy=policy, script=NONCED).press("accept-all"), "granted")

    assert visitor.page.evaluate("trusted") == []
