"""A page object does what a visitor does, and says what stood in the way where it cannot."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest

from banner.testing import ConsentBanner, ConsentError, SeleniumConsentBanner, consent_banner
from tests.matrix import examples
from tests.support.engines.patience import PATIENCE
from tests.support.runtimes import ONE_RUNTIME
from tests.support.seleniums import selenium
from tests.support.visitor import SERVICES, Visitor

Banner = ConsentBanner | SeleniumConsentBanner
NARROW = {"viewport": {"width": 360, "height": 640}}
# As a list of annoyances would have it: Fanboy's has this very rule.
HIDDEN = "#consent-banner { display: none !important }"
OVER = """() => {
  const sheet = Object.assign(document.createElement('div'), { id: 'newsletter' });
  sheet.style = 'margin: 0; width: 100vw; height: 100vh';
  sheet.popover = 'manual';
  document.body.append(sheet);
  sheet.showPopover();
}"""

# Seconds, where something hinders already: on any machine it is told when they are over.
NONE = 0.001

pytestmark = ONE_RUNTIME


DRIVERS = {"selenium": (), "playwright": pytest.mark.needs("recipes of Playwright")}
# Where the banner stands once the page has come to rest: on its way there it comes to the top once more.
AT_REST = "document.querySelector('consent-ui')?.parentNode === document.documentElement"


@pytest.fixture(params=[pytest.param(one, marks=marks) for one, marks in DRIVERS.items()])
def at(request: pytest.FixtureRequest) -> Callable[..., Banner]:
    """Makes the page object for a visitor's page."""

    def make(visitor: Visitor, timeout: float = PATIENCE) -> Banner:
        page: Any = visitor.page if request.param == "playwright" else selenium(visitor.page)
        found: Banner = consent_banner(page, timeout=timeout)
        return found

    return make


DECISIONS: dict[str, tuple[Callable[[Banner], None], tuple[str, ...]]] = {
    "accept_all": (lambda banner: banner.accept_all(), SERVICES),
    "deny_all": (lambda banner: banner.deny_all(), ()),
    "choose": (lambda banner: banner.choose("youtube", "x"), ("youtube", "x")),
    "choose nothing": (lambda banner: banner.choose(), ()),
    "dismiss": (lambda banner: banner.dismiss(), ()),
}


# Each decision by one of the drivers, and by the other one the next.
each_decision = examples(
    ("at", "decision"),
    [
        pytest.param(driver, decision, id=f"{driver}-{decision}", marks=DRIVERS[driver])
        for driver, decision in itertools.product(DRIVERS, DECISIONS)
    ],
    run=["-".join(pair) for pair in zip(itertools.cycle(DRIVERS), DECISIONS, strict=False)],
    indirect=["at"],
)


@pytest.mark.smoke("thorough")
@pytest.mark.each
@each_decision
def test_a_decision_is_recorded_when_the_method_returns(
    visitor: Visitor, at: Callable[..., Banner], decision: str
) -> None:
    banner = at(visitor.visit())
    decide, granted = DECISIONS[decision]
    decide(banner)
    record = visitor.record()

    assert record is not None
    assert record.granted == banner.granted == granted
    assert banner.state == record.state


@each_decision
@pytest.mark.thorough
def test_a_decision_is_made_in_the_preferences_where_one_holds(
    visitor: Visitor, at: Callable[..., Banner], decision: str
) -> None:
    banner = at(visitor.visit())
    banner.choose("soundcloud")
    decide, granted = DECISIONS[decision]
    if decision == "dismiss":
        banner.open_preferences()
        granted = ("soundcloud",)  # the X changes nothing then
    decide(banner)

    assert banner.granted == granted
    assert visitor.page.locator("#consent-preferences[open]").count() == 0


@pytest.mark.thorough
def test_a_narrow_window_has_its_groups_unfolded(
    new_visitor: Callable[..., Visitor], at: Callable[..., Banner]
) -> None:
    banner = at(new_visitor(**NARROW).visit())
    banner.choose("instagram")

    assert banner.granted == ("instagram",)


def test_what_is_withdrawn_is_off_and_the_rest_stays(visitor: Visitor, at: Callable[..., Banner]) -> None:
    banner = at(visitor.visit())
    banner.choose("youtube", "google", "x")
    # Its script runs, so the page is left for a new one.
    banner.withdraw("google", "x")

    assert banner.granted == ("youtube",)
    banner.withdraw()
    assert banner.state == "denied"


