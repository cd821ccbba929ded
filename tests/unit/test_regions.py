"""Rules per region: what is on until the visitor decides, and that silence is no consent elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.core.consent import Consent, holds, made_in, made_under
from banner.core.declaration import ASKED, MODES, ON_UNLESS_DENIED, ON_WITH_NOTICE, Declaration
from banner.core.effects import Activate, AppendLogEntry, Ask, Deactivate, LeavePlan
from banner.core.events import Arrived, Decided
from banner.core.ids import fits
from banner.core.log_entry import LogEntry, event_name, read_entry
from banner.core.machine import step
from banner.core.merge import merge
from banner.core.plan import Ground, undecided
from banner.core.record import decode, encode
from banner.core.state import State
from tests.unit.shop import BUILD, DECLARATION, IDS, MOMENTS, NOTICE_HASH, NOW, arrived, decided
from tests.unit.shop import consent as asked_consent
from tests.unit.shop import decisions as any_decisions
from tests.unit.test_exempt import SITE as WITH_RULES
from tests.unit.test_exempt import of

if TYPE_CHECKING:
    from banner.core.effects import Effect

OPT_OUT = DECLARATION.under(ON_UNLESS_DENIED)
NOTICE = DECLARATION.under(ON_WITH_NOTICE, ("links",))
OTHER_NOTICE = DECLARATION.under(ON_WITH_NOTICE, ("google",))
REGIONS = {ASKED: DECLARATION, ON_UNLESS_DENIED: OPT_OUT, ON_WITH_NOTICE: NOTICE}
UNSOLD = ("pixel", "google", "links")


def state(declaration: Declaration) -> State:
    return State(declaration, Ground(BUILD))


def asking(declaration: Declaration, *, gpc: bool = False) -> State:
    return step(state(declaration), arrived(gpc=gpc))[0]


def there(declaration: Declaration, action: str, services: tuple[str, ...] = ()) -> Decided:
    """A decision of somebody who was shown what holds in the region of *declaration*."""
    revision = made_in(declaration.revision, declaration.mode, declaration.noticed)
    return decided(action, services, revision=revision, source="preferences")


def after(declaration: Declaration, action: str, services: tuple[str, ...] = ()) -> Consent:
    """The consent that this decision leaves on a first visit."""
    held = step(asking(declaration), there(declaration, action, services))[0].consent
    assert held is not None
    return held


class TestBeforeADecision:
    """On the first visit."""

    @pytest.mark.law("E1", "E2")
    @pytest.mark.parametrize(
        ("mode", "on"), [(ASKED, ()), (ON_UNLESS_DENIED, IDS), (ON_WITH_NOTICE, ("links",))]
    )
    def test_the_mode_says_what_is_on_until_the_visitor_decides(self, mode: str, on: tuple[str, ...]) -> None:
        present, effects = step(state(REGIONS[mode]), arrived())

        assert (present.phase, present.active) == ("asking", on)
        assert of(effects, Ask) == [Ask(on, None, on)]
        assert [one.plan.services for one in of(effects, LeavePlan) if isinstance(one, LeavePlan)] == (
            [on] if on else []
        )

    @pytest.mark.law("C1", "E3")
    def test_the_signal_keeps_off_what_is_sold_where_all_else_is_on(self) -> None:
        present = asking(OPT_OUT, gpc=True)

        assert present.active == UNSOLD

    def test_a_rule_goes_on_in_a_region_with_notice(self) -> None:
        assert WITH_RULES.under(ON_WITH_NOTICE, ("google",)).exempt() == ("google", "impact", "links")


class TestDeciding:
    """What of a decision is a consent, and what was left on by silence."""

    @pytest.mark.law("E4")
    @pytest.mark.parametrize(
        ("action", "services", "granted", "exempt"),
        [
            ("accept-all", IDS, IDS, ()),
            ("deny-all", (), (), ()),
            ("dismiss", (), (), IDS),
            ("accept-selected", ("google", "links"), (), ("google", "links")),
            ("allow", ("google",), ("google",), ("pixel", "impact", "links")),
            ("withdraw", ("google",), (), ("pixel", "impact", "links")),
            ("opt-out", ("impact",), (), UNSOLD),
        ],
    )
    def test_where_all_is_on_only_an_act_of_the_visitors_is_a_consent(
        self, action: str, services: tuple[str, ...], granted: tuple[str, ...], exempt: tuple[str, ...]
    ) -> None:
        held = after(OPT_OUT, action, services)

        assert (held.granted, held.exempt, held.mode) == (granted, exempt, ON_UNLESS_DENIED)
        assert set(held.denied) == set(IDS) - {*granted, *exempt}

    @pytest.mark.parametrize(
        ("action", "services", "granted", "exempt"),
        [
            ("accept-all", IDS, ("pixel", "google", "impact"), ("links",)),
            ("deny-all", (), (), ()),
            ("dismiss", (), (), ("links",)),
            ("accept-selected", ("google", "links"), ("google",), ("links",)),
        ],
    )
    def test_nobody_is_asked_about_what_has_notice(
        self, action: str, services: tuple[str, ...], granted: tuple[str, ...], exempt: tuple[str, ...]
    ) -> None:
        held = after(NOTICE, action, services)

        assert (held.granted, held.exempt, held.mode) == (granted, exempt, ON_WITH_NOTICE)

    def test_a_switch_that_the_visitor_turns_on_again_is_a_consent(self) -> None:
        before = step(asking(OPT_OUT), there(OPT_OUT, "withdraw", ("google",)))[0]
        again = replace(there(OPT_OUT, "accept-selected", IDS), id="c2")
        held = step(before, again)[0].consent

        assert held is not None
        assert (held.granted, held.exempt) == (("google",), ("pixel", "impact", "links"))

    def test_what_was_granted_stays_granted_when_something_else_is_denied(self) -> None:
        before = step(asking(OPT_OUT), there(OPT_OUT, "accept-all", IDS))[0]
        held = step(before, replace(there(OPT_OUT, "withdraw", ("pixel",)), id="c2"))[0].consent

        assert held is not None
        assert (held.granted, held.exempt) == (("google", "impact", "links"), ())

    def test_an_opt_out_ends_at_once_what_runs(self) -> None:
        _, effects = step(asking(OPT_OUT), there(OPT_OUT, "opt-out", ("impact",)))

        assert of(effects, Deactivate) == [Deactivate(("impact",))]

    @pytest.mark.parametrize(
        ("action", "services", "state"),
        [
            ("dismiss", (), "granted"),
            ("accept-all", IDS, "granted"),
            ("deny-all", (), "denied"),
            ("withdraw", ("google",), "partial"),
        ],
    )
    def test_the_state_tells_what_is_allowed(
        self, action: str, services: tuple[str, ...], state: str
    ) -> None:
        assert after(OPT_OUT, action, services).state == state

    @pytest.mark.parametrize(
        ("action", "services", "event"),
        [
            ("dismiss", (), "dismissed"),
            ("accept-selected", IDS, "dismissed"),
            ("accept-selected", ("google",), "denied"),
            ("accept-all", IDS, "given"),
            ("deny-all", (), "denied"),
        ],
    )
    def test_the_log_calls_nothing_given_that_was_left_on(
        self, action: str, services: tuple[str, ...], event: str
    ) -> None:
        assert event_name(after(OPT_OUT, action, services), None) == event


class TestElsewhere:
    """The same visitor, in another region."""

    @pytest.mark.law("E4")
    @pytest.mark.parametrize("action", ["dismiss", "accept-selected"])
    def test_what_was_left_on_by_silence_is_asked_where_asking_is_required(self, action: str) -> None:
        record = encode(after(OPT_OUT, action, IDS))
        present, effects = step(state(DECLARATION), arrived(record))

        assert (present.phase, present.active) == ("asking", ())
        assert of(effects, Activate) == []
        assert of(effects, Ask) == [Ask((), None)]
        (left,) = of(effects, LeavePlan)
        assert isinstance(left, LeavePlan)
        assert left.plan.consent == undecided(None)

    @pytest.mark.parametrize(
        ("action", "services"), [("accept-all", IDS), ("deny-all", ()), ("withdraw", IDS)]
    )
    @pytest.mark.parametrize("made", MODES)
    @pytest.mark.parametrize("present", MODES)
    def test_who_has_decided_about_everything_is_not_asked_again_anywhere(
        self, action: str, services: tuple[str, ...], made: str, present: str
    ) -> None:
        held = after(REGIONS[made], action, services)
        if held.exempt:
            pytest.skip("nobody was asked about what has notice")

        assert holds(held, REGIONS[present], NOW)

    @pytest.mark.law("E4")
    def test_a_denial_goes_on_where_all_else_is_on(self) -> None:
        present, effects = step(state(OPT_OUT), arrived(encode(after(DECLARATION, "dismiss"))))

        assert (present.phase, present.active, of(effects, Activate)) == ("decided", (), [])

    def test_a_denial_goes_on_where_the_visitor_is_asked_about_the_rest(self) -> None:
        record = encode(after(OPT_OUT, "withdraw", ("google",)))
        in_europe = step(state(DECLARATION), arrived(record))[0]
        back = step(state(OPT_OUT), arrived(record))[0]

        assert in_europe.active == ()
        assert back.active == ("pixel", "impact", "links")

    @pytest.mark.parametrize("action", ["accept-selected", "dismiss"])
    def test_an_older_question_is_told_as_such_and_silence_is_not(self, action: str) -> None:
        older = replace(after(OPT_OUT, action, IDS), revision="r0")
        _, effects = step(state(DECLARATION), arrived(encode(older)))

        assert of(effects, Ask) == [Ask((), older)]

    def test_a_decision_about_what_has_notice_is_none_about_asking(self) -> None:
        held = after(NOTICE, "accept-all", IDS)

        assert not holds(held, DECLARATION, NOW)
        assert holds(held, OPT_OUT, NOW)


class TestPendingElsewhere:
    """Made in one region, and recorded by a page in another."""

    @pytest.mark.law("E4")
    @pytest.mark.parametrize("made", [OPT_OUT, NOTICE])
    def test_switches_that_were_on_by_themselves_are_no_consent_where_they_are_recorded(
        self, made: Declaration
    ) -> None:
        present, effects = step(asking(DECLARATION), there(made, "accept-selected", ("google", "links")))
        (entry,) = of(effects, AppendLogEntry)
        assert isinstance(entry, AppendLogEntry)

        assert (entry.consent.granted, entry.consent.exempt) == ((), ("google", "links"))
        assert entry.consent.mode == made.mode
        assert (present.phase, present.active) == ("asking", ())

    @pytest.mark.law("E4")
    @pytest.mark.parametrize("action", ["accept-all", "accept-selected", "allow"])
    @pytest.mark.parametrize("made", [DECLARATION, OPT_OUT, NOTICE, OTHER_NOTICE])
    @pytest.mark.parametrize("present", [DECLARATION, OPT_OUT, NOTICE, OTHER_NOTICE])
    def test_what_nobody_was_asked_about_there_is_granted_nowhere(
        self, made: Declaration, present: Declaration, action: str
    ) -> None:
        held = step(asking(present), there(made, action, ("google", "links")))[0].consent

        assert held is not None
        assert not set(held.granted) & set(made.told_only())
        assert held.mode == made.mode

    @pytest.mark.law("E4")
    @pytest.mark.parametrize("revision", ["r1-notice", made_in("r1", ON_WITH_NOTICE, ("links",))])
    def test_with_other_services_on_with_notice_no_switch_that_stayed_on_is_a_consent(
        self, revision: str
    ) -> None:
        pending = replace(there(NOTICE, "accept-selected", ("links",)), revision=revision)
        present, _ = step(asking(OTHER_NOTICE), pending)

        assert present.consent is not None
        assert (present.consent.granted, present.consent.exempt) == ((), ("links",))
        assert (present.phase, present.active) == ("asking", ("google",))

    def test_with_the_same_services_on_with_notice_it_is_recorded_as_it_was_made(self) -> None:
        both = DECLARATION.under(ON_WITH_NOTICE, ("links", "google"))
        turned = DECLARATION.under(ON_WITH_NOTICE, ("google", "links"))
        present, _ = step(asking(turned), there(both, "accept-all", IDS))

        assert present.consent is not None
        assert (present.consent.granted, present.consent.exempt) == (("pixel", "impact"), ("google", "links"))
        assert present.phase == "decided"

    def test_an_acceptance_of_all_is_a_consent_everywhere(self) -> None:
        present, _ = step(asking(DECLARATION), there(OPT_OUT, "accept-all", IDS))

        assert (present.phase, present.active) == ("decided", IDS)

    def test_that_of_one_service_leaves_the_rest_as_it_was_in_that_region(self) -> None:
        present, _ = step(asking(DECLARATION), there(OPT_OUT, "allow", ("google",)))

        assert present.consent is not None
        assert present.consent.granted == ("google",)
        assert (present.phase, present.active) == ("asking", ())

    @pytest.mark.parametrize(
        ("action", "services", "on"),
        [("dismiss", (), ()), ("deny-all", (), ()), ("accept-selected", ("google",), ("google",))],
    )
    def test_what_was_asked_is_decided_as_it_was_asked(
        self, action: str, services: tuple[str, ...], on: tuple[str, ...]
    ) -> None:
        present, _ = step(asking(OPT_OUT), there(DECLARATION, action, services))

        assert present.consent is not None
        assert (present.consent.granted, present.consent.exempt, present.consent.mode) == (on, (), ASKED)


class TestRevision:
    """A decision says what was asked, and in which way."""

    @pytest.mark.parametrize("mode", MODES)
    @pytest.mark.parametrize("revision", ["r1", "4da5a41096b2", ""])
    @pytest.mark.parametrize("noticed", [(), ("links",), IDS])
    def test_it_is_read_as_it_was_written(self, mode: str, revision: str, noticed: tuple[str, ...]) -> None:
        written = made_in(revision, mode, noticed)

        assert made_under(written) == (revision, mode)
        assert revision == "" or fits(written)


class TestRecord:
    """The record says that not everything was asked, and others are as they were."""

    @given(st.sampled_from(MODES), st.sets(st.sampled_from(IDS)), st.sets(st.sampled_from(IDS)))
    def test_it_is_read_as_it_was_written(self, mode: str, granted: set[str], left: set[str]) -> None:
        held = replace(
            asked_consent(tuple(sorted(granted))),
            denied=tuple(sorted(set(IDS) - granted - left)),
            exempt=tuple(sorted(left - granted)),
            mode=mode,
        )
        version = "3" if mode != ASKED else "2" if held.exempt else "1"

        assert decode(encode(held)) == held
        assert encode(held).startswith("%7B%22v%22%3A" + version)

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("%3A3%2C", "%3A1%2C"),
            ("%3A3%2C", "%3A2%2C"),
            ("%3A3%2C", "%3A4%2C"),
            ("%3A3%2C", "%3Atrue%2C"),
            ("opt-out%22%7D", "asked%22%7D"),
            ("opt-out%22%7D", "anything%22%7D"),
            ("%22opt-out%22%7D", "%5B%5D%7D"),
            ("%22mode%22", "%22Mode%22"),
            ("%2C%22mode%22%3A%22opt-out%22", ""),
            ("%22v%22%3A3%2C", ""),
        ],
    )
    def test_another_spelling_is_no_record(self, old: str, new: str) -> None:
        text = encode(after(OPT_OUT, "withdraw", ("google",)))
        assert old in text

        assert decode(text.replace(old, new)) is None

    def test_the_log_takes_it(self) -> None:
        held = after(OPT_OUT, "dismiss")
        entry = LogEntry(held.id, "dismissed", encode(held), "", NOTICE_HASH, "en", "device")

        assert read_entry(entry.plain()) == entry


class TestMerging:
    """Two devices of one account, in two regions."""

    def test_what_an_account_left_on_in_another_region_grants_nothing_here(self) -> None:
        theirs = replace(after(OPT_OUT, "dismiss"), id="c9", at=NOW - 5)
        merged = merge(DECLARATION, asked_consent(("google",)), theirs, NOW)

        assert merged.consent is not None
        assert merged.consent.granted == ("google",)

    def test_what_both_leave_on_stays_left_on(self) -> None:
        theirs = replace(after(OPT_OUT, "withdraw", ("google",)), id="c9", at=NOW - 5)
        merged = merge(OPT_OUT, after(OPT_OUT, "withdraw", ("pixel",)), theirs, NOW)

        assert merged.consent is not None
        assert (merged.consent.granted, merged.consent.exempt) == ((), ("impact", "links"))
        assert merged.consent.mode == ON_UNLESS_DENIED


class TestProperties:
    """What holds for every sequence of events, in regions that may change between pages."""

    decisions = st.builds(
        lambda decision, mode: replace(
            decision, revision=made_in(decision.revision, mode, REGIONS[mode].noticed)
        ),
        any_decisions((*IDS, "unknown"), ("banner", "preferences")),
        st.sampled_from(MODES),
    )
    records = st.builds(
        lambda at, on, exempt, mode: encode(
            replace(
                asked_consent(tuple(on - exempt), at),
                denied=tuple(set(IDS) - on - exempt),
                exempt=tuple(exempt),
                mode=mode,
            )
        ),
        MOMENTS,
        st.sets(st.sampled_from(IDS)),
        st.sets(st.sampled_from(IDS)),
        st.sampled_from(MODES),
    )
    arrivals = st.builds(
        Arrived,
        records=st.lists(records, max_size=2).map(tuple),
        now=MOMENTS,
        gpc=st.booleans(),
        active=st.just(()),
        pending=st.lists(decisions, max_size=3).map(tuple),
    )

    @given(st.sampled_from(MODES), arrivals, st.lists(decisions, max_size=5))
    def test_nothing_that_is_asked_in_this_region_opens_without_a_grant(
        self, mode: str, arrival: Arrived, decisions: list[Decided]
    ) -> None:
        declaration = REGIONS[mode]
        now = state(declaration)
        for event in (arrival, *decisions):
            now, effects = step(now, event)
            held = now.consent
            granted = held.granted if held and now.phase == "decided" else ()
            opened = self.opened(effects)
            assert opened - set(declaration.exempt()) <= set(granted)
            if held and now.phase == "decided":
                assert not opened & set(held.denied)
            if now.ground.gpc:
                assert "impact" not in opened

    @staticmethod
    def opened(effects: tuple[Effect, ...]) -> set[str]:
        """Return the services that are opened now, or by later pages."""
        found: set[str] = set()
        for effect in effects:
            if isinstance(effect, Activate):
                found |= set(effect.services)
            if isinstance(effect, LeavePlan):
                found |= set(effect.plan.services)
        return found
