"""What is exempt is on with notice: not asked, never a consent, and off for good once the visitor objects."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.config import locales
from banner.core.consent import Consent, holds
from banner.core.effects import Activate, AppendLogEntry, Ask, Deactivate, ForgetPlan, LeavePlan, Settle
from banner.core.events import Arrived, Decided
from banner.core.log_entry import LogEntry
from banner.core.machine import step
from banner.core.merge import merge
from banner.core.plan import Ground, in_force, undecided
from banner.core.record import decode, encode
from banner.core.state import State
from banner.view.history import history
from banner.view.notice import exempt, notice
from banner.view.preferences import dialog
from tests.unit.shop import (
    BUILD,
    DECLARATION,
    IDS,
    LIFETIME,
    MOMENTS,
    NOTICE_HASH,
    NOW,
    arrived,
    decided,
)
from tests.unit.shop import consent as asked_consent
from tests.unit.shop import decisions as any_decisions

if TYPE_CHECKING:
    from banner.core.effects import Effect

RULE = "audience-measurement"
# "links" measures the site's own audience; for the sake of the signal "impact", which is sold, is exempt too.
SITE = replace(
    DECLARATION,
    services=tuple(
        replace(one, exempt=RULE) if one.id in ("links", "impact") else one for one in DECLARATION.services
    ),
)
EXEMPT = ("impact", "links")
ASKED = ("pixel", "google")
OWN = {f"service.{one.id}.text": f"About {one.id}." for one in SITE.services}
MESSAGES = locales.messages("en", OWN, SITE)


def state() -> State:
    return State(SITE, Ground(BUILD))


def asking(*, gpc: bool = False) -> State:
    return step(state(), arrived(gpc=gpc))[0]


def consent(granted: tuple[str, ...] = (), on: tuple[str, ...] = EXEMPT, at: int = NOW) -> Consent:
    """A consent that grants *granted*, with these exempt services on."""
    denied = tuple(one for one in IDS if one not in granted + on)
    return Consent("c0", at, "accept-selected", "banner", "r1", granted, denied, on)


def of(effects: tuple[Effect, ...], kind: type) -> list[Effect]:
    return [one for one in effects if isinstance(one, kind)]


class TestBeforeADecision:
    """On by default, where nobody has objected."""

    @pytest.mark.law("A20")
    def test_it_is_on_and_the_banner_asks_about_the_rest(self) -> None:
        after, effects = step(state(), arrived())

        assert (after.phase, after.active) == ("asking", EXEMPT)
        assert of(effects, Activate) == [Activate(EXEMPT)]
        assert of(effects, Ask) == [Ask(EXEMPT, None, EXEMPT)]
        assert undecided(None, EXEMPT)["exempt"] == list(EXEMPT)

    def test_later_pages_activate_it_without_python_while_nothing_is_decided(self) -> None:
        (left,) = of(step(state(), arrived())[1], LeavePlan)
        assert isinstance(left, LeavePlan)
        plan = json.loads(left.plan.encode())

        assert (plan["ground"], plan["record"]) == (f"{BUILD},,,false", "")
        assert (plan["services"], plan["ticked"]) == ([*EXEMPT], [*EXEMPT])
        assert (plan["start"], plan["end"]) == (NOW, NOW + LIFETIME)
        assert plan["consent"]["state"] == "undecided"

    def test_for_an_account_without_a_consent_the_plan_names_the_account_alone(self) -> None:
        known = replace(state(), ground=Ground(BUILD, account="anna"))
        (left,) = of(step(known, arrived())[1], LeavePlan)
        assert isinstance(left, LeavePlan)

        assert json.loads(left.plan.encode())["ground"] == f"{BUILD},,anna,false"

    def test_while_the_account_is_not_known_nothing_is_on(self) -> None:
        after, effects = step(replace(state(), known=False), arrived())

        assert (after.active, of(effects, Activate), of(effects, LeavePlan)) == ((), [], [])

    def test_the_signal_switches_off_what_is_sold(self) -> None:
        assert asking(gpc=True).active == ("links",)

    def test_a_record_from_the_future_may_hold_an_objection(self) -> None:
        ahead = encode(consent(at=NOW + 10 * 86_400_000))
        after, effects = step(state(), arrived(ahead))

        assert (after.active, of(effects, ForgetPlan)) == ((), [ForgetPlan()])

    def test_what_runs_and_is_asked_ends_and_the_rest_waits_for_the_next_page(self) -> None:
        _, effects = step(state(), arrived(active=("google",)))

        assert of(effects, Deactivate) == [Deactivate(("google",))]
        assert of(effects, Activate) == []

    def test_an_objection_goes_on_where_the_visitor_is_asked_again(self) -> None:
        older = replace(consent(("google",), ("impact",)), revision="r0")
        after, effects = step(state(), arrived(encode(older)))

        assert after.active == ("impact",)
        assert of(effects, Ask) == [Ask(("google", "impact"), older, ("impact",))]
        (left,) = of(effects, LeavePlan)
        assert isinstance(left, LeavePlan)
        assert left.plan.services == ("impact",)


class TestDeciding:
    """Each action, and what it says of the exempt services."""

    @pytest.mark.law("A20")
    @pytest.mark.parametrize(
        ("action", "services", "granted", "on"),
        [
            ("accept-all", IDS, ASKED, EXEMPT),
            ("deny-all", (), (), ()),
            ("dismiss", (), (), EXEMPT),
            ("accept-selected", ("google", "links"), ("google",), ("links",)),
            ("allow", ("google",), ("google",), EXEMPT),
            ("withdraw", ("links",), (), ("impact",)),
            ("opt-out", ("impact",), (), ("links",)),
        ],
    )
    def test_it_is_never_granted_and_denied_only_by_an_objection(
        self, action: str, services: tuple[str, ...], granted: tuple[str, ...], on: tuple[str, ...]
    ) -> None:
        held = step(asking(), decided(action, services, source="preferences"))[0].consent

        assert held is not None
        assert (held.granted, held.exempt) == (granted, on)
        assert set(held.denied) == set(IDS) - {*granted, *on}

    def test_an_objection_ends_at_once_what_runs(self) -> None:
        _, effects = step(asking(), decided("withdraw", ("links",)))

        assert of(effects, Deactivate) == [Deactivate(("links",))]

    def test_an_objection_stays_until_it_is_taken_back(self) -> None:
        before = step(asking(), decided("deny-all"))[0]
        after = step(before, decided("allow", ("links",), id="c2"))[0]

        assert before.consent is not None
        assert after.consent is not None
        assert (before.consent.exempt, after.consent.exempt) == ((), ("links",))

    def test_it_is_logged_as_withdrawn(self) -> None:
        before = step(asking(), decided("accept-all", IDS))[0]
        (entry,) = of(step(before, decided("withdraw", ("links",), id="c2"))[1], AppendLogEntry)
        assert isinstance(entry, AppendLogEntry)

        assert entry.event == "withdrawn"

    def test_the_signal_goes_over_a_record_in_which_what_is_sold_is_on(self) -> None:
        after, _ = step(state(), arrived(encode(consent()), gpc=True))

        assert after.consent is not None
        assert (after.consent.action, after.consent.exempt) == ("gpc", ("links",))

    def test_page_scripts_are_told_that_it_was_not_asked(self) -> None:
        held = step(asking(), decided("dismiss"))[0].consent
        assert held is not None

        assert in_force(held, ())["exempt"] == [*EXEMPT]
        assert held.state == "denied"


class TestRecord:
    """Records with something exempt say so; all others are as they were."""

    @given(st.sets(st.sampled_from(ASKED)), st.sets(st.sampled_from(EXEMPT)))
    def test_it_is_read_as_it_was_written(self, granted: set[str], on: set[str]) -> None:
        held = consent(tuple(sorted(granted)), tuple(sorted(on)))

        assert decode(encode(held)) == held
        assert encode(held).startswith("%7B%22v%22%3A" + ("2" if on else "1"))

    def test_one_without_is_what_it_always_was(self) -> None:
        assert "exempt" not in encode(asked_consent())

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("%3A2%2C", "%3A1%2C"),
            ("%5B%22links%22%5D", "%5B%5D"),
            ("%5B%22links%22%5D", "%5B%22google%22%5D"),
        ],
    )
    def test_another_spelling_is_no_record(self, old: str, new: str) -> None:
        text = encode(consent(("google",), ("links",)))
        assert old in text

        assert decode(text.replace(old, new)) is None

    def test_it_holds_only_where_the_declaration_still_exempts_it(self) -> None:
        assert holds(consent(), SITE, NOW)
        assert not holds(consent(), DECLARATION, NOW)


class TestMerging:
    """Two devices of one account."""

    def test_an_objection_of_the_account_is_not_overruled_by_a_default(self) -> None:
        merged = merge(SITE, consent(at=NOW), replace(consent((), (), NOW - 5), id="c9"), NOW)

        assert merged.consent is not None
        assert (merged.consent.on, merged.contested) == ((), EXEMPT)

    def test_of_two_that_differ_what_is_on_in_both_is_on(self) -> None:
        account = replace(consent(("google",), ("links",), NOW - 5), id="c9")
        merged = merge(SITE, consent((), EXEMPT), account, NOW)

        assert merged.consent is not None
        assert (merged.consent.granted, merged.consent.exempt) == ((), ("links",))
        assert set(merged.consent.denied) == {"pixel", "google", "impact"}


class TestView:
    """It is told, and can be switched off."""

    @pytest.mark.law("A20")
    def test_the_first_layer_names_it_and_does_not_ask_about_it(self) -> None:
        assert exempt(SITE, MESSAGES) == (
            "On without consent: Impact and Links. You can object in the preferences.",
        )
        assert exempt(DECLARATION, MESSAGES) == ()
        assert "analyse visits" in notice(SITE, MESSAGES, ())
        assert "personalise content and ads" not in notice(SITE, MESSAGES, ())

    @pytest.mark.law("A20")
    def test_its_switch_is_on_with_the_reason(self) -> None:
        text = dialog(SITE, MESSAGES, SITE.exempt(), {}).text

        assert '<input checked name="service" type="checkbox" value="links">' in text
        assert '<input name="service" type="checkbox" value="google">' in text
        assert text.count(MESSAGES.text("preferences.exempt")) == 2

    def test_the_history_says_that_it_was_not_asked(self) -> None:
        entry = LogEntry(
            "c0", "given", encode(consent(("google",), ("links",))), "", NOTICE_HASH, "en", "device"
        )
        text = history(MESSAGES, (entry,), {"links": "Links", "google": "Google"}, "browser", str).text

        assert "Links (not asked) and Google" in text


class TestProperties:
    """What holds for every sequence of events."""

    decisions = any_decisions((*IDS, "unknown"), ("banner", "preferences"))
    records = st.builds(
        lambda granted, on, at, revision: encode(
            replace(consent(tuple(granted), tuple(on), at), revision=revision)
        ),
        st.sets(st.sampled_from(ASKED)),
        st.sets(st.sampled_from(EXEMPT)),
        MOMENTS,
        st.sampled_from(["r1", "r0"]),
    )
    arrivals = st.builds(
        Arrived,
        records=st.lists(st.one_of(st.text(max_size=9), records), max_size=2).map(tuple),
        now=MOMENTS,
        gpc=st.booleans(),
        active=st.just(()),
        pending=st.lists(decisions, max_size=3).map(tuple),
    )

    @given(arrivals, st.lists(decisions, max_size=5))
    def test_nothing_that_is_asked_opens_without_a_grant_and_nothing_against_an_objection(
        self, arrival: Arrived, decisions: list[Decided]
    ) -> None:
        now = state()
        for event in (arrival, *decisions):
            now, effects = step(now, event)
            held = now.consent
            granted = held.granted if held and now.phase == "decided" else ()
            opened: set[str] = set()
            for effect in effects:
                if isinstance(effect, Activate):
                    opened |= set(effect.services)
                if isinstance(effect, LeavePlan):
                    opened |= set(effect.plan.services)
            assert opened - set(EXEMPT) <= set(granted)
            if held:
                assert not opened & set(held.denied) & set(EXEMPT)
            if now.ground.gpc:
                assert "impact" not in opened

    @given(arrivals, st.lists(decisions, max_size=5))
    def test_no_record_calls_it_granted(self, arrival: Arrived, decisions: list[Decided]) -> None:
        now = state()
        for event in (arrival, *decisions):
            now, effects = step(now, event)
            for effect in of(effects, Settle):
                assert isinstance(effect, Settle)
                assert not set(effect.consent.granted) & set(EXEMPT)
                assert sorted(effect.consent.on + effect.consent.denied) == sorted(IDS)
