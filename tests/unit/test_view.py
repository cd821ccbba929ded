"""What a visitor sees, as text: complete, escaped, and without a thumb on the scale."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banner.config import locales
from banner.core.consent import Consent
from banner.core.declaration import Cookie
from banner.core.log_entry import LogEntry
from banner.core.merge import Merged
from banner.core.messages import Messages
from banner.core.record import encode
from banner.view.banner import banner, paragraph
from banner.view.declaration import declaration_list
from banner.view.history import history, offer
from banner.view.html import Html, element, escape, join
from banner.view.opt_out import opt_out, signalled
from banner.view.placeholder import placeholder
from banner.view.preferences import dialog, section
from banner.view.reopen import reopen
from banner.view.toast import (
    account_toast,
    leaving_toast,
    opt_out_toast,
    opted_out,
    signal_toast,
    stays_toast,
)
from tests.unit.shop import DECLARATION, IDS, NOW, consent

OWN = {f"service.{one.id}.text": f"About {one.id}." for one in DECLARATION.services}
MESSAGES = locales.messages("en", OWN, DECLARATION)
TOLD = "With your consent, we use cookies."
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
        if tag not in ("input", "path", "wbr"):
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

    found = Found(banner(MESSAGES, paragraph(MESSAGES, TOLD, accounts=False), LINKS, {}))

    def test_it_is_a_named_region_in_its_language(self) -> None:
        (region,) = self.found.all("section", id="consent-banner")

        assert (region["lang"], region["dir"]) == ("en", "ltr")
        assert region["aria-label"] == MESSAGES.text("banner.title")

    def test_every_decision_is_one_button(self) -> None:
        actions = [one["data-consent-action"] for one in self.found.all("button")]

        assert actions == ["dismiss", "accept-all", "deny-all", "preferences"]

    def test_accept_and_deny_are_marked_up_alike(self) -> None:
        accept, deny = (
            self.found.all("button", **{"data-consent-action": name})[0]
            for name in ("accept-all", "deny-all")
        )

        assert set(accept) == set(deny) == {"data-consent-action", "type"}

    def test_it_says_what_the_x_does_and_so_does_the_x(self) -> None:
        assert MESSAGES.text("banner.close") in self.found.words
        assert MESSAGES.text("action.dismiss") in self.found.words
        assert "only technical cookies" in MESSAGES.text("action.dismiss")

    def test_it_says_what_is_asked_and_how_to_withdraw(self) -> None:
        assert TOLD in self.found.words
        assert MESSAGES.text("banner.withdraw") in self.found.words

    def test_it_links_both_policies(self) -> None:
        assert [link["href"] for link in self.found.all("a")] == ["cookies.html", "privacy.html"]

    def test_it_never_claims_a_legitimate_interest(self) -> None:
        assert "legitimate" not in self.found.words.lower()

    @pytest.mark.law("A17")
    def test_every_optional_service_is_a_switch_that_is_off(self) -> None:
        boxes = Found(dialog(DECLARATION, MESSAGES, (), {})).all("input", name="service")

        assert [box["value"] for box in boxes] == ["pixel", "google", "links", "impact"]
        assert not any("checked" in box for box in boxes)

    @pytest.mark.law("A17")
    def test_every_optional_purpose_is_a_switch(self) -> None:
        boxes = Found(dialog(DECLARATION, MESSAGES, (), {})).all("input", name="purpose")

        assert [box["value"] for box in boxes] == ["analytics", "marketing"]

    def test_switches_of_one_name_stand_in_one_field_set_which_has_a_name_of_its_own(self) -> None:
        for view in (dialog, section):
            shown = view(DECLARATION, MESSAGES, (), {})
            before, _, rest = shown.text.partition("<fieldset><legend>")
            name, _, inside = rest.partition("</legend>")

            assert name not in ("", MESSAGES.text("preferences.title"))
            assert "<input" not in before + inside.partition("</fieldset>")[2]
            groups = Found(shown).all("div", **{"class": "consent-purpose", "role": "group"})
            assert [one["aria-label"] for one in groups] == ["Technical cookies", "Statistics", "Marketing"]

    def test_technical_services_stand_as_always_on_and_are_no_switch(self) -> None:
        found = Found(dialog(DECLARATION, MESSAGES, (), {}))

        assert "Always on" in found.words
        assert not found.all("input", value="session")

    def test_a_switch_shows_what_was_chosen(self) -> None:
        found = Found(dialog(DECLARATION, MESSAGES, ("impact",), {}))
        on = [box["value"] for _, box in found.elements if "checked" in box]

        assert on == ["marketing", "impact"]

    def test_a_vendors_policy_is_linked_and_opens_beside_the_page(self) -> None:
        for view in (dialog, section):
            (link, *others) = Found(view(DECLARATION, MESSAGES, (), {})).all("a")

            assert link == {
                "aria-label": "Privacy policy of Them (opens in a new tab)",
                "href": "https://them.example/privacy",
                "rel": "noopener",
                "target": "_blank",
            }
            assert others == [link] * 2

    def test_each_purpose_tells_how_many_services_it_folds_away(self) -> None:
        text = dialog(DECLARATION, MESSAGES, (), {}).text
        groups = text.split("<details>")[1:]

        assert [group.partition("</summary>")[0] for group in groups] == [
            "<summary>1 service",
            "<summary>3 services",
            "<summary>1 service",
        ]
        assert [group.partition("</details>")[0].count("<li>") for group in groups] == [1, 3, 1]

    def test_the_state_comes_before_the_introduction(self) -> None:
        words = Found(dialog(DECLARATION, MESSAGES, (), {})).words

        assert words.index(MESSAGES.text("consent.none")) < words.index(MESSAGES.text("preferences.text"))

    def test_the_dialog_and_the_page_offer_the_same_decisions(self) -> None:
        for view in (dialog, section):
            found = Found(view(DECLARATION, MESSAGES, (), {}))
            actions = [one["data-consent-action"] for one in found.all("button")]
            assert actions[-3:] == ["accept-all", "deny-all", "accept-selected"]

    def test_in_the_page_the_selection_is_saved(self) -> None:
        assert "Save preferences" in Found(section(DECLARATION, MESSAGES, (), {})).words
        assert "Accept Selected" in Found(dialog(DECLARATION, MESSAGES, (), {})).words

    def test_the_section_has_no_id_that_could_stand_twice(self) -> None:
        elements = Found(section(DECLARATION, MESSAGES, (), {})).elements

        assert not any("id" in attributes for _, attributes in elements)

    def test_an_owners_markup_stays_text(self) -> None:
        hostile = {**OWN, "service.google.text": "<script>alert(1)</script>"}
        html = dialog(DECLARATION, locales.messages("en", hostile, DECLARATION), (), {}).text

        assert "<script" not in html
        assert "&lt;script&gt;" in html


def names_of(count: int) -> dict[str, str]:
    return dict(list({"en": "English", "it": "Italiano", "ar": "العربية"}.items())[:count])


class TestLanguages:
    """The visitor's choice of a language."""

    def test_each_stands_under_its_own_name_with_the_present_one_selected(self) -> None:
        found = Found(dialog(DECLARATION, MESSAGES, (), names_of(3)))

        assert [one["value"] for one in found.all("option")] == ["ar", "en", "it"]
        assert found.all("option", value="en")[0]["selected"] is None
        assert "selected" not in found.all("option", value="it")[0]
        assert found.all("select")[0]["aria-label"] == "Language"

    def test_one_language_is_no_choice(self) -> None:
        for view in (dialog, section):
            assert not Found(view(DECLARATION, MESSAGES, (), names_of(1))).all("select")

    def test_an_owner_can_name_a_service_in_each_language(self) -> None:
        named = Messages("it", "ltr", {**MESSAGES.texts, "service.links.name": "Collegamenti"})

        assert "Collegamenti" in Found(dialog(DECLARATION, named, (), {})).words


