"""The banner on pages that forbid all that it does not need, and on pages that get in its way."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support import looks
from tests.support.strict import SCRIPT, reaches, strict_page, violations
from tests.support.visitor import GOOGLE, IMPACT, PIXEL, UP, Visitor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Route

# As the guide lists them (site/docs/guide/content-security-policy.md).
OURS = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
NONCE = "default-src 'none'; script-src 'nonce-r4nd0m' 'wasm-unsafe-eval'; connect-src 'self'"
DYNAMIC = NONCE.replace("'wasm", "'strict-dynamic' 'wasm")
TYPES = "; require-trusted-types-for 'script'; trusted-types consent"
VENDORS = " https://connect.facebook.net https://www.googletagmanager.com https://utt.impactcdn.com"
NONCED = SCRIPT.replace("<script", '<script nonce="r4nd0m"')
POLICIES = {
    "self": (OURS, SCRIPT),
    "nonces alone": (NONCE, NONCED),
    "strict-dynamic": (DYNAMIC, NONCED),
    "trusted types": (OURS + TYPES, SCRIPT),
    "all of it": (DYNAMIC + TYPES, NONCED),
}


@examples("name", POLICIES, run=["self", "all of it"])
def test_a_strict_policy_forbids_nothing_that_the_banner_does(visitor: Visitor, name: str) -> None:
    policy, script = POLICIES[name]
    place = '<div data-consent-embed="preferences"></div><div data-consent-embed="declaration"></div>'
    strict_page(visitor, policy=policy, script=script, body=place).press("preferences")
    visitor.choose("links-conversion").press("accept-selected", "dialog")
    reaches(visitor, "partial")
    visitor.page.locator("table").first.wait_for()

    assert violations(visitor) == []
    assert visitor.outside() == []


@examples(
    ("policy", "script"),
    [
        pytest.param(OURS.replace("; connect", VENDORS + "; connect"), SCRIPT, id="hosts"),
        pytest.param(NONCE, NONCED, id="nonces alone"),
        pytest.param(DYNAMIC + TYPES, NONCED, id="all of it"),
    ],
    run=["hosts", "all of it"],
)
def test_a_policy_that_names_the_vendors_lets_their_scripts_load(
    visitor: Visitor, policy: str, script: str
) -> None:
    strict_page(visitor, policy=policy, script=script).press("accept-all")
    reaches(visitor, "granted").sees(PIXEL, GOOGLE, IMPACT)

    assert violations(visitor) == []


def test_blocked_scripts_run_under_nonces_and_trusted_types(visitor: Visitor) -> None:
    blocked = '<script type="text/plain" data-service="google">document.body.id = "ran"</script>'
    held = '<template data-service="google"><script>document.body.className = "ran"</script></template>'
    strict_page(visitor, policy=DYNAMIC + TYPES, script=NONCED, body=blocked + held).press("accept-all")
    visitor.page.wait_for_selector("body#ran.ran")

    assert violations(visitor) == []


def test_no_name_in_the_page_leads_to_what_makes_texts_trusted(visitor: Visitor) -> None:
    strict_page(visitor, policy=OURS + TYPES).press("deny-all")
    reaches(visitor, "denied")
    again = visitor.page.evaluate(
        "(() => { try { trustedTypes.createPolicy('consent', {}); return true } catch { return false } })()"
    )

    assert again is False
    assert visitor.page.evaluate("trustedTypes.defaultPolicy") is None
    assert not visitor.page.evaluate("'trust' in consent")


@pytest.mark.thorough
def test_an_integrity_attribute_that_fits_is_obeyed_and_one_that_does_not_leaves_a_page_that_works(
    new_visitor: Callable[..., Visitor], dist: Path
) -> None:
    digest = hashlib.sha384((dist / "consent/consent.js").read_bytes()).digest()
    fits = SCRIPT.replace("src", f'integrity="sha384-{base64.b64encode(digest).decode()}" src')
    reaches(strict_page(new_visitor(), script=fits).press("deny-all"), "denied")
    page = strict_page(new_visitor(), script=fits.replace("sha384-", "sha384-A")).page

    page.locator("h1").wait_for()
    assert page.get_attribute("html", "data-consent") is None


@pytest.mark.thorough
def test_under_a_sub_path_everything_comes_from_there(visitor: Visitor, dist: Path) -> None:
    def moved(route: Route) -> None:
        path = dist / route.request.url.partition("/shop/it/")[2].partition("?")[0]
        route.fulfill(path=path, content_type={".wasm": "application/wasm"}.get(path.suffix))

    visitor.context.route(visitor.base + "shop/it/consent/**", moved)
    script = '<script src="../consent/consent.js" defer></script>'
    strict_page(visitor, script=script, path="shop/it/pages/deep.html").press("deny-all")
    reaches(visitor, "denied")
    ours = [one for one in visitor.requests if "/consent/" in one and "/api/" not in one]

    assert ours
    assert all(one.startswith(visitor.base + "shop/it/consent/") for one in ours)
    link = visitor.page.evaluate("document.querySelector('#consent-banner a').href")
    assert link == visitor.base + "shop/it/cookie-policy.html"


def test_a_base_element_changes_no_address_of_ours(visitor: Visitor) -> None:
    script = SCRIPT.replace("/consent", visitor.base + "consent", 1)
    strict_page(visitor, head='<base href="https://elsewhere.example/a/">', script=script).press("deny-all")
    reaches(visitor, "denied")

    assert visitor.page.evaluate("document.querySelector('#consent-banner a').href").startswith(visitor.base)
    assert visitor.outside() == []


BOX = """(selector) => JSON.stringify([...document.querySelectorAll(selector)].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  const { color, backgroundColor, fontSize, display } = getComputedStyle(one);
  return [x, y, width, height, color, backgroundColor, fontSize, display];
}))"""
PARTS = "#consent-banner, #consent-banner *:not(option)"
HOSTILE = {
    "all unset": "* { all: unset }",
    "nothing shown": "button, input, a, p, h2, section, select, svg, div { display: none }",
    "red and slanted": "body * { color: red; background: red; transform: skew(9deg); font-size: 40px }",
    "important body": "body { transform: translateX(300px) !important; filter: blur(0) !important; zoom: 1 }",
}


@examples("name", HOSTILE, run=["all unset", "red and slanted"])
def test_styles_of_the_page_leave_the_banner_as_it_is(new_visitor: Callable[..., Visitor], name: str) -> None:
    plain = strict_page(new_visitor(), head="<style>h1 { display: none }</style>").page.evaluate(BOX, PARTS)
    visitor = strict_page(new_visitor(), head=f"<style>{HOSTILE[name]} head {{ display: none }}</style>")

    assert visitor.page.evaluate(BOX, PARTS) == plain
    visitor.press("preferences").choose("google").press("dismiss", "dialog")
    reaches(visitor, "denied")


STYLES = """([selector, text]) => {
  const sheet = document.head.appendChild(document.createElement('style'));
  sheet.textContent = text;
  const found = [...document.querySelectorAll(selector)].map((one) => {
    const { color, backgroundColor, fontSize, fontWeight, display, transform } = getComputedStyle(one);
    return [one.tagName, color, backgroundColor, fontSize, fontWeight, display, transform];
  });
  sheet.remove();
  return found;
}"""


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("look", "parts"),
    [(looks.policy, (looks.LIST, looks.HISTORY)), (looks.stage, (looks.PLACEHOLDER, looks.TOAST))],
    ids=["lists", "placeholders and a toast"],
)
def test_styles_of_the_page_leave_what_stands_in_it_as_it_is(
    visitor: Visitor, look: Callable[[Visitor], Visitor], parts: tuple[str, ...]
) -> None:
    page = look(visitor).page
    selector = ", ".join(f"{part}, {part} *" for part in parts)
    plain = page.evaluate(STYLES, [selector, ""])

    assert len(plain) > 20
    for hostile in HOSTILE.values():
        assert page.evaluate(STYLES, [selector, hostile]) == plain


@pytest.mark.thorough
def test_in_quirks_mode_the_banner_looks_the_same(new_visitor: Callable[..., Visitor]) -> None:
    plain = strict_page(new_visitor()).page.evaluate(BOX, PARTS)
    visitor = strict_page(new_visitor(), doctype="")

    assert visitor.page.evaluate("document.compatMode") == "BackCompat"
    assert visitor.page.evaluate(BOX, PARTS) == plain
    reaches(visitor.press("deny-all"), "denied")


@pytest.mark.thorough
def test_nothing_of_the_page_lies_above_the_banner_however_high_it_is(visitor: Visitor) -> None:
    over = '<div style="position: fixed; inset: 0; background: orange; z-index: 2147483647">Over all</div>'
    strict_page(visitor, body=over)
    top = """(action) => {
      const button = document.querySelector(`#consent-banner [data-consent-action=${action}]`);
      const { x, y, width, height } = button.getBoundingClientRect();
      return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    }"""

    assert all(visitor.page.evaluate(top, one) for one in ("accept-all", "deny-all", "dismiss"))
    reaches(visitor.press("deny-all"), "denied")


@pytest.mark.thorough
def test_the_banner_comes_first_for_the_keyboard(visitor: Visitor) -> None:
    page = strict_page(visitor, body='<a href="#x">A link of the page</a>').page
    page.keyboard.press("Tab")

    assert page.evaluate("!!document.activeElement.closest('#consent-banner')")


@pytest.mark.thorough
@pytest.mark.fault("print")
@pytest.mark.needs("other media")
def test_the_banner_stays_off_paper(visitor: Visitor) -> None:
    page = strict_page(visitor).page
    assert visitor.asked()
    page.emulate_media(media="print")
    page.wait_for_selector("#consent-banner", state="hidden")


FREEZE = """
for (const name of Object.getOwnPropertyNames(window)) {
  const one = window[name];
  if (typeof one === 'function' && one.prototype) Object.freeze(one.prototype);
}
for (const one of [Object, Array, Function, Promise, String, Map, Set]) Object.freeze(one);
"""
GLOBALS = {
    "additions to arrays": "Array.prototype.last = () => 1; Array.prototype.remove = 1;",
    "additions to all objects": "Object.prototype.extra = () => 1; String.prototype.trimmed = 1;",
    "frozen prototypes": FREEZE,
}


ALL_OBJECTS = pytest.param(
    "additions to all objects", marks=pytest.mark.needs("objects that all are changed")
)


@pytest.mark.thorough
@examples(
    "name",
    ["additions to arrays", ALL_OBJECTS, "frozen prototypes"],
    run=["additions to all objects", "frozen prototypes"],
)
def test_what_the_page_has_made_of_the_language_does_no_harm(visitor: Visitor, name: str) -> None:
    strict_page(visitor, head=f"<script>{GLOBALS[name]}</script>").press("accept-all")
    reaches(visitor, "granted").sees(PIXEL, GOOGLE, IMPACT)

    assert visitor.record() is not None


@pytest.mark.thorough
def test_an_element_with_the_name_of_our_object_does_no_harm(visitor: Visitor) -> None:
    form = '<form id="consent" name="consent"><input name="get"></form><img name="consent">'
    strict_page(visitor, body=form).press("deny-all")
    reaches(visitor, "denied")

    assert visitor.page.evaluate("consent.get().state") == "denied"


def test_two_script_tags_are_one_banner_and_one_decision(visitor: Visitor) -> None:
    strict_page(visitor, script=SCRIPT * 2, body=SCRIPT.replace(" defer", ""))
    assert visitor.page.locator("#consent-banner").count() == 1
    reaches(visitor.press("accept-all"), "granted").sees(PIXEL, GOOGLE, IMPACT)

    assert sorted(visitor.outside()) == sorted((PIXEL, GOOGLE, IMPACT))
    assert visitor.page.evaluate(UP)
