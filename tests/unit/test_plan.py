"""The plan: what later pages may open without Python."""

import json

from banner.core.plan import ask, replay, undecided
from tests.unit.shop import DECLARATION, LIFETIME, NOW, consent


def test_a_plan_names_services_and_never_code_or_addresses() -> None:
    plan = json.loads(replay(DECLARATION, consent(("google",)), "b1", "text", gpc=True).encode("Say."))

    assert plan == {
        "build": "b1",
        "record": "text",
        "gpc": True,
        "start": NOW,
        "end": NOW + LIFETIME,
        "services": ["google"],
        "ticked": ["google"],
        "answer": consent(("google",)).plain(),
        "note": "Say.",
    }


def test_a_plan_to_ask_again_opens_nothing() -> None:
    plan = ask(DECLARATION, consent(("google", "gone")), "b1", "text", gpc=False)

    assert plan.services == ()
    assert plan.ticked == ("google",)
    assert plan.answer == undecided()