class TestPlaceholder:
    """What stands in the place of outside content."""

    FOUND = Found(placeholder(DECLARATION, MESSAGES, DECLARATION.services[2], "video"))

    def test_it_names_the_provider_and_what_opening_does(self) -> None:
        assert "Google" in self.FOUND.words
        assert "Them learns that you are here and may set cookies" in self.FOUND.words

    def test_one_button_opens_the_item_and_a_switch_allows_the_provider_always(self) -> None:
        assert [one["data-consent-action"] for one in self.FOUND.all("button")] == ["load"]
        assert [one["value"] for one in self.FOUND.all("input", type="checkbox")] == ["google"]
        assert "checked" not in self.FOUND.all("input")[0]

    def test_the_content_itself_and_the_policy_are_linked(self) -> None:
        assert [one["href"] for one in self.FOUND.all("a")] == ["", "https://them.example/privacy"]

    def test_nothing_in_it_loads(self) -> None:
        assert not any("src" in attributes for _, attributes in self.FOUND.elements)


class TestList:
    """The list of cookies."""

    FOUND = Found(declaration_list(DECLARATION, MESSAGES))

    @pytest.mark.law("B10")
    def test_every_declared_cookie_is_a_row(self) -> None:
        declared = [cookie.name for service in DECLARATION.services for cookie in service.cookies]

        assert len(self.FOUND.all("th", scope="row")) == len(declared)
        assert all(name in self.FOUND.words for name in declared)

    @pytest.mark.law("B10")
    def test_it_tells_durations_parties_and_consent_in_words(self) -> None:
        for words in (
            "2 years",
            "Browser session",
            "Until deleted",
            "google.com",
            "This site",
            "Local storage",
            "No consent needed",
            "Only with your consent",
        ):
            assert words in self.FOUND.words

    def test_every_service_has_its_rows_with_who_provides_it_and_what_for(self) -> None:
        with_cookies = [service for service in DECLARATION.services if service.cookies]

        assert len(self.FOUND.all("th", scope="rowgroup")) == len(with_cookies)
        assert self.FOUND.words.count("About google.") == 1
        assert "Google · Them" in self.FOUND.words
        assert self.FOUND.all("a", href="https://them.example/privacy")

    def test_what_is_no_cookie_says_where_it_is_kept(self) -> None:
        kept = (
            Cookie("a", "persistent", kind="local"),
            Cookie("b", "2 years", domain="them.example", kind="cache"),
        )
        service = replace(DECLARATION.services[0], cookies=kept)
        text = declaration_list(replace(DECLARATION, services=(service,)), MESSAGES).text

        assert "<td>Local storage</td>" in text
        assert "<td><bdi>them.<wbr>example</bdi> File cache</td>" in text

    def test_that_consent_is_needed_is_told_once_for_a_purpose(self) -> None:
        assert self.FOUND.words.count("Only with your consent") == 2
        assert self.FOUND.words.count("No consent needed") == 1

    def test_a_purpose_without_cookies_has_no_table(self) -> None:
        empty = replace(DECLARATION, services=DECLARATION.services[:1])

        assert len(Found(declaration_list(empty, MESSAGES)).all("table")) == 1

    def test_who_is_called_like_the_service_is_named_once(self) -> None:
        vendors = (*DECLARATION.vendors[:1], replace(DECLARATION.vendors[1], name="Google"))
        found = Found(declaration_list(replace(DECLARATION, vendors=vendors), MESSAGES))

        assert "Google · Google" not in found.words

    def test_a_long_name_may_break_behind_what_parts_its_words(self) -> None:
        service = replace(DECLARATION.services[0], cookies=(Cookie("__Host-consent-x", "session"),))
        text = declaration_list(replace(DECLARATION, services=(service,)), MESSAGES).text

        assert "<bdi>__<wbr>Host-<wbr>consent-<wbr>x</bdi>" in text


