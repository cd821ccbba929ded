"""What a visitor sees, as text: complete, escaped, and without a thumb on the scale."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.building import locales
from banner.core.messages import Messages
from banner.view.answer import SPOKEN, asked_again, note
from banner.view.banner import banner
from banner.view.html import Html, element, escape, join
from banner.view.preferences import dialog, section
from tests.unit.shop import DECLARATION, IDS, NOW, consent

OWN = {f"service.{one.id}.text": f"About {one.id}." for one in DECLARATION.services}
MESSAGES = locales.messages("en", OWN)
LINKS = {"cookie-policy": "cookies.html", "privacy-policy": "privacy.html"}


class Found(HTMLParser):
    """The elements of a text with their attributes, and all words."""

    def __init__(self, html: Html) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(html.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("input", "path"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        """The attributes of every *tag* that has the *wanted* ones."""
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and all(attributes.get(key) == value for key, value in wanted.items())
        ]


class TestHtml:
    """Text becomes markup only where it is said to be."""

    @given(st.text())
    def test_no_text_becomes_markup(self, text: str) -> None:
        assert not set(element("p", text, title=text).text[len('<p title="') : -len("</p>")]) & set("<")

    @given(st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])))
    def test_escaped_text_is_read_back_as_it_was(self, text: str) -> None:
        assert Found(element("p", text)).words == text

    def test_markup_stays_markup(self) -> None:
        assert element("p", element("b", "<")).text == "<p><b>&lt;</b></p>"

    def test_attributes_come_in_alphabetical_order(self) -> None:
        assert element("a", id="x", class_="y", data_b="z").text == '<a class="y" data-b="z" id="x"></a>'

    def test_truth_values_stand_or_are_left_out(self) -> None:
        assert element("input", checked=True, disabled=False).text == "<input checked>"

    def test_quotes_cannot_end_an_attribute(self) -> None:
        assert escape("\"'") == "&quot;&#39;"
        assert join("a", Html("<br>"), "&").text == "a<br>&amp;"


class TestBanner:
    """The first layer has what the law and the visitor want of it."""

    found = Found(banner(MESSAGES, LINKS, "bottom"))

    def test_it_is_a_named_region_in_its_language(self) -> None:
        (region,) = self.found.all("section", id="consent-banner")

        assert (region["role"], region["lang"], region["dir"]) == ("region", "en", "ltr")
        assert self.found.all("h2", id=str(region["aria-labelledby"]))

    def test_every_answer_is_one_button(self) -> None:
        actions = [one["data-consent-action"] for one in self.found.all("button", type="button")]

        assert actions == ["dismiss", "accept-all", "deny-all", "preferences"]

    def test_accept_and_deny_are_marked_up_alike(self) -> None:
        accept, deny = (
            self.found.all("button", **{"data-consent-action": name})[0]
            for name in ("accept-all", "deny-all")
        )

        assert set(accept) == set(deny) == {"data-consent-action", "type"}

    def test_it_says_what_the_x_does_and_so_does_the_x(self) -> None:
        (close,) = self.found.all("button", **{"data-consent-action": "dismiss"})

        assert MESSAGES.text("banner.close") in self.found.words
        assert "only technical cookies" in str(close["aria-label"])

    def test_it_links_both_policies(self) -> None:
        assert [link["href"] for link in self.found.all("a")] == ["cookies.html", "privacy.html"]

    def test_it_never_claims_a_legitimate_interest(self) -> None:
        assert "legitimate" not in self.found.words.lower()

    @pytest.mark.parametrize("position", ["top", "bottom"])
    def test_it_stands_where_the_owner_wants_it(self, position: str) -> None:
        (region,) = Found(banner(MESSAGES, LINKS, position)).all("section")

        assert region["data-position"] == position


class TestPreferences:
    """The second layer lists everything, and nothing is on before the visitor says so."""

    def test_every_optional_service_is_a_switch_that_is_off(self) -> None:
        boxes = Found(dialog(DECLARATION, MESSAGES, ())).all("input", name="service")

        assert [box["value"] for box in boxes] == ["pixel", "google", "links", "impact"]
        assert not any("checked" in box for box in boxes)

    def test_every_optional_purpose_is_a_switch(self) -> None:
        boxes = Found(dialog(DECLARATION, MESSAGES, ())).all("input", name="purpose")

        assert [box["value"] for box in boxes] == ["analytics", "marketing"]

    def test_technical_services_stand_as_always_on_and_are_no_switch(self) -> None:
        found = Found(dialog(DECLARATION, MESSAGES, ()))

        assert "Always on" in found.words
        assert not found.all("input", value="session")

    def test_a_switch_shows_what_was_chosen(self) -> None:
        found = Found(dialog(DECLARATION, MESSAGES, ("impact",)))
        on = [box["value"] for _, box in found.elements if "checked" in box]

        assert on == ["marketing", "impact"]

    def test_a_vendors_policy_is_linked(self) -> None:
        links = Found(dialog(DECLARATION, MESSAGES, ())).all("a")

        assert {link["href"] for link in links} == {"https://them.example/privacy"}

    def test_the_dialog_and_the_page_offer_the_same_answers(self) -> None:
        for view in (dialog, section):
            found = Found(view(DECLARATION, MESSAGES, ()))
            actions = [one["data-consent-action"] for one in found.all("button")]
            assert actions[-3:] == ["accept-all", "accept-selected", "deny-all"]

    def test_in_the_page_the_selection_is_saved(self) -> None:
        assert "Save preferences" in Found(section(DECLARATION, MESSAGES, ())).words
        assert "Accept Selected" in Found(dialog(DECLARATION, MESSAGES, ())).words

    def test_the_section_has_no_id_that_could_stand_twice(self) -> None:
        elements = Found(section(DECLARATION, MESSAGES, ())).elements

        assert not any("id" in attributes for _, attributes in elements)

    def test_an_owners_markup_stays_text(self) -> None:
        hostile = {**OWN, "service.google.text": "<script>alert(1)</script>"}
        html = dialog(DECLARATION, locales.messages("en", hostile), ()).text

        assert "<script" not in html
        assert "&lt;script&gt;" in html


class TestAnswer:
    """The present answer, in words."""

    @pytest.mark.parametrize(
        ("granted", "words"),
        [((), "refused everything"), (("google",), "switched on here"), (IDS, "allowed all")],
    )
    def test_it_says_what_was_answered_and_when(self, granted: tuple[str, ...], words: str) -> None:
        text = note(MESSAGES, consent(granted), 60)

        assert words in text
        assert "23 November 2026 at 19:36" in text

    def test_a_changed_question_is_told_with_the_date_of_the_old_answer(self) -> None:
        assert "22 November 2026" in asked_again(MESSAGES, consent(at=NOW - 86_400_000), 0)

    def test_it_needs_no_other_texts_than_it_says(self) -> None:
        few = Messages("en", "ltr", {key: MESSAGES.texts[key] for key in SPOKEN}, MESSAGES.months)

        assert note(few, consent(), 0)
        assert asked_again(few, consent(), 0)
        with pytest.raises(KeyError):
            few.text("banner.title")


def test_arabic_is_written_from_the_right() -> None:
    arabic = Messages("ar", "rtl", MESSAGES.texts, MESSAGES.months)

    assert 'dir="rtl"' in banner(arabic, LINKS, "bottom").text
    assert re.search('<dialog[^>]*dir="rtl"', dialog(DECLARATION, arabic, ()).text)
