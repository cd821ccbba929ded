"""An account's consent and the device's own: what a login, a logout and other pages make of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import pytest

from banner.core.effects import (
    Activate,
    AppendLogEntry,
    EraseRecord,
    FetchAccount,
    ForgetPlan,
    KeepLogin,
    LeavePlan,
    Listen,
    TellAccount,
    WriteRecord,
)
from banner.core.events import AccountRead, Arrived, Performed, Started
from banner.core.login import Login, read_login
from banner.core.machine import step
from banner.core.plan import SCRIPT_COOKIE
from banner.core.record import decode, encode
from tests.unit.shop import DAY, LIFETIME, NOW, arrived, consent, decided, state

if TYPE_CHECKING:
    from banner.core.effects import Effect
    from banner.core.events import Decided
    from banner.core.state import State, Step

E = TypeVar("E")

OWN = encode(consent(("google",), at=NOW - DAY, id="own"))
THEIRS = encode(consent(("impact",), at=NOW - 5, id="theirs"))
BEGAN = NOW - 60_000
OLD_LOGIN = Login("ann", OWN, BEGAN - 1)
NEW_LOGIN = Login("ann", OWN, BEGAN + 1)


def kinds(effects: tuple[Effect, ...]) -> list[str]:
    return [type(effect).__name__ for effect in effects]


def only(effects: tuple[Effect, ...], kind: type[E]) -> E:
    (found,) = [effect for effect in effects if isinstance(effect, kind)]
    return found


def started(page: Arrived, account: str = "ann.x", *, accounts: bool = True) -> Step:
    """Python starts in a page that names *account*."""
    return step(replace(state(), accounts=accounts), Started(page, account, BEGAN))


def said(record: object, account: object = "ann") -> dict[str, object]:
    """What the site's server says of an account."""
    return {"account": account, "record": record}


def joined(page: Arrived, record: str) -> Step:
    """Somebody has logged in on a device with that *page*, and the account holds *record*."""
    asking, _ = started(page)
    joining, effects = step(asking, AccountRead(page, said(record)))
    login = only(effects, KeepLogin).login
    return step(joining, Performed(replace(page, login=login)))


def followed(page: Arrived, record: object) -> Step:
    """A later page of the account, which holds *record* by now."""
    asking, _ = started(page)
    return step(asking, AccountRead(page, said(record)))


def judged(state: State, page: Arrived, *pending: Decided) -> Step:
    """What comes of *page* once Python listens."""
    return step(state, replace(page, pending=pending))


class TestStarting:
    """Python starts, and looks who is logged in."""

    @pytest.mark.parametrize("account", ["", ".x", "<b>", "ann b"])
    def test_where_nobody_is_it_listens_at_once(self, account: str) -> None:
        after, effects = started(arrived(OWN), account)

        assert kinds(effects) == ["Listen"]
        assert after.ground.account == ""

    def test_a_site_without_accounts_asks_nobody(self) -> None:
        assert kinds(started(arrived(OWN, login=NEW_LOGIN), accounts=False)[1])[-1] == "Listen"
        assert kinds(started(arrived(OWN), accounts=False)[1]) == ["Listen"]

    def test_the_first_page_of_an_account_has_the_server_merge_the_devices_own(self) -> None:
        after, effects = started(arrived(OWN))

        assert effects == (FetchAccount(OWN),)
        assert (after.phase, after.ground.account) == ("joining", "ann")

    def test_a_later_page_only_asks(self) -> None:
        assert started(arrived(THEIRS, login=OLD_LOGIN))[1] == (FetchAccount(None),)

    def test_nothing_is_judged_or_decided_before_the_server_has_answered(self) -> None:
        asking, _ = started(arrived(OWN))

        for event in (
            arrived(OWN),
            decided("accept-all"),
            Performed(arrived(OWN)),
            Started(arrived(), "", 0),
        ):
            assert step(asking, event) == (asking, ())

    def test_a_server_that_nobody_asked_changes_nothing(self) -> None:
        before, _ = started(arrived(OWN), "")

        assert step(before, AccountRead(arrived(OWN), said(THEIRS))) == (before, ())

    def test_of_two_cookies_the_newest_is_the_devices_own(self) -> None:
        older = encode(consent((), at=NOW - 9 * DAY, id="old"))

        for records in ((older, OWN), (OWN, older), (OWN, "garbled")):
            assert only(started(arrived(*records))[1], FetchAccount).record == OWN

    def test_a_cookie_that_the_browser_has_ended_is_still_the_devices_own(self) -> None:
        page = arrived(copy=OWN, now=NOW - DAY + SCRIPT_COOKIE)

        assert only(started(page)[1], FetchAccount).record == OWN

    def test_one_from_the_future_is_kept_until_the_clock_is_mended(self) -> None:
        assert only(started(arrived(OWN, now=NOW - 9 * DAY))[1], FetchAccount).record == OWN

    def test_nothing_readable_is_nothing(self) -> None:
        assert only(started(arrived("garbled"))[1], FetchAccount).record == ""


