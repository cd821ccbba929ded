"""Storage is full, cleared under the page, or garbled."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.garble import garblings
from tests.support.engines.patience import PATIENCE
from tests.support.held import Held
from tests.support.strict import strict_page
from tests.support.visitor import GOOGLE, IMPACT, PIXEL, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

FILL = """
for (let size = 1 << 22; size; size >>= 1) {
  try { for (let n = 0; ; n++) localStorage.setItem('fill' + size + '-' + n, 'x'.repeat(size)); } catch {}
}
"""


@pytest.mark.thorough
@pytest.mark.fault("storage-full")
def test_with_storage_full_a_decision_counts_on_every_page(visitor: Visitor) -> None:
    visitor.visit().page.evaluate(FILL)
    visitor.press("deny-all").settled("denied")
    assert "consent.plan" not in visitor.page.evaluate("Object.keys(localStorage)")

    visitor.visit("product.html").settled("denied")
    assert not visitor.asked()
    assert visitor.outside() == []


@pytest.mark.fault("storage-full")
def test_with_storage_full_a_click_survives_its_page(visitor: Visitor) -> None:
    visitor.visit().page.evaluate(FILL)
    visitor.page.evaluate("document.querySelector('#consent-banner [data-consent-action=deny-all]').click()")
    visitor.leave().visit("product.html").settled("denied")

    assert not visitor.asked()
    assert visitor.outside() == []


@pytest.mark.thorough
@pytest.mark.fault("storage-cleared")
def test_storage_and_cookies_cleared_between_click_and_record_lose_no_decision(visitor: Visitor) -> None:
    interpreter = Held(visitor, "**/*.wasm")
    with visitor.page.expect_request("**/*.wasm"):
        visitor.visit().press("deny-all")
    visitor.page.evaluate("localStorage.clear()")
    visitor.context.clear_cookies()
    interpreter.go_on()
    visitor.settled("denied")

    record = visitor.record()
    assert record is not None
    assert record.action == "deny-all"


@pytest.mark.fault("storage-cleared")
def test_storage_and_cookies_cleared_after_a_grant_open_nothing_on_the_next_page(visitor: Visitor) -> None:
    visitor.visit().press("accept-all").settled("granted")
    visitor.page.evaluate("localStorage.clear()")
    visitor.context.clear_cookies()
    visitor.afresh().visit("product.html").settled("undecided")

    assert visitor.asked()
    assert visitor.outside() == []


# Runs consent.js again and again, each time with another text in storage and with Python out of the way, and
# gives what was opened, what was thrown, and the states in which pages were left.
AGAIN = """async ([key, texts, code, src, patience]) => {
  const states = {}, faults = [], opened = new Set();
  let judged = 0;
  const later = 'later(){globalThis.judged=(globalThis.judged||0)+1}';
  const python = 'export default()=>({fetch(){},start(){},follow(){},' + later + '})';
  const source = code.replace(/python:"[^"]*"/, 'python:"data:text/javascript,' + python + '#"');
  for (let at = 0; at < texts.length; at += 100) {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const { contentWindow: inside, contentDocument: page } = frame;
    Object.defineProperty(inside.Document.prototype, 'currentScript', { value: { src, nonce: '' } });
    inside.onunhandledrejection = ({ reason }) => faults.push(String(reason));
    const append = inside.Node.prototype.appendChild;
    new MutationObserver((list) => {
      for (const { addedNodes } of list) for (const { localName, src } of addedNodes) {
        // The other scripts that the loader puts into a page are what services open.
        if (localName === 'script' && !src.startsWith('data:')) opened.add(src);
      }
    }).observe(page, { childList: true, subtree: true });
    for (const text of texts.slice(at, at + 100)) {
      localStorage.setItem(key, text);
      delete inside.consent;
      // Each text is read by a first tag.
      Object.assign(inside.customElements, { get() {}, define() {} });
      page.documentElement.removeAttribute('data-consent');
      page.body.replaceChildren();
      try { inside.eval(source); } catch (error) { faults.push(text + ': ' + error); }
      for (let turns = 0; turns < 9; turns++) await 0; // the loader waits for nothing that is not here
      const asked = page.querySelector('#consent-banner:not([hidden])') ? ' asked' : '';
      const state = page.documentElement.dataset.consent + asked;
      states[state] = (states[state] || 0) + 1;
    }
    // What Python has to judge it is asked in the end, and nothing goes wrong on the way there.
    const waiting = () => (states.pending || 0) - judged - (inside.judged || 0);
    const end = Date.now() + patience;
    while (waiting() > 0 && !faults.length) {
      if (Date.now() > end) faults.push(waiting() + ' that nobody judges');
      await new Promise((done) => setTimeout(done));
    }
    judged += inside.judged || 0;
    frame.remove();
  }
  return { states, faults, opened: [...opened] };
}"""


@pytest.mark.thorough
@pytest.mark.parametrize(
    "key",
    [
        pytest.param("consent.plan", marks=pytest.mark.fault("garbled-plan")),
        pytest.param("consent.pending", marks=pytest.mark.fault("garbled-click")),
    ],
)
def test_the_loader_makes_nothing_of_garbled_storage(
    visitor: Visitor, record_property: Callable[[str, object], None], key: str, *, thorough: bool
) -> None:
    visitor.visit().press("preferences").choose("google").press("accept-selected", "dialog")
    visitor.settled("partial")
    plan = visitor.stored()["consent.plan"]
    click = {"id": "c", "action": "accept-all", "services": ["google", "impact"], "at": 1, "source": "banner"}
    text = {"consent.plan": plan, "consent.pending": json.dumps([click])}[key] * 2
    if key == "consent.pending":
        visitor.page.evaluate("localStorage.clear()")
    texts = list(garblings(text, 4_000 if thorough else 400))
    src = visitor.base + "consent/consent.js"
    code = visitor.context.request.get(src).text()
    strict_page(visitor, script="")
    whole = visitor.page.evaluate(AGAIN, [key, [text], code, src, PATIENCE * 1000])
    assert whole["states"] == {"consent.plan": {"partial": 1}, "consent.pending": {"pending": 1}}[key]
    found = visitor.page.evaluate(AGAIN, [key, texts, code, src, PATIENCE * 1000])

    assert found["faults"] == []
    assert set(found["opened"]) <= {GOOGLE}
    assert not {PIXEL, IMPACT} & set(visitor.outside())
    # What is garbled is no plan, so Python is asked about the record; nothing is asked of the visitor before.
    assert set(found["states"]) == {"pending"}
    record_property("inputs", len(texts))
