"""What a visitor reads in each region: what is on is told, and nothing is said that does not hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from banner.config import locales
from banner.core.declaration import ON_UNLESS_DENIED, ON_WITH_NOTICE, Declaration, Vendor
from banner.view.banner import banner, paragraph
from banner.view.notice import exempt, notice
from banner.view.preferences import dialog, section
from tests.unit.shop import DECLARATION, IDS
from tests.unit.test_exempt import SITE as WITH_RULES

OWN = {f"service.{one.id}.text": f"About {one.id}." for one in DECLARATION.services}
MESSAGES = locales.messages("en", OWN, DECLARATION)
LINKS = {"cookie-policy": "cookies.html", "privacy-policy": "privacy.html"}
OPT_OUT = DECLARATION.under(ON_UNLESS_DENIED)
NOTICE = DECLARATION.under(ON_WITH_NOTICE, ("impact", "links"))
ONLY_TECHNICAL = "only technical cookies"


def first_layer(declaration: Declaration) -> str:
    told = " ".join([notice(declaration, MESSAGES, ()), *exempt(declaration, MESSAGES)])
    said = paragraph(MESSAGES, told, accounts=False, mode=declaration.mode)
    return banner(MESSAGES, said, LINKS, {}, declaration.mode).text


class TestOptOut:
    """All is on unless it is denied."""

    @pytest.mark.law("E2")
    def test_the_first_layer_says_that_cookies_are_used_and_that_one_can_say_no(self) -> None:
        aims = "analyse visits and their origin and personalise content and ads"

        assert notice(OPT_OUT, MESSAGES, ()) == f"We use cookies to {aims}. You can say no at any time."
        assert (
            notice(OPT_OUT, MESSAGES, (Vendor("meta", "Meta", usa=True),))
            == f"We and partners (Meta; partly USA) use cookies to {aims}. You can say no at any time."
        )

    @pytest.mark.law("E2")
    def test_to_deny_is_the_same_button_as_everywhere(self) -> None:
        buttons = first_layer(OPT_OUT).partition('<div class="consent-actions">')[2]

        assert buttons == first_layer(DECLARATION).partition('<div class="consent-actions">')[2]
        assert 'data-consent-action="deny-all"' in buttons

    def test_nothing_is_said_of_what_the_x_does_not_do(self) -> None:
        first, second = first_layer(OPT_OUT), dialog(OPT_OUT, MESSAGES, IDS, {}).text

        assert ONLY_TECHNICAL in first_layer(DECLARATION)
        assert ONLY_TECHNICAL not in first + second + section(OPT_OUT, MESSAGES, IDS, {}).text
        for text in (first, second):
            assert 'data-consent-action="dismiss" type="button">Close without changes</button>' in text

    def test_the_preferences_say_that_what_is_on_stays_on(self) -> None:
        text = dialog(OPT_OUT, MESSAGES, OPT_OUT.exempt(), {}).text

        assert "What is on stays on until you switch it off." in text
        assert text.count('<input checked name="service"') == len(IDS)
        assert MESSAGES.text("preferences.exempt") not in text

    def test_a_rule_of_the_declaration_needs_no_word_of_its_own_there(self) -> None:
        assert exempt(WITH_RULES.under(ON_UNLESS_DENIED), MESSAGES) == ()
        assert "personalise content and ads" in notice(WITH_RULES.under(ON_UNLESS_DENIED), MESSAGES, ())

    def test_a_required_purpose_is_no_aim(self) -> None:
        only = replace(OPT_OUT, purposes=OPT_OUT.purposes[:2])

        assert notice(only, MESSAGES, ()).startswith("We use cookies to analyse visits and their origin.")


class TestNotice:
    """Some services are on with notice, and all others are asked."""

    def test_the_first_layer_asks_and_names_what_is_on(self) -> None:
        text = first_layer(NOTICE)

        assert "With your consent, we use cookies to analyse visits and their origin." in text
        assert "On without consent: Impact and Links. You can object in the preferences." in text
        assert "personalise content and ads" not in text

    def test_the_switches_of_what_is_on_say_why(self) -> None:
        text = dialog(NOTICE, MESSAGES, NOTICE.exempt(), {}).text

        assert text.count('<input checked name="service"') == 2
        assert text.count(MESSAGES.text("preferences.exempt")) == 2
