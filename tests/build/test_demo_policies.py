"""The policies of the demo: whole in each of its languages, with the same facts, and linked to each other."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from banner import config
from banner.toolchain import bundle

if TYPE_CHECKING:
    from pathlib import Path

DEMO = bundle.ROOT / "site/demo"
SITE = config.read(DEMO / "consent.toml")
PAGES = ("cookie-policy.html", "privacy-policy.html")
PLACES = [(page, language) for page in PAGES for language in SITE.languages]
MAILS = {"Dpo@ikmultimedia.com", "privacy@ikmultimedia.com", "garante@gpdp.it"}
# What a reader of any language has to be told in figures and names.
FACTS = {
    "cookie-policy.html": (
        *(
            "180",
            "60",
            "www.gpdp.it",
            "Global Privacy Control",
            "Facebook Pixel",
            "Google Services",
            "Impact",
        ),
        *("YouTube", "Instagram", "SoundCloud", "Twitter", "Chrome", "Firefox", "Safari", "Edge", "2026"),
    ),
    "privacy-policy.html": ("180", "www.gpdp.it", "6.1", "Meta", "Google", "Impact", "2026"),
}


class Page(HTMLParser):
    """What a test asks of a page: its elements with their attributes, and its text."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(file.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, *having: str) -> list[dict[str, str]]:
        return [one for name, one in self.elements if name == tag and all(key in one for key in having)]


def path(page: str, language: str) -> str:
    """The address of a page in a language, seen from the demo's folder."""
    return page if language == SITE.language else f"{language}/{page}"


def read(page: str, language: str) -> Page:
    return Page(DEMO / path(page, language))


@pytest.mark.parametrize(("page", "language"), PLACES)
def test_a_policy_says_its_language_its_direction_and_the_others(page: str, language: str) -> None:
    here = read(page, language)
    ((_, root),) = [one for one in here.elements if one[0] == "html"]
    assert root["lang"] == language
    assert root.get("dir", "ltr") == ("rtl" if language == "ar" else "ltr")

    there = {
        one["hreflang"]: (DEMO / path(page, language)).parent / one["href"]
        for one in here.all("link", "hreflang")
    }
    assert {tag: file.resolve() for tag, file in there.items()} == {
        **{one: DEMO / path(page, one) for one in SITE.languages},
        "x-default": DEMO / page,
    }
    # Who has no script turns the page by a link.
    shown = {one["lang"]: one["href"] for one in here.all("a", "hreflang", "lang")}
    assert set(shown) == set(SITE.languages)
    assert [one["lang"] for one in here.all("a", "lang", "aria-current")] == [language]


@pytest.mark.parametrize(("page", "language"), PLACES)
def test_a_policy_is_whole_in_every_language(page: str, language: str) -> None:
    here, english = read(page, language), read(page, "en")

    for tag in ("section", "h2", "p", "li", "dt", "dd", "th", "td", "strong", "time"):
        assert len(here.all(tag)) == len(english.all(tag)), tag
    assert [one["id"] for _, one in here.elements if "id" in one] == [
        one["id"] for _, one in english.elements if "id" in one
    ]
    places = [one["data-consent-embed"] for _, one in here.elements if "data-consent-embed" in one]
    assert places == (["preferences", "declaration", "history"] if page.startswith("cookie") else [])
    assert [fact for fact in FACTS[page] if fact not in here.text] == []
    assert {one["href"].removeprefix("mailto:") for one in here.all("a") if "mailto:" in one["href"]} == MAILS
    abroad = [one["href"] for one in here.all("a") if one["href"].startswith("http")]
    assert abroad == [one["href"] for one in english.all("a") if one["href"].startswith("http")]


@pytest.mark.parametrize("language", SITE.languages)
def test_the_first_party_cookies_are_listed_with_their_durations_without_javascript(language: str) -> None:
    text = (DEMO / path("cookie-policy.html", language)).read_text(encoding="utf-8")
    (table,) = re.findall(r'<table class="stack">.*?</table>', text, re.DOTALL)
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", table)
    numbers = [re.findall(r"\b\d+\b", row) for row in rows]

    assert numbers == [["180"], ["30"], ["30"], ["60"], [], ["30"]]


def test_a_policy_in_another_language_is_no_copy_of_the_english_one() -> None:
    english = {page: set(read(page, "en").text.splitlines()) for page in PAGES}
    for page, language in PLACES:
        lines = {one.strip() for one in read(page, language).text.splitlines() if len(one.strip()) > 60}
        assert language == "en" or lines & {one.strip() for one in english[page]} == set()


def test_the_banner_of_each_language_links_to_its_own_policies() -> None:
    for key in ("cookie-policy", "privacy-policy"):
        assert SITE.links[key] == {one: path(f"{key}.html", one) for one in SITE.languages}