@pytest.mark.thorough
def test_each_state_has_its_expectation(visitor: Visitor, at: Callable[..., Banner]) -> None:
    banner = at(visitor.visit())
    banner.expect_undecided()
    banner.choose("youtube", "x")

    banner.expect_granted("youtube", "x")
    banner.expect_denied("google", "instagram")


def test_the_visitors_own_click_is_waited_for(visitor: Visitor, at: Callable[..., Banner]) -> None:
    banner = at(visitor.visit())
    visitor.press("accept-all")
    banner.wait_recorded()

    assert banner.state == "granted"


def raised(act: Callable[[], object]) -> ConsentError:
    """Return what *act* fails with."""
    with pytest.raises(ConsentError) as found:
        act()
    return found.value


@pytest.mark.thorough
def test_a_false_expectation_says_what_holds(visitor: Visitor, at: Callable[..., Banner]) -> None:
    banner = at(visitor.visit())
    undecided = raised(lambda: banner.expect_granted("x"))
    banner.choose("youtube")
    partial = raised(lambda: banner.expect_granted("youtube", "x"))

    assert undecided.hindrance == "nothing is decided yet"
    assert partial.expected == "youtube, x to be granted"
    assert re.search(
        r" is partial \(granted: youtube; denied: facebook-pixel, .*; accept-selected at 20", partial.seen
    )
    assert str(partial).splitlines()[0] == "expected: youtube, x to be granted"
    assert " is partial (" in raised(banner.expect_undecided).seen
    assert "youtube to be denied" in raised(lambda: banner.expect_denied("youtube")).expected


@pytest.mark.thorough
@pytest.mark.parametrize(
    "act",
    [
        lambda banner: banner.choose("yuotube"),
        lambda banner: banner.withdraw("yuotube"),
        lambda banner: banner.expect_granted("yuotube"),
    ],
    ids=["choose", "withdraw", "expect"],
)
def test_a_service_that_is_misspelt_is_told(
    visitor: Visitor, at: Callable[..., Banner], act: Callable[[Banner], None]
) -> None:
    banner = at(visitor.visit())
    banner.choose("youtube")
    error = raised(lambda: act(banner))

    assert error.hindrance == "did you mean youtube?"
    assert "soundcloud" in error.seen


def test_a_page_without_the_script_is_told(visitor: Visitor, at: Callable[..., Banner]) -> None:
    visitor.page.goto(visitor.base + "empty.html")
    error = raised(at(visitor, timeout=NONE).accept_all)

    assert "a page without a banner" in error.seen
    assert 'no tag for it: <script src="/consent/consent.js" defer>' in error.hindrance


def test_a_script_that_does_not_come_is_told(visitor: Visitor, at: Callable[..., Banner]) -> None:
    visitor.context.route("**/consent/consent.js", lambda route: route.abort())
    error = raised(at(visitor.visit(), timeout=NONE).deny_all)

    assert error.hindrance.startswith("consent.js has not run: see that its address answers")


def test_python_that_does_not_come_is_told(visitor: Visitor, at: Callable[..., Banner]) -> None:
    visitor.without_python().visit().press("accept-all")
    visitor.page.wait_for_selector("html[data-consent=pending]", state="attached")
    banner = at(visitor, timeout=NONE)
    for act in (banner.wait_recorded, banner.accept_all, banner.open_preferences):
        error = raised(act)

        assert error.hindrance.startswith("Python has not recorded the decision: see that consent/files/")
        assert " is pending" in error.seen


def test_a_banner_that_a_style_sheet_hides_is_told(visitor: Visitor, at: Callable[..., Banner]) -> None:
    visitor.visit().settled("undecided").page.add_style_tag(content=HIDDEN)
    banner = at(visitor, timeout=NONE)
    for act in (banner.accept_all, banner.expect_undecided):
        assert raised(act).hindrance.startswith('<section id="consent-banner"> has display: none: ')


def test_what_lies_over_the_banner_is_told(visitor: Visitor, at: Callable[..., Banner]) -> None:
    visitor.visit().page.wait_for_function(AT_REST)
    visitor.page.evaluate(OVER)
    error = raised(at(visitor, timeout=NONE).accept_all)

    assert error.hindrance == '<div id="newsletter"> lies over it'


def test_a_name_that_is_not_the_banners_is_told(visitor: Visitor, at: Callable[..., Banner]) -> None:
    banner = at(visitor.visit())
    banner.deny_all()
    wrong = consent_banner(banner.page if isinstance(banner, ConsentBanner) else banner.driver, name="cmp")

    assert wrong.state == "denied"
    assert "window.cmp is not the banner's" in raised(wrong.open_preferences).hindrance
