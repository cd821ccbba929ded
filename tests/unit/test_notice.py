"""The first layer says what is declared, and nothing that is not there."""

from dataclasses import replace

import pytest

from banner.config import locales
from banner.core.declaration import Purpose, Vendor
from banner.view.notice import notice
from tests.unit.shop import DECLARATION

MESSAGES = locales.messages("en", {}, DECLARATION)


def told(*partners: str, usa: bool = False) -> str:
    """The text where data go to *partners*, to all of them or to none in the USA."""
    return notice(DECLARATION, MESSAGES, tuple(Vendor(name, name, usa=usa) for name in partners))


def test_it_names_the_aims_of_the_purposes_that_are_asked_and_no_other() -> None:
    aims = "analyse visits and their origin and personalise content and ads"

    assert told() == f"With your consent, we use cookies to {aims}."


@pytest.mark.parametrize(
    ("purposes", "aims"),
    [
        (("analytics",), "analyse visits and their origin"),
        (("content", "analytics"), "show external content and analyse visits and their origin"),
        (
            ("analytics", "marketing", "content"),
            "analyse visits and their origin, personalise content and ads, and show external content",
        ),
    ],
)
def test_aims_stand_in_declared_order(purposes: tuple[str, ...], aims: str) -> None:
    asked = replace(DECLARATION, purposes=tuple(map(Purpose, purposes)))

    assert notice(asked, MESSAGES, ()) == f"With your consent, we use cookies to {aims}."


def test_a_purpose_of_the_owners_has_its_own_aim_or_else_its_name() -> None:
    asked = replace(DECLARATION, purposes=(Purpose("fun"), Purpose("music")))
    own = {"purpose.fun.name": "Fun", "purpose.music.name": "Music", "purpose.music.aim": "play songs"}

    text = notice(asked, locales.messages("en", own, DECLARATION), ())

    assert text == "With your consent, we use cookies to serve “Fun” and play songs."


@pytest.mark.law("A14")
@pytest.mark.parametrize(
    ("partners", "named"),
    [
        (("A",), "A"),
        (("A", "B"), "A, B"),
        (("A", "B", "C"), "A, B, C"),
        (("A", "B", "C", "D"), "A, B, C, +1"),
        (tuple("ABCDEFGHIJKLMNO"), "A, B, C, +12"),
    ],
)
def test_partners_are_named_up_to_three_and_counted_beyond(partners: tuple[str, ...], named: str) -> None:
    assert told(*partners).startswith(f"With your consent, we and partners ({named}) use cookies to ")


@pytest.mark.law("A16")
def test_it_says_that_data_may_go_to_the_usa_only_where_a_partner_says_so() -> None:
    assert "(A, B; partly USA)" in told("A", "B", usa=True)
    assert "USA" not in told("A", "B")


def test_names_in_arabic_keep_their_own_direction() -> None:
    arabic = locales.messages("ar", {}, DECLARATION)

    assert "\u2068Meta\u2069" in notice(DECLARATION, arabic, (Vendor("meta", "Meta"),))


def test_an_owners_first_layer_replaces_it_whole() -> None:
    own = locales.messages("en", {"banner.text": "Biscuits, to {aims}?"}, DECLARATION)

    for partners in ((), (Vendor("a", "A"),)):
        text = notice(DECLARATION, own, partners)
        assert text == "Biscuits, to analyse visits and their origin and personalise content and ads?"
