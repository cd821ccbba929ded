"""Tools that refuse for their users do it here, by rules of ours; what hides the banner does no harm.

autoconsent is the real package. Consent-O-Matic is an extension and in no registry: what its rule says is
done here step by step, as its documentation has it. With the extension's own engine it was tried by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from banner.testing import consent_banner
from banner.toolchain import environment
from tests.support.engines.patience import PATIENCE
from tests.support.runtimes import ONE_RUNTIME
from tests.support.visitor import GOOGLE, SERVICES, Visitor

pytestmark = [ONE_RUNTIME, pytest.mark.needs("recipes of Playwright")]
RULES = environment.ROOT / "site/docs/reference/rules"
# As browsers start it: what it says is kept, and what it asks for answered.
AUTOCONSENT = """
window.said = [];
window.autoconsentSendMessage = async ({ type, cmp, result }) => {
  said.push([type, cmp, result]);
  if (type === 'init') setTimeout(() => autoconsentReceiveMessage({ type: 'initResp', ...%s }));
  if (type === 'optOutResult') setTimeout(() => autoconsentReceiveMessage({ type: 'selfTest' }));
};
"""
# A rule of Fanboy's Annoyance List has this selector for all sites.
HIDES = """addEventListener('DOMContentLoaded', () => document.documentElement.append(
  Object.assign(document.createElement('style'), { textContent: `%s` }),
))"""
LISTS = {
    "hidden": HIDES % "#consent-banner { display: none !important }",
    "hidden and all around it": HIDES % "consent-ui, #consent-banner { display: none !important }",
    "invisible": HIDES % "#consent-banner { visibility: hidden !important; opacity: 0 !important }",
    "taken out": """new MutationObserver(() => document.querySelector('#consent-banner')?.remove())
      .observe(document, { childList: true, subtree: true })""",
}


def autoconsent(visitor: Visitor, action: str, rules: list[dict[str, Any]]) -> None:
    """Have the visitor's browser do *action* everywhere by *rules*."""
    package = environment.software("autoconsent") / "@duckduckgo/autoconsent"
    config = {"enabled": True, "autoAction": action, "enablePrehide": True, "detectRetries": 20}
    config |= {"enableCosmeticRules": True, "enableGeneratedRules": True, "heuristicMode": "off"}
    given = {"rules": {"autoconsent": rules}, "config": {**config, "logs": {}}}
    visitor.context.add_init_script(AUTOCONSENT % json.dumps(given))
    visitor.context.add_init_script(path=package / "dist/autoconsent.playwright.js")


def others() -> list[dict[str, Any]]:
    """The rules that the package brings."""
    file = environment.software("autoconsent") / "@duckduckgo/autoconsent/rules/rules.json"
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["autoconsent"]
    return found


@pytest.mark.parametrize("among", ["alone", pytest.param("all", marks=pytest.mark.thorough)])
@pytest.mark.parametrize(("action", "state"), [("optOut", "denied"), ("optIn", "granted")])
def test_autoconsent_decides_by_our_rule(visitor: Visitor, action: str, state: str, among: str) -> None:
    ours = json.loads((RULES / "autoconsent.json").read_text(encoding="utf-8"))
    autoconsent(visitor, action, [ours] if among == "alone" else [*others(), ours])
    visitor.visit().settled(state)
    record = visitor.record()

    assert record is not None
    assert (record.granted, record.source) == ({"denied": (), "granted": SERVICES}[state], "banner")
    done = [action + "Result", "consent-banner", True]
    visitor.page.wait_for_function("(one) => said.some((told) => `${told}` === `${one}`)", arg=done)
    if action == "optOut":
        tested = ["selfTestResult", "consent-banner", True]
        visitor.page.wait_for_function("(one) => said.some((told) => `${told}` === `${one}`)", arg=tested)