class TestHistory:
    """The visitor's own decisions."""

    def shown(self, *entries: LogEntry) -> Html:
        return history(MESSAGES, entries, {"google": "Google"}, "browser", lambda at: f"at {at}")

    def entry(self, consent: Consent, event: str = "given") -> LogEntry:
        return LogEntry(consent.id, event, encode(consent), "", "5" * 64, "en", "device")

    def test_a_decision_is_a_row_with_time_event_place_and_services(self) -> None:
        words = Found(self.shown(self.entry(consent(("google",))))).words

        for told in (f"at {NOW}", "Consent given", "Banner", "Google", "pixel, impact, and links"):
            assert told in words

    def test_a_denial_granted_nothing(self) -> None:
        assert "Nothing" in Found(self.shown(self.entry(consent(()), "denied"))).words

    def test_a_place_that_nobody_knows_stands_as_it_is(self) -> None:
        odd = replace(consent(), source="elsewhere")

        assert "elsewhere" in Found(self.shown(self.entry(odd))).words

    def test_an_entry_that_cannot_be_read_is_no_row(self) -> None:
        broken = replace(self.entry(consent()), record="garbled")

        assert not Found(self.shown(broken)).all("td")

    def test_it_can_be_downloaded_whole(self) -> None:
        entries = (self.entry(consent(("google",))), self.entry(consent((), id="c1"), "denied"))
        (link,) = Found(self.shown(*entries)).all("a")
        _, _, data = str(link["href"]).partition(",")

        assert json.loads(unquote(data)) == [entry.plain() for entry in entries]
        assert link["download"] == "consent.json"

    def test_without_a_decision_it_says_so(self) -> None:
        assert "No choice saved yet" in Found(self.shown()).words

    def test_it_waits_behind_a_button(self) -> None:
        assert Found(offer(MESSAGES)).all("button")[0]["data-consent-action"] == "history"