class TestLogout:
    """The device has its own consent again."""

    def test_it_comes_back_for_what_is_left_of_it(self) -> None:
        after, effects = started(arrived(THEIRS, login=OLD_LOGIN), "")

        assert kinds(effects) == ["ForgetPlan", "WriteRecord", "KeepLogin", "Listen"]
        assert only(effects, WriteRecord) == WriteRecord(OWN, (LIFETIME - DAY) // 1000)
        assert only(effects, KeepLogin).login is None
        assert after.login is None

    @pytest.mark.parametrize("own", ["", "garbled", encode(consent(at=NOW - LIFETIME))])
    def test_where_there_is_none_that_holds_nothing_stays(self, own: str) -> None:
        page = arrived(THEIRS, login=Login("ann", own))
        _, effects = started(page, "")

        assert kinds(effects) == ["ForgetPlan", "EraseRecord", "KeepLogin", "Listen"]

    def test_what_is_there_already_is_not_written(self) -> None:
        assert kinds(started(arrived(OWN, login=OLD_LOGIN), "")[1]) == ["KeepLogin", "Listen"]
        assert kinds(started(arrived(login=Login("ann", "")), "")[1]) == ["KeepLogin", "Listen"]

    def test_another_person_is_asked_about_the_devices_own_and_inherits_nothing(self) -> None:
        after, effects = started(arrived(THEIRS, copy=THEIRS, login=OLD_LOGIN), "bob.x")

        assert only(effects, WriteRecord).text == OWN
        assert only(effects, KeepLogin).login is None
        assert only(effects, FetchAccount).record == OWN
        assert after.ground.account == "bob"

    def test_a_page_from_before_the_login_names_nobody_and_is_none(self) -> None:
        after, effects = started(arrived(THEIRS, login=NEW_LOGIN), "")

        assert effects == (FetchAccount(None),)
        assert after.ground.account == "ann"

    @pytest.mark.parametrize("name", ["<b>", "Ann Smith"])
    def test_a_later_login_of_no_name_is_one(self, name: str) -> None:
        _, effects = started(arrived(THEIRS, login=replace(NEW_LOGIN, account=name)), "")

        assert "WriteRecord" in kinds(effects)


class TestLogin:
    """The account's consent and the device's own become one."""

    def test_it_is_taken_over_once_storage_remembers_the_devices_own(self) -> None:
        page = arrived(OWN)
        asking, _ = started(page)
        joining, effects = step(asking, AccountRead(page, said(THEIRS)))

        assert effects == (KeepLogin(Login("ann", OWN, NOW)),)
        after, effects = step(joining, Performed(replace(page, login=Login("ann", OWN, NOW))))
        assert kinds(effects) == ["ForgetPlan", "WriteRecord", "TellAccount", "Listen"]
        assert only(effects, WriteRecord).text == THEIRS
        assert only(effects, TellAccount).merged.toast == "differs"
        assert (after.phase, after.known, after.merged) == ("new", True, None)

    @pytest.mark.parametrize("kept", [None, Login("bob", OWN, NOW)])
    def test_without_storage_nothing_is_taken_over(self, kept: Login | None) -> None:
        page = arrived(OWN)
        asking, _ = started(page)
        joining, _ = step(asking, AccountRead(page, said(THEIRS)))
        after, effects = step(joining, Performed(replace(page, login=kept)))

        assert effects == (Listen(),)
        assert not after.known

    def test_of_two_cookies_in_the_jar_none_is_ignored(self) -> None:
        older = encode(consent((), at=NOW - 9 * DAY, id="old"))
        _, effects = joined(arrived(older, OWN), "")

        assert only(effects, WriteRecord).text == OWN
        assert only(effects, TellAccount).merged.toast == "saved"

    def test_a_devices_later_denial_counts_with_two_cookies_in_the_jar_too(self) -> None:
        denial = encode(consent((), at=NOW, id="no"))
        _, effects = joined(arrived(OWN, denial), THEIRS)

        assert only(effects, WriteRecord).text == denial

    def test_the_same_choices_need_no_word(self) -> None:
        same = encode(consent(("google",), at=NOW - 5, id="theirs"))

        assert "TellAccount" not in kinds(joined(arrived(OWN), same)[1])

    def test_nothing_on_either_side_leaves_nothing(self) -> None:
        assert joined(arrived(), "")[1] == (Listen(),)

    @pytest.mark.parametrize(
        "answer", [None, [], "ann", {}, said(THEIRS, "bob"), said(None), said(7), {"record": THEIRS}]
    )
    def test_a_server_that_fails_leaves_the_devices_own_and_the_next_page_asks_again(
        self, answer: object
    ) -> None:
        page = arrived(OWN)
        after, effects = step(started(page)[0], AccountRead(page, answer))

        assert effects == (Listen(),)
        judgement, effects = judged(after, page)
        assert (judgement.phase, only(effects, Activate).services) == ("decided", ("google",))
        assert only(effects, ForgetPlan).record == OWN

    def test_what_another_page_has_decided_meanwhile_is_merged(self) -> None:
        asking, _ = started(arrived(OWN))
        later = encode(consent((), at=NOW, id="later"))
        joining, _ = step(asking, AccountRead(arrived(later), said(THEIRS)))

        assert joining.merged is not None
        assert joining.merged.consent == decode(later)

    def test_what_another_page_has_joined_meanwhile_is_followed(self) -> None:
        asking, _ = started(arrived(OWN))
        _, effects = step(asking, AccountRead(arrived(THEIRS, login=NEW_LOGIN), said(THEIRS)))

        assert effects == (Listen(),)

    def test_a_logout_meanwhile_is_one(self) -> None:
        asking, _ = started(arrived(THEIRS, login=OLD_LOGIN))
        after, effects = step(asking, AccountRead(arrived(OWN), said(THEIRS)))

        assert effects == (Listen(),)
        assert after.ground.account == ""


class TestFollowing:
    """Other devices decide for the account, too."""

    def test_their_later_decision_holds_here_and_is_told(self) -> None:
        later = encode(consent((), id="later"))
        _, effects = followed(arrived(THEIRS, login=OLD_LOGIN), later)

        assert kinds(effects) == ["ForgetPlan", "WriteRecord", "TellAccount", "Listen"]
        assert only(effects, WriteRecord).text == later
        assert only(effects, TellAccount).merged.toast == "account"

    @pytest.mark.parametrize(
        "record",
        [
            pytest.param(THEIRS, id="the same"),
            pytest.param(OWN, id="an older one"),
            pytest.param("", id="none"),
            pytest.param("garbled", id="garbled"),
            pytest.param(None, id="no answer"),
            pytest.param(encode(consent((), revision="r0")), id="to another question"),
            pytest.param(encode(consent((), at=NOW + 9 * DAY)), id="from the future"),
        ],
    )
    def test_nothing_else_changes_what_holds_here(self, record: object) -> None:
        after, effects = followed(arrived(THEIRS, login=OLD_LOGIN), record)

        assert effects == (Listen(),)
        assert after.known == isinstance(record, str)

    @pytest.mark.parametrize("action", ["gpc", "accept-selected"])
    def test_what_the_signal_or_a_merge_there_has_left_of_it_holds_here(self, action: str) -> None:
        left = encode(replace(consent((), at=NOW - 5, id="left"), action=action))

        assert only(followed(arrived(THEIRS, login=OLD_LOGIN), left)[1], WriteRecord).text == left
        # And here it stays: what it was derived from does not come back from a device that has not heard.
        assert followed(arrived(left, login=OLD_LOGIN), THEIRS)[1] == (Listen(),)

    def test_it_counts_where_nothing_holds_here(self) -> None:
        for page in (arrived(login=OLD_LOGIN), arrived(encode(consent(revision="r0")), login=OLD_LOGIN)):
            assert only(followed(page, THEIRS)[1], WriteRecord).text == THEIRS

    def test_of_two_cookies_the_newest_is_compared(self) -> None:
        later = encode(consent(("google", "impact"), id="later"))

        assert followed(arrived(THEIRS, later, login=OLD_LOGIN), THEIRS)[1] == (Listen(),)


class TestDeciding:
    """A decision that is made while somebody is logged in is the account's."""

    def test_it_is_logged_for_the_account_and_the_plan_is_for_its_pages(self) -> None:
        page = arrived(THEIRS, login=OLD_LOGIN)
        after, _ = judged(followed(page, THEIRS)[0], page)
        _, effects = step(after, decided("allow", ("links",)))

        assert only(effects, AppendLogEntry).scope == "account"
        assert only(effects, LeavePlan).plan.ground.account == "ann"
        assert "KeepLogin" not in kinds(effects)

    def test_elsewhere_it_is_the_devices(self) -> None:
        after, _ = judged(started(arrived(), "")[0], arrived())

        assert only(step(after, decided("deny-all"))[1], AppendLogEntry).scope == "device"

    def test_where_the_server_was_silent_the_devices_own_is_remembered_before_it_is_replaced(self) -> None:
        page = arrived(OWN)
        silent, _ = step(started(page)[0], AccountRead(page, None))
        decisions = (decided("deny-all", id="a"), decided("allow", ("links",), id="b"))
        for effects in (
            judged(silent, page, *decisions)[1],
            judged(silent, page, decisions[0])[1],
            step(judged(silent, page)[0], decisions[0])[1],
        ):
            assert only(effects, KeepLogin).login == Login("ann", OWN, NOW)
            assert kinds(effects).index("KeepLogin") < kinds(effects).index("WriteRecord")

    def test_the_signal_over_a_device_whose_server_is_silent_is_the_accounts_too(self) -> None:
        page = arrived(THEIRS, gpc=True)
        silent, _ = step(started(page)[0], AccountRead(page, None))
        _, effects = judged(silent, page)

        assert only(effects, KeepLogin).login == Login("ann", THEIRS, NOW)
        assert only(effects, AppendLogEntry).scope == "account"

    def test_a_lapse_is_no_decision(self) -> None:
        page = arrived(encode(consent(at=NOW - LIFETIME)))
        silent, _ = step(started(page)[0], AccountRead(page, None))

        assert "KeepLogin" not in kinds(judged(silent, page)[1])


class TestLivingOn:
    """A page lives on while others of the browser log in and out."""

    @staticmethod
    def living(page: Arrived, account: str = "") -> State:
        """A page that names *account* and has been judged."""
        asking, effects = started(page, account)
        if FetchAccount(None) in effects:
            asking, _ = step(asking, AccountRead(page, said(page.records[0])))
        after, _ = judged(asking, page)
        return step(after, Performed(page))[0]

    def test_after_a_login_elsewhere_it_decides_for_the_account(self) -> None:
        after, effects = judged(self.living(arrived(OWN)), arrived(THEIRS, login=NEW_LOGIN))

        assert only(effects, LeavePlan).plan.ground.account == "ann"
        assert only(step(after, decided("deny-all"))[1], AppendLogEntry).scope == "account"

    def test_after_a_logout_elsewhere_it_decides_for_the_device(self) -> None:
        living = self.living(arrived(THEIRS, login=OLD_LOGIN), "ann.x")
        after, effects = judged(living, arrived(OWN))

        assert only(effects, LeavePlan).plan.ground.account == ""
        assert "KeepLogin" not in kinds(step(after, decided("deny-all"))[1])
        assert only(step(after, decided("deny-all"))[1], AppendLogEntry).scope == "device"

    def test_what_it_has_written_for_the_account_does_not_come_back_after_the_logout(self) -> None:
        page = arrived(THEIRS, login=OLD_LOGIN)
        denied, effects = step(self.living(page, "ann.x"), decided("deny-all"))
        mine = only(effects, WriteRecord).text
        denied, _ = step(denied, Performed(arrived(mine, copy=mine, login=OLD_LOGIN)))
        after, effects = judged(denied, arrived(OWN))

        assert after.consent == decode(OWN)
        assert "WriteRecord" not in kinds(effects)

    def test_what_it_has_written_for_the_device_does_not_come_back_after_the_login(self) -> None:
        denied, effects = step(self.living(arrived(OWN)), decided("deny-all"))
        mine = only(effects, WriteRecord).text
        denied, _ = step(denied, Performed(arrived(mine, copy=mine)))
        after, effects = judged(denied, arrived(THEIRS, login=replace(NEW_LOGIN, own=mine)))

        assert after.consent == decode(THEIRS)
        assert "WriteRecord" not in kinds(effects)

    def test_the_same_login_is_no_news(self) -> None:
        page = arrived(THEIRS, login=OLD_LOGIN)
        living = self.living(page, "ann.x")

        assert judged(living, replace(page, login=replace(OLD_LOGIN))) == (living, ())


class TestTheJarAfterwards:
    """Others write into the jar, too, and some browsers let nobody."""

    MINE = encode(consent(("google",), id="c1", at=NOW))

    def wrote(self) -> State:
        """A page that has just recorded a decision."""
        return step(judged(started(arrived(OWN), "")[0], arrived(OWN))[0], self.decision())[0]

    @staticmethod
    def decision() -> Decided:
        return decided("accept-selected", ("google",))

    def test_where_all_is_as_it_was_written_nothing_is_left_to_do(self) -> None:
        after, effects = step(self.wrote(), Performed(arrived(self.MINE, copy=self.MINE)))

        assert effects == ()
        assert judged(after, arrived(self.MINE, copy=self.MINE)) == (after, ())

    def test_an_older_record_in_its_place_is_put_right_at_once(self) -> None:
        for copy in ("", self.MINE):
            _, effects = step(self.wrote(), Performed(arrived(OWN, copy=copy)))

            assert only(effects, WriteRecord).text == self.MINE

    def test_a_jar_that_keeps_the_older_one_ends_the_attempts(self) -> None:
        page = Performed(arrived(OWN))
        once, effects = step(self.wrote(), page)
        assert effects
        twice, effects = step(once, page)

        assert effects == ()
        assert twice.written == ""

    def test_a_later_record_in_its_place_holds(self) -> None:
        later = encode(consent((), at=NOW + 1, id="later"))
        page = arrived(later, copy=self.MINE, now=NOW + 2)
        after, effects = step(self.wrote(), Performed(page))

        assert after.consent == decode(later)
        assert "WriteRecord" not in kinds(effects)
        assert step(after, Performed(page))[1] == ()

    def test_without_cookies_the_consent_holds_in_this_page(self) -> None:
        after, effects = step(self.wrote(), Performed(arrived()))

        assert effects == ()
        assert judged(after, arrived()) == (after, ())

    def test_without_storage_an_older_record_that_comes_back_later_is_put_right(self) -> None:
        settled, _ = step(self.wrote(), Performed(arrived(self.MINE)))
        _, effects = judged(settled, arrived(OWN))

        assert only(effects, WriteRecord).text == self.MINE

    def test_what_has_lapsed_is_not_put_back(self) -> None:
        settled, _ = step(self.wrote(), Performed(arrived(self.MINE)))
        lapsed, effects = judged(settled, arrived(self.MINE, copy=self.MINE, now=NOW + LIFETIME))
        assert EraseRecord() in effects

        assert judged(lapsed, arrived(OWN, now=NOW + LIFETIME))[0].consent is None


@pytest.mark.parametrize(
    ("plain", "login"),
    [
        (OLD_LOGIN.plain(), OLD_LOGIN),
        ({"account": "ann", "own": ""}, Login("ann", "")),
        ({"account": "ann", "own": "", "since": "soon"}, Login("ann", "")),
        ({"account": "ann", "own": "", "since": True}, Login("ann", "")),
        ({"account": "", "own": ""}, None),
        ({"account": "ann", "own": None}, None),
        ({"account": 7, "own": ""}, None),
        ({}, None),
        ([], None),
        (None, None),
        ("ann", None),
    ],
)
def test_a_login_is_read_from_anything(plain: object, login: Login | None) -> None:
    assert read_login(plain) == login