class ConsentOMatic:
    """Does in a *page* what a rule of Consent-O-Matic says, for a user who *allows* some categories."""

    def __init__(self, page: Any, allows: set[str]) -> None:
        self.page = page
        self.allows = allows
        self.clicks = 0

    def run(self, rule: dict[str, Any]) -> None:
        """Find the banner, and do the methods in their order."""
        (detector,) = rule["detectors"]
        for matcher in detector["presentMatcher"] + detector["showingMatcher"]:
            self.page.wait_for_selector(matcher["target"]["selector"], state="attached")
        for name in ("OPEN_OPTIONS", "DO_CONSENT", "SAVE_CONSENT"):
            (action,) = [one["action"] for one in rule["methods"] if one["name"] == name]
            self.act(action)

    def act(self, action: dict[str, Any]) -> None:
        """Do one action."""
        getattr(self, action["type"])(action)

    def list(self, action: dict[str, Any]) -> None:
        """Do all of them."""
        for one in action["actions"]:
            self.act(one)

    def click(self, action: dict[str, Any]) -> None:
        """Click the first element that matches, as a script does."""
        self.clicks += 1
        self.page.eval_on_selector(action["target"]["selector"], "(element) => element.click()")

    def waitcss(self, action: dict[str, Any]) -> None:
        """Wait for an element."""
        self.page.wait_for_selector(action["target"]["selector"], state="attached")

    def ifcss(self, action: dict[str, Any]) -> None:
        """Do one or another action."""
        if self.page.query_selector(action["target"]["selector"]):
            self.act(action["trueAction"])

    def consent(self, action: dict[str, Any]) -> None:
        """Set switches as the user wants them."""
        for one in action["consents"]:
            box = self.page.query_selector(one["matcher"]["target"]["selector"])
            if box.is_checked() != (one["type"] in self.allows):
                self.act(one["toggleAction"])


@pytest.mark.parametrize(
    ("allows", "granted"),
    [
        (set(), ()),
        ({"B"}, ("links-conversion",)),
        ({"E", "F"}, None),
        (set("ABDEFX"), SERVICES),
    ],
    ids=["nothing", "analytics", "some", "everything"],
)
@pytest.mark.thorough
def test_consent_o_matic_decides_by_our_rule(
    visitor: Visitor, allows: set[str], granted: tuple[str, ...] | None
) -> None:
    rule = json.loads((RULES / "consent-o-matic.json").read_text(encoding="utf-8"))["consent-banner"]
    visitor.visit()
    ConsentOMatic(visitor.page, allows).run(rule)
    consent_banner(visitor.page, timeout=PATIENCE).wait_recorded()
    record = visitor.record()

    assert record is not None
    assert record.action == "accept-selected"
    expected = granted if granted is not None else tuple(one for one in SERVICES if one != "links-conversion")
    assert record.granted == expected


@pytest.mark.parametrize("way", LISTS)
def test_a_list_that_hides_the_banner_activates_nothing_and_the_page_works(
    new_visitor: Callable[..., Visitor], way: str
) -> None:
    visitor = new_visitor()
    visitor.context.add_init_script(LISTS[way])
    visitor.visit().settled("undecided")
    visitor.visit().settled("undecided")

    assert not visitor.asked()
    assert visitor.outside() == []
    assert visitor.record() is None
    # The page can be used, and keeps no room for what is not seen.
    assert visitor.page.evaluate("getComputedStyle(document.body).overflow") == "visible"
    visitor.page.click("footer [data-consent-open]", trial=True)


@pytest.mark.parametrize("way", [way for way in LISTS if "around" not in way])
def test_the_preferences_still_open_where_a_list_hides_the_banner(
    new_visitor: Callable[..., Visitor], way: str
) -> None:
    visitor = new_visitor()
    visitor.context.add_init_script(LISTS[way])
    visitor.visit().settled("undecided").open_preferences()
    visitor.choose("google").press("accept-selected", "#consent-preferences").settled("partial")

    assert GOOGLE in visitor.outside()