CAPITALS = {one: one.title() for one in IDS}


class TestToast:
    """The word after a login, or about the privacy signal."""

    def test_what_the_account_denies_is_offered_again_in_one_click(self) -> None:
        merged = Merged(consent(()), toast="contested", contested=("pixel", "google"))
        found = Found(account_toast(MESSAGES, merged, CAPITALS, "today"))

        assert [one["data-consent-action"] for one in found.all("button")] == ["allow", "close", "close"]
        assert found.all("button")[0]["value"] == "pixel google"
        assert "Pixel and Google" in found.words

    def test_else_it_can_only_be_closed(self) -> None:
        found = Found(account_toast(MESSAGES, Merged(consent(), toast="account"), CAPITALS, "today"))

        assert [one["data-consent-action"] for one in found.all("button")] == ["close"]
        assert "today" in found.words

    def test_what_the_privacy_signal_keeps_off_is_named_with_the_way_out(self) -> None:
        found = Found(signal_toast(MESSAGES, ("Pixel", "Google")))

        assert [one["data-consent-action"] for one in found.all("button")] == ["close"]
        assert "Global Privacy Control keeps these off: Pixel and Google." in found.words
        assert "Once it is off for this site, they can be allowed." in found.words

    def test_what_a_withdrawal_leaves_is_named_with_who_can_erase_it_and_how(self) -> None:
        found = Found(stays_toast(MESSAGES, ("Pixel", "Maps"), ("a.example", "b.example"), "policy.html"))

        assert "Pixel and Maps" in found.words
        assert found.all("details")
        assert "Only you can delete the cookies of a.example and b.example" in found.words
        assert [one["href"] for one in found.all("a")] == ["policy.html"]

    def test_it_has_a_title_and_an_x_that_says_what_it_does(self) -> None:
        found = Found(leaving_toast(MESSAGES))

        assert found.all("b")
        assert found.all("button", **{"class": "consent-close"})[0]["aria-label"] == "Close"

    def test_a_page_that_waits_to_be_left_says_why_and_offers_both(self) -> None:
        found = Found(leaving_toast(MESSAGES))

        assert "Off from the next page on" in found.words
        assert "nothing you entered is lost" in found.words
        assert [one["data-consent-action"] for one in found.all("button")] == ["reload", "close"]


def test_that_the_privacy_signal_is_honoured_is_said_in_every_view_but_not_shown_to_all() -> None:
    views = (
        banner(MESSAGES, paragraph(MESSAGES, TOLD, accounts=False), LINKS, {}),
        dialog(DECLARATION, MESSAGES, (), {}),
        section(DECLARATION, MESSAGES, (), {}),
    )
    for view in views:
        (line,) = Found(view).all("p", **{"class": "consent-signal"})
        assert "hidden" in line
        assert MESSAGES.text("signal.text") in Found(view).words


