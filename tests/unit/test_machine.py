"""The state machine: what follows from each decision, in which order, and what never follows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.consent import CLOCK_TOLERANCE
from banner.core.effects import (
    Activate,
    AppendLogEntry,
    Ask,
    ConfirmOptOut,
    Deactivate,
    EraseCookies,
    EraseRecord,
    ForgetPlan,
    Leave,
    LeavePlan,
    Settle,
    TellSignal,
    WriteRecord,
)
from banner.core.events import Arrived, Decided
from banner.core.machine import step
from banner.core.plan import SCRIPT_COOKIE, Ground
from banner.core.record import decode, encode
from tests.unit.shop import (
    DAY,
    DECLARATION,
    IDS,
    LIFETIME,
    MOMENTS,
    NOTICE_HASH,
    NOW,
    arrived,
    consent,
    decided,
    decisions,
    state,
)

if TYPE_CHECKING:
    from banner.core.effects import Effect
    from banner.core.state import State

E = TypeVar("E")


def names(effects: tuple[Effect, ...]) -> list[str]:
    """The effects by name, in order."""
    return [type(effect).__name__ for effect in effects]


def only(effects: tuple[Effect, ...], kind: type[E]) -> E:
    """The one effect of a kind."""
    (found,) = [effect for effect in effects if isinstance(effect, kind)]
    return found


def asking() -> State:
    """A page that shows the banner."""
    return step(state(), arrived())[0]


class TestArriving:
    """Python comes to a page and judges what it finds."""

    def test_without_a_record_the_banner_asks(self) -> None:
        after, effects = step(state(), arrived())

        assert after.phase == "asking"
        assert names(effects) == ["ForgetPlan", "EraseCookies", "Ask"]

    def test_a_record_that_holds_is_obeyed_without_asking(self) -> None:
        record = encode(consent(("google",)))
        after, effects = step(state(), arrived(record))

        assert after.phase == "decided"
        assert names(effects) == ["LeavePlan", "EraseCookies", "Activate", "Settle"]
        assert only(effects, Activate).services == ("google",)

    def test_a_denial_opens_nothing(self) -> None:
        _, effects = step(state(), arrived(encode(consent(()))))

        assert names(effects) == ["LeavePlan", "EraseCookies", "Settle"]

    def test_services_that_a_plan_has_opened_are_not_opened_twice(self) -> None:
        _, effects = step(state(), arrived(encode(consent()), active=("pixel", "google")))

        assert only(effects, Activate).services == ("impact", "links")

    def test_garbled_text_is_dropped_and_asked_for(self) -> None:
        _, effects = step(state(), arrived("garbled"))

        assert names(effects) == ["EraseRecord", "ForgetPlan", "EraseCookies", "Ask"]

    def test_a_lapsed_record_is_dropped_and_asked_for(self) -> None:
        _, effects = step(state(), arrived(encode(consent()), now=NOW + LIFETIME))

        assert names(effects) == ["EraseRecord", "ForgetPlan", "AppendLogEntry", "EraseCookies", "Ask"]
        assert only(effects, AppendLogEntry).event == "expired"
        assert only(effects, Ask).ticked == ()

    def test_services_that_run_when_the_consent_lapses_are_stopped(self) -> None:
        event = arrived(encode(consent()), now=NOW + LIFETIME, active=("google",))
        _, effects = step(state(), event)

        assert only(effects, Deactivate).services == ("google",)
        assert names(effects)[-1] == "Leave"

    def test_a_record_from_the_future_grants_nothing_and_is_kept(self) -> None:
        record = encode(consent(at=NOW + CLOCK_TOLERANCE + 1))
        _, effects = step(state(), arrived(record))

        assert names(effects) == ["ForgetPlan", "EraseCookies", "Ask"]

    def test_an_older_revision_asks_again_with_what_was_chosen_and_leaves_a_plan_to_ask(
        self,
    ) -> None:
        record = encode(consent(("google", "gone"), revision="r0"))
        after, effects = step(state(), arrived(record))
        plan = only(effects, LeavePlan).plan

        assert after.phase == "asking"
        assert names(effects) == ["LeavePlan", "EraseCookies", "Ask"]
        assert only(effects, Ask).ticked == ("google",)
        assert (plan.services, plan.ticked, plan.consent["state"]) == ((), ("google",), "undecided")

    def test_of_several_records_the_newest_counts(self) -> None:
        older = encode(consent(at=NOW - DAY, id="old"))
        newer = encode(consent((), at=NOW))

        for records in ((older, newer), (newer, older), (older, "garbled", newer)):
            after, effects = step(state(), arrived(*records))
            assert after.consent == consent(())
            assert only(effects, LeavePlan).plan.record == " ".join(records)

    def test_a_decision_made_in_another_page_meanwhile_is_obeyed(self) -> None:
        after, effects = step(asking(), arrived(encode(consent(("google",)))))

        assert after.phase == "decided"
        assert only(effects, Activate).services == ("google",)

    def test_a_denial_in_another_page_ends_what_runs_in_this_one(self) -> None:
        later = consent((), at=NOW + 5, id="c9")
        after, effects = step(SETTLED, arrived(encode(later), now=NOW + 9, active=SETTLED.active))

        assert after.consent == later
        assert only(effects, Deactivate).services == SETTLED.active
        assert names(effects)[-1] == "Leave"

    def test_an_older_click_of_this_page_does_not_overtake_a_later_decision_of_another_one(self) -> None:
        later = consent((), at=NOW + 5, id="c9")
        decision = decided("accept-all", IDS, at=NOW, now=NOW + 9, id="c8")
        after, effects = step(asking(), arrived(encode(later), now=NOW + 9, pending=(decision,)))

        assert after.consent == later
        assert "WriteRecord" not in names(effects)

    def test_cookies_deleted_in_another_page_are_asked_for_again(self) -> None:
        after, effects = step(SETTLED, arrived(now=NOW + 5, active=SETTLED.active))

        assert (after.phase, after.consent) == ("asking", None)
        assert "Ask" in names(effects)

    def test_a_pending_denial_comes_before_what_an_older_consent_would_open(self) -> None:
        record = encode(consent(at=NOW - DAY))
        event = arrived(record, pending=(decided("deny-all", at=NOW - 5),))
        after, effects = step(state(), event)

        assert "Activate" not in names(effects)
        assert after.consent is not None
        assert (after.consent.granted, after.consent.at) == ((), NOW - 5)

    def test_pending_clicks_count_in_their_order(self) -> None:
        decisions = (
            decided("accept-all", IDS, at=NOW - 9, id="a1"),
            decided("withdraw", ("google",), at=NOW - 5, id="a2"),
        )
        after, effects = step(state(), arrived(pending=decisions))

        assert only(effects, Activate).services == ("pixel", "impact", "links")
        assert after.active == ("pixel", "impact", "links")

    def test_a_pending_click_that_another_page_has_recorded_is_not_recorded_twice(self) -> None:
        record = encode(consent(("google",), id="c1"))
        _, effects = step(state(), arrived(record, pending=(decided("accept-all", IDS),)))

        assert "WriteRecord" not in names(effects)
        assert only(effects, Activate).services == ("google",)


class TestDeciding:
    """The visitor chooses."""

    def test_everything_follows_in_the_order_record_plan_services(self) -> None:
        after, effects = step(asking(), decided("accept-all", IDS))

        assert names(effects) == [
            "WriteRecord",
            "AppendLogEntry",
            "LeavePlan",
            "EraseCookies",
            "Activate",
            "Settle",
        ]
        assert after.active == IDS
        assert only(effects, Activate).services == IDS
        assert only(effects, EraseCookies).unwanted.cookies == ()

    def test_the_record_is_kept_for_180_days(self) -> None:
        write = only(step(asking(), decided("deny-all"))[1], WriteRecord)

        assert write.max_age == 15_552_000
        assert decode(write.text) == after_consent("deny-all")

    def test_a_click_of_days_ago_is_kept_for_what_is_left_of_them(self) -> None:
        write = only(step(asking(), decided("deny-all", at=NOW - 3 * DAY + 1))[1], WriteRecord)

        assert write.max_age == 177 * 86_400 + 1

    @pytest.mark.parametrize("language", ["pt-BR", "zh-Hant-TW", "es-419", "sr-latn"])
    def test_it_counts_in_every_language_that_has_a_tag(self, language: str) -> None:
        after, effects = step(asking(), replace(decided("deny-all"), language=language))

        assert after.phase == "decided"
        assert only(effects, AppendLogEntry).language == language

    def test_the_plan_fits_the_record_that_was_written(self) -> None:
        _, effects = step(asking(), decided("accept-selected", ("google",)))
        plan = only(effects, LeavePlan).plan

        assert plan.record == only(effects, WriteRecord).text
        assert plan.ground == Ground("b1")
        assert (plan.start, plan.end) == (NOW, NOW + LIFETIME)
        assert plan.services == plan.ticked == ("google",)

    def test_page_scripts_are_told_the_consent(self) -> None:
        settle = only(step(asking(), decided("accept-selected", ("google",)))[1], Settle)

        assert settle.consent.plain() == {
            "state": "partial",
            "granted": ["google"],
            "denied": ["pixel", "impact", "links"],
            "at": "2026-11-23T18:36:40.000Z",
            "action": "accept-selected",
            "source": "banner",
            "revision": "r1",
        }

    def test_nothing_selected_is_the_same_as_denied(self) -> None:
        selected = step(asking(), decided("accept-selected", source="preferences"))[0].consent
        denied = step(asking(), decided("deny-all"))[0].consent

        assert selected is not None
        assert denied is not None
        assert (selected.granted, selected.denied) == (denied.granted, denied.denied)

    @pytest.mark.parametrize("services", [(), ("unknown",), ("session",), ("Google",), (7, None)])
    @pytest.mark.parametrize("action", ["accept-all", "accept-selected", "allow", "withdraw"])
    def test_a_decision_about_nothing_changes_nothing(self, action: str, services: tuple[str, ...]) -> None:
        settled = step(asking(), decided("accept-selected", ("google",)))[0]

        for before in (asking(), settled):
            assert step(before, decided(action, services, id="c2")) == (before, ())

    @pytest.mark.parametrize("source", ["preferences", "page"])
    def test_to_select_nothing_is_a_choice_where_there_are_switches(self, source: str) -> None:
        settled = step(asking(), decided("accept-selected", ("google",)))[0]
        after, _ = step(settled, decided("accept-selected", source=source, id="c2"))

        assert after.consent is not None
        assert after.consent.state == "denied"

    def test_to_select_what_nobody_declares_is_no_choice_even_there(self) -> None:
        before = asking()

        assert step(before, decided("accept-selected", ("unknown",), source="page")) == (before, ())

    def test_a_known_service_beside_an_unknown_one_counts(self) -> None:
        after, _ = step(asking(), decided("allow", ("unknown", "google")))

        assert after.consent is not None
        assert after.consent.granted == ("google",)

    @pytest.mark.parametrize("action", ["accept-all", "deny-all", "dismiss"])
    def test_where_nothing_is_asked_every_decision_ends_the_asking(self, action: str) -> None:
        required = tuple(one for one in DECLARATION.services if one not in DECLARATION.optional())
        declaration = replace(DECLARATION, services=required)
        before = step(replace(state(), declaration=declaration), arrived())[0]

        assert step(before, decided(action))[0].phase == "decided"

    def test_the_x_is_a_decision_that_keeps_the_defaults(self) -> None:
        after, effects = step(asking(), decided("dismiss"))

        assert after.phase == "decided"
        assert only(effects, Settle).consent.state == "denied"

    def test_what_ran_and_is_denied_is_revoked_erased_and_the_page_loaded_again(self) -> None:
        running = step(asking(), decided("accept-all", IDS))[0]
        after, effects = step(running, decided("withdraw", ("google",), id="c2"))

        assert names(effects) == [
            "WriteRecord",
            "AppendLogEntry",
            "ForgetPlan",
            "Deactivate",
            "EraseCookies",
            "Settle",
            "TellStays",
            "Leave",
        ]
        assert only(effects, Deactivate).services == ("google",)
        assert only(effects, Settle).running == ("google",)
        assert [cookie.name for cookie in only(effects, EraseCookies).unwanted.cookies] == ["_ga*"]
        assert after.consent is not None
        assert after.consent.granted == ("pixel", "impact", "links")

    def test_what_was_granted_but_never_ran_needs_no_reload(self) -> None:
        event = arrived(encode(consent()), pending=(decided("deny-all"),))

        assert "Leave" not in names(step(state(), event)[1])

    def test_a_change_opens_only_what_is_new(self) -> None:
        running = step(asking(), decided("accept-selected", ("google",)))[0]
        _, effects = step(running, decided("allow", ("impact",), id="c2"))

        assert only(effects, Activate).services == ("impact",)

    def test_to_allow_one_service_is_no_decision_on_an_older_question_about_others(self) -> None:
        old = step(state(), arrived(encode(consent(revision="r0"))))[0]
        after, _ = step(old, decided("allow", ("impact",)))

        assert after.consent is not None
        assert after.consent.granted == ("impact",)

    def test_a_click_keeps_its_own_time(self) -> None:
        after, _ = step(asking(), decided("deny-all", at=NOW - 3 * DAY))

        assert after.consent is not None
        assert after.consent.at == NOW - 3 * DAY

    def test_a_click_ahead_of_the_clock_counts_as_given_now(self) -> None:
        after, _ = step(asking(), decided("deny-all", at=NOW + DAY))

        assert after.consent is not None
        assert after.consent.at == NOW

    def test_after_the_clock_went_back_the_visitor_can_still_decide(self) -> None:
        record = encode(consent(at=NOW))
        settled = step(state(), arrived(record, now=NOW - DAY // 2))[0]
        after, effects = step(settled, decided("deny-all", at=NOW - DAY // 2, now=NOW - DAY // 2))

        assert "WriteRecord" in names(effects)
        assert after.consent is not None
        assert after.consent.state == "denied"

    def test_a_decision_on_a_question_that_has_changed_since_is_kept_and_asked_again(self) -> None:
        event = decided("accept-all", ("google",), revision="r0")
        after, effects = step(asking(), event)

        assert names(effects) == ["WriteRecord", "AppendLogEntry", "LeavePlan", "EraseCookies", "Ask"]
        assert after.phase == "asking"
        assert only(effects, Ask).ticked == ("google",)


class TestProving:
    """Each decision leaves an entry for the log."""

    @pytest.mark.parametrize(
        ("action", "services", "event"),
        [
            ("accept-all", IDS, "given"),
            ("accept-selected", (), "denied"),
            ("deny-all", (), "denied"),
            ("dismiss", (), "dismissed"),
            ("opt-out", ("impact",), "opted-out"),
        ],
    )
    def test_a_first_decision_is_named(self, action: str, services: tuple[str, ...], event: str) -> None:
        logged = only(step(asking(), decided(action, services, source="preferences"))[1], AppendLogEntry)

        assert (logged.event, logged.previous) == (event, "")
        assert (logged.notice_hash, logged.language) == (NOTICE_HASH, "en")

    @pytest.mark.parametrize(
        ("action", "services", "event"),
        [
            ("allow", ("impact",), "changed"),
            ("withdraw", ("google",), "withdrawn"),
            ("opt-out", ("impact",), "opted-out"),
        ],
    )
    def test_a_later_decision_names_the_one_before(
        self, action: str, services: tuple[str, ...], event: str
    ) -> None:
        settled = step(asking(), decided("accept-selected", ("google",)))[0]
        logged = only(step(settled, decided(action, services, id="c2"))[1], AppendLogEntry)

        assert (logged.event, logged.previous) == (event, "c1")

    def test_of_several_pending_decisions_each_is_logged(self) -> None:
        decisions = (decided("accept-all", IDS, id="a1"), decided("deny-all", id="a2"))
        _, effects = step(state(), arrived(pending=decisions))
        logged = [effect for effect in effects if isinstance(effect, AppendLogEntry)]

        assert [(one.event, one.previous) for one in logged] == [("given", ""), ("withdrawn", "a1")]


class TestOptingOut:
    """An opt-out of sale and sharing denies what is sold, and nothing else."""

    @pytest.mark.law("C9")
    def test_it_denies_what_is_sold_and_leaves_the_rest_as_it_was(self) -> None:
        before = step(asking(), decided("accept-all", IDS))[0]
        after, effects = step(before, decided("opt-out", ("impact",), id="c2"))

        assert after.consent is not None
        assert (after.consent.action, after.consent.denied) == ("opt-out", ("impact",))
        assert only(effects, Deactivate).services == ("impact",)

    def test_before_a_decision_it_ends_the_asking_with_everything_off(self) -> None:
        after, effects = step(asking(), decided("opt-out", ("impact",)))

        assert (after.phase, names(effects)[-1]) == ("decided", "Settle")
        assert after.consent is not None
        assert after.consent.denied == IDS

    def test_an_id_of_an_older_build_denies_what_is_sold_today_too(self) -> None:
        before = step(asking(), decided("accept-all", IDS))[0]
        after = step(before, decided("opt-out", ("pixel",), id="c2"))[0]

        assert after.consent is not None
        assert after.consent.granted == ("google", "links")

    @pytest.mark.law("C9")
    def test_where_the_page_is_left_for_it_the_next_one_confirms_it(self) -> None:
        before = step(asking(), decided("accept-all", IDS))[0]
        _, effects = step(before, decided("opt-out", ("impact",), at=NOW + 5, now=NOW + 5, id="c2"))

        assert only(effects, ConfirmOptOut) == ConfirmOptOut(NOW + 5)
        assert names(effects).index("ConfirmOptOut") < names(effects).index("Leave")

    def test_where_the_page_stays_the_view_confirms_it_itself(self) -> None:
        before = step(asking(), decided("accept-selected", ("google",)))[0]
        after, effects = step(before, decided("opt-out", ("impact",), id="c2"))

        assert after.consent is not None
        assert after.consent.granted == ("google",)
        assert not {"ConfirmOptOut", "Leave", "Deactivate"} & set(names(effects))

    def test_about_nothing_that_is_asked_it_decides_nothing(self) -> None:
        before = asking()

        assert step(before, decided("opt-out", ("unknown",))) == (before, ())

    def test_it_can_be_taken_back(self) -> None:
        out = step(asking(), decided("opt-out", ("impact",)))[0]
        after = step(out, decided("allow", ("impact",), id="c2"))[0]

        assert after.consent is not None
        assert after.consent.granted == ("impact",)


class TestALostCookie:
    """Browsers end cookies of scripts early; storage holds a copy."""

    COPY = encode(consent(("google",)))

    def test_after_seven_days_it_is_written_again_for_the_time_that_remains(self) -> None:
        after, effects = step(state(), arrived(copy=self.COPY, now=NOW + SCRIPT_COOKIE))

        assert only(effects, WriteRecord) == WriteRecord(self.COPY, (LIFETIME - SCRIPT_COOKIE) // 1000)
        assert only(effects, LeavePlan).plan.record == self.COPY
        assert after.phase == "decided"

    def test_before_that_the_visitor_has_deleted_it_and_is_asked(self) -> None:
        after, effects = step(state(), arrived(copy=self.COPY, now=NOW + SCRIPT_COOKIE - 1))

        assert after.phase == "asking"
        assert "WriteRecord" not in names(effects)

    def test_it_comes_back_where_an_older_one_has_taken_its_place(self) -> None:
        older = encode(consent(at=NOW - DAY, id="old"))
        _, effects = step(state(), arrived(older, copy=self.COPY))

        assert only(effects, WriteRecord).text == self.COPY

    def test_a_copy_of_an_older_question_is_asked_again(self) -> None:
        copy = encode(consent(revision="r0"))
        after, effects = step(state(), arrived(copy=copy, now=NOW + SCRIPT_COOKIE))

        assert after.phase == "asking"
        assert names(effects)[0] == "WriteRecord"

    def test_a_copy_that_has_lapsed_is_logged(self) -> None:
        _, effects = step(state(), arrived(copy=self.COPY, now=NOW + LIFETIME))

        assert only(effects, AppendLogEntry).event == "expired"


class TestThePrivacySignal:
    """Global Privacy Control denies sale and sharing, whatever was decided before."""

    def test_it_goes_over_a_stored_grant_for_as_long_as_that_would_have_lasted(self) -> None:
        record = encode(consent(("google", "impact"), at=NOW - DAY))
        after, effects = step(state(), arrived(record, gpc=True))

        assert after.consent is not None
        assert (after.consent.granted, after.consent.action, after.consent.at) == (
            ("google",),
            "gpc",
            NOW - DAY,
        )
        assert only(effects, WriteRecord).max_age == (LIFETIME - DAY) // 1000
        assert (only(effects, AppendLogEntry).event, only(effects, AppendLogEntry).previous) == (
            "withdrawn",
            "c0",
        )
        assert only(effects, LeavePlan).plan.services == ("google",)
        assert only(effects, TellSignal).services == ("impact",)

    def test_it_goes_over_a_decision_made_under_it_and_the_visitor_is_told(self) -> None:
        under = step(state(), arrived(gpc=True))[0]
        after, effects = step(under, decided("accept-all", IDS))

        assert after.consent is not None
        assert after.consent.denied == ("impact",)
        assert only(effects, TellSignal).services == ("impact",)

    def test_a_consent_that_grants_no_sale_needs_no_word(self) -> None:
        under = step(state(), arrived(gpc=True))[0]
        _, effects = step(under, decided("accept-selected", ("google",)))

        assert "TellSignal" not in names(effects)

    def test_where_the_visitor_is_asked_again_its_switches_are_off(self) -> None:
        record = encode(consent(("google", "impact"), revision="r0"))
        _, effects = step(state(), arrived(record, gpc=True))

        assert only(effects, Ask).ticked == ("google",)
        assert only(effects, LeavePlan).plan.ticked == ("google",)

    def test_it_leaves_alone_what_sells_nothing(self) -> None:
        _, effects = step(state(), arrived(encode(consent(("google",))), gpc=True))

        assert "WriteRecord" not in names(effects)

    def test_nobody_can_click_it(self) -> None:
        assert step(asking(), decided("gpc")) == (asking(), ())


class TestSingleItems:
    """One item of outside content, opened and not remembered."""

    def test_a_denial_closes_it(self) -> None:
        item = replace(asking(), active_items=("google",))
        _, effects = step(item, decided("deny-all"))

        assert only(effects, Deactivate).services == ("google",)
        assert names(effects)[-1] == "Leave"

    @pytest.mark.parametrize("action", ["allow", "withdraw", "opt-out"])
    def test_a_decision_about_another_service_leaves_it(self, action: str) -> None:
        item = replace(asking(), active_items=("google",))

        assert "Leave" not in names(step(item, decided(action, ("impact",)))[1])

    @pytest.mark.parametrize("action", ["withdraw", "opt-out"])
    def test_a_denial_of_its_service_closes_it(self, action: str) -> None:
        item = replace(asking(), active_items=("impact",))

        assert "Leave" in names(step(item, decided(action, ("impact",)))[1])

    def test_it_stays_where_python_only_judges_an_older_consent(self) -> None:
        _, effects = step(state(), arrived(encode(consent(())), active_items=("google",)))

        assert "Leave" not in names(effects)

    def test_a_pending_denial_closes_it_too(self) -> None:
        _, effects = step(state(), arrived(active_items=("google",), pending=(decided("deny-all"),)))

        assert names(effects)[-1] == "Leave"


def after_consent(action: str) -> object:
    return step(asking(), decided(action))[0].consent


SETTLED = step(asking(), decided("accept-all", IDS))[0]


@pytest.mark.parametrize(
    ("before", "event"),
    [
        (state(), decided("accept-all", IDS)),
        (SETTLED, decided("dismiss", id="c2")),
        (SETTLED, decided("deny-all")),
        (SETTLED, decided("deny-all", at=NOW - 1, id="c2")),
        (asking(), decided("guess")),
        (asking(), decided("deny-all", id="")),
        (asking(), decided("deny-all", id="Not An Id")),
        (asking(), decided("deny-all", id="x" * 4_000)),
        (asking(), decided("deny-all", source="<b>")),
        (asking(), decided("deny-all", source="x" * 4_000)),
        (asking(), decided("deny-all", revision="")),
        (asking(), decided("deny-all", at=-1)),
        (asking(), decided("deny-all", at=NOW - LIFETIME)),
        (asking(), decided("deny-all", now=-1)),
        (asking(), replace(decided("deny-all"), at="soon")),  # type: ignore[arg-type]
        (asking(), replace(decided("deny-all"), id=["c1"])),
        (asking(), replace(decided("deny-all"), notice_hash="none")),
        (asking(), replace(decided("deny-all"), language="")),  # type: ignore[arg-type]
    ],
    ids=[
        "before Python has judged the page",
        "an X without a banner",
        "the same decision again",
        "a decision that a later one has overtaken",
        "an unknown action",
        "no id",
        "an id that is none",
        "an id that no cookie holds",
        "a place that is none",
        "a place that no cookie holds",
        "no revision",
        "a time before time",
        "a decision older than consents hold",
        "a broken clock",
        "a time that is a word",
        "an id that is a list",
        "a notice hash that is none",
        "no language",
    ],
)
def test_an_illegal_event_changes_nothing(before: State, event: Decided) -> None:
    assert step(before, event) == (before, ())


class TestProperties:
    """What holds for every sequence of events."""

    decided = decisions((*IDS, "session", "unknown"), ("banner",))
    records = st.one_of(
        st.text(max_size=20),
        st.builds(
            lambda granted, at, revision: encode(consent(tuple(granted), at, revision)),
            st.lists(st.sampled_from([*IDS, "unknown"]), unique=True),
            MOMENTS,
            st.sampled_from(["r1", "r0"]),
        ),
    )
    arrivals = st.builds(
        Arrived,
        records=st.lists(records, max_size=3).map(tuple),
        now=MOMENTS,
        gpc=st.booleans(),
        active=st.just(()),
        active_items=st.lists(st.sampled_from(IDS)).map(tuple),
        copy=records,
        pending=st.lists(decided, max_size=3).map(tuple),
    )

    @given(arrivals, st.lists(decided, max_size=6))
    def test_nothing_opens_that_the_last_decision_did_not_grant(
        self, arrival: Arrived, decisions: list[Decided]
    ) -> None:
        now = state()
        for event in (arrival, *decisions):
            now, effects = step(now, event)
            for effect in effects:
                if isinstance(effect, Activate):
                    assert now.phase == "decided"
                    assert now.consent is not None
                    assert set(effect.services) <= set(now.consent.granted) & set(IDS)
                if isinstance(effect, LeavePlan):
                    granted = now.consent.granted if now.consent else ()
                    assert set(effect.plan.services) <= set(granted) & set(IDS)

    @given(arrivals, st.lists(decided, max_size=6))
    def test_what_runs_and_is_no_longer_granted_loads_the_page_again(
        self, arrival: Arrived, decisions: list[Decided]
    ) -> None:
        now = state()
        for event in (arrival, *decisions):
            now, effects = step(now, event)
            granted = now.consent.granted if now.consent and now.phase == "decided" else ()
            assert (set(now.active) <= set(granted)) or not effects or isinstance(effects[-1], Leave)

    @given(arrivals)
    def test_without_a_decision_by_the_visitor_only_a_lost_cookie_is_written(self, arrival: Arrived) -> None:
        quiet = replace(arrival, pending=())

        for effect in step(state(), quiet)[1]:
            if isinstance(effect, WriteRecord):
                written = decode(effect.text)
                assert effect.text == arrival.copy or (written is not None and written.action == "gpc")

    @given(arrivals)
    def test_a_lost_cookie_comes_back_for_no_longer_than_its_consent_lasts(self, arrival: Arrived) -> None:
        for effect in step(state(), replace(arrival, pending=()))[1]:
            if isinstance(effect, WriteRecord):
                written = decode(effect.text)
                assert written is not None
                assert arrival.now + (effect.max_age - 1) * 1000 < written.at + LIFETIME

    @given(arrivals, st.lists(decided, max_size=6))
    def test_a_record_never_claims_a_time_after_its_writing(
        self, arrival: Arrived, decisions: list[Decided]
    ) -> None:
        now = state()
        for event in (arrival, *decisions):
            now, effects = step(now, event)
            for effect in effects:
                # A copy that goes back was written before, by a clock that may have been ahead.
                if isinstance(effect, WriteRecord) and effect.text != arrival.copy:
                    written = decode(effect.text)
                    assert written is not None
                    assert written.at <= max(event.now, *(one.now for one in arrival.pending), event.now)

    def test_erase_and_forget_are_effects_of_their_own(self) -> None:
        assert EraseRecord() == EraseRecord()
        assert ForgetPlan() == ForgetPlan()
        assert DECLARATION.lifetime == 15_552_000
