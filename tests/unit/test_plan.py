"""The plan: what later pages may open without Python."""

import json

from banner.core.plan import SCRIPT_COOKIE, Ground, ask, in_force, replay, undecided
from tests.unit.shop import DECLARATION, LIFETIME, NOW, consent


def test_a_plan_names_services_and_never_code_or_addresses() -> None:
    plan = json.loads(replay(DECLARATION, consent(("google",)), Ground("b1", gpc=True), "text").encode())

    assert plan == {
        "ground": "b1,text,,true",
        "record": "text",
        "start": NOW,
        "end": NOW + LIFETIME,
        "lost": NOW + SCRIPT_COOKIE,
        "services": ["google"],
        "ticked": ["google"],
        "consent": consent(("google",)).plain(),
        "unwanted": ["(?!(?:session|_ga.*)(?:=|$))(?:_px|IR_.*|_px)", "(?:ir_seen)", ""],
        "listed": None,
    }


def test_a_plan_for_an_account_holds_where_the_site_says_that_the_account_has_this_consent() -> None:
    plan = json.loads(replay(DECLARATION, consent(), Ground("b1", account="k1"), "text").encode())

    assert plan["ground"] == "b1,text,k1.c0,false"


def test_a_plan_to_ask_again_opens_nothing_and_tells_when_the_old_decision_was_made() -> None:
    plan = ask(DECLARATION, consent(("google", "gone")), Ground("b1"), "text")

    assert plan.services == ()
    assert plan.ticked == ("google",)
    assert plan.consent == undecided(consent())
    assert plan.consent["before"] == "2026-11-23T18:36:40.000Z"


def test_who_never_decided_is_told_of_no_older_decision() -> None:
    assert undecided(None) == {"state": "undecided", "granted": [], "denied": []}


def test_a_page_in_which_something_denied_still_runs_says_that_it_is_pending() -> None:
    denied = consent(())

    assert in_force(denied, ("google",)) == {**denied.plain(), "state": "pending"}
    assert in_force(denied, ()) == denied.plain()