def test_the_button_in_a_corner_has_a_name_and_a_description() -> None:
    found = Found(reopen(MESSAGES, "bottom-left"))
    (button,) = found.all("button", **{"data-consent-action": "preferences"})

    assert button["aria-label"] == MESSAGES.text("preferences.title")
    assert found.all("span", id=str(button["aria-describedby"]))
    assert found.all("section", **{"class": "consent-reopen consent-bottom-left"})


def test_arabic_is_written_from_the_right() -> None:
    arabic = Messages("ar", "rtl", MESSAGES.texts)

    assert 'dir="rtl"' in banner(arabic, paragraph(arabic, TOLD, accounts=False), LINKS, {}).text
    assert re.search('<dialog[^>]*dir="rtl"', dialog(DECLARATION, arabic, (), {}).text)


def test_where_accounts_keep_consents_the_first_layer_says_so() -> None:
    told = "Your account keeps this choice for all your devices."

    assert told in banner(MESSAGES, paragraph(MESSAGES, TOLD, accounts=True), LINKS, {}).text
    assert told not in banner(MESSAGES, paragraph(MESSAGES, TOLD, accounts=False), LINKS, {}).text


class TestOptOut:
    """The view against sale and sharing is about nothing else."""

    @pytest.mark.law("C9")
    def test_it_names_what_it_stops_and_has_one_button_for_it(self) -> None:
        found = Found(opt_out(DECLARATION, MESSAGES))
        buttons = found.all("button")

        assert "This switches off: Impact." in found.words
        assert [one["data-consent-action"] for one in buttons] == ["opt-out", "close"]
        assert buttons[0]["value"] == "impact"
        assert not found.all("input")
        assert MESSAGES.text("action.accept-all") not in found.words

    def test_what_advertises_counts_too_unless_it_cannot_be_denied(self) -> None:
        purposes = tuple(replace(one, advertising=one.id != "marketing") for one in DECLARATION.purposes)
        declaration = replace(DECLARATION, purposes=purposes)

        assert declaration.sold() == IDS
        assert "Pixel, Google, Impact, and Links" in Found(opt_out(declaration, MESSAGES)).words

    def test_where_nothing_is_sold_it_says_so_and_there_is_nothing_to_press(self) -> None:
        services = tuple(replace(one, sale=False) for one in DECLARATION.services)
        declaration = replace(DECLARATION, services=services)
        found = Found(opt_out(declaration, MESSAGES))

        assert MESSAGES.text("opt-out.none") in found.words
        assert [one["data-consent-action"] for one in found.all("button")] == ["close"]
        assert signalled(declaration, MESSAGES) == ""

    def test_an_opt_out_is_confirmed_with_its_time_and_what_is_off(self) -> None:
        text = "Opt-out request honored (today). Switched off: Impact."

        assert opted_out(DECLARATION, MESSAGES, "today") == text
        assert text in Found(opt_out_toast(DECLARATION, MESSAGES, "today")).words

    def test_the_signal_has_its_own_sentence(self) -> None:
        assert "Global Privacy Control" in signalled(DECLARATION, MESSAGES)
        assert signalled(DECLARATION, MESSAGES).endswith("Switched off: Impact.")


@pytest.mark.parametrize(("language", "space"), [("en", " "), ("ja", ""), ("zh-TW", ""), ("ko", " ")])
def test_sentences_stand_apart_as_the_language_has_it(language: str, space: str) -> None:
    messages = Messages(language, "ltr", MESSAGES.texts)
    close = MESSAGES.text("banner.close")

    assert (
        f"{TOLD}{space}{close}"
        in Found(banner(messages, paragraph(messages, TOLD, accounts=False), LINKS, {})).words
    )
    text = MESSAGES.text("preferences.text")
    assert f"{text}{space}{close}" in Found(dialog(DECLARATION, messages, (), {})).words
