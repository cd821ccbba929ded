"""Languages: the visitor's choice, the page's, the browser's; whole, and never mixed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from banner.building import bundle, config, locales
from tests.browser.visitor import Visitor

LANGUAGES = ("ar", "de", "en", "es", "fr", "it")
SITE = config.read(bundle.ROOT / "site/consent.toml")
TEXTS = {
    language: locales.messages(language, SITE.texts[language], SITE.declaration).texts
    for language in LANGUAGES
}
ROOTS = "#consent-banner, #consent-preferences, .consent-section, .consent-placeholder, .consent-list"


def speaking(visitor: Visitor, language: str) -> Visitor:
    """The page itself is written in *language*, so far as its markup says."""
    visitor.page.add_init_script(
        f"""const speak = () => {{
          if (document.documentElement) document.documentElement.lang = '{language}';
        }};
        speak();
        new MutationObserver(speak).observe(document, {{ childList: true }});"""
    )
    return visitor


@pytest.mark.law("A12")
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_speaks_the_language_of_the_page_and_no_other(visitor: Visitor, language: str) -> None:
    page = speaking(visitor, language).visit("cookie-policy.html").page
    page.wait_for_selector(".consent-list tbody")
    page.wait_for_selector("#consent-banner")
    page.evaluate("consent.preferences()")

    roots = page.locator(ROOTS)
    assert {one.get_attribute("lang") for one in roots.all()} == {language}
    direction = "rtl" if language == "ar" else "ltr"
    assert {one.evaluate("(one) => getComputedStyle(one).direction") for one in roots.all()} == {direction}
    texts = TEXTS[language]
    assert page.locator("#consent-banner h2").inner_text() == texts["banner.title"]
    labels = page.locator("[aria-label]").evaluate_all(
        f"(all) => all.filter((one) => one.closest('{ROOTS}')).map((one) => one.ariaLabel)"
    )
    assert {texts["action.dismiss"], texts["action.close"], texts["language.label"]} <= set(labels)
    said = " ".join([*(one.inner_text() for one in roots.all()), *labels])
    for other in LANGUAGES:
        alien = [
            text
            for key, text in TEXTS[other].items()
            if text not in texts.values() and len(text) > 12 and "{" not in text and text in said
        ]
        assert other == language or alien == []
    assert "language" not in visitor.cookies()
    files = [one for one in visitor.requests if re.search(r"/files/[a-z]{2}\.[0-9a-f]{8}\.json$", one)]
    assert len(files) == (language != "en")


def test_a_page_in_a_language_that_we_lack_speaks_the_browsers(
    new_visitor: Callable[..., Visitor],
) -> None:
    visitor = speaking(new_visitor(locale="fr-CH"), "rm").visit("privacy-policy.html")

    visitor.page.wait_for_selector("#consent-banner[lang=fr]")


def test_a_choice_holds_at_once_on_later_pages_and_for_30_days(visitor: Visitor) -> None:
    page = visitor.visit("stage.html").page
    page.wait_for_selector(".consent-placeholder")
    visitor.press("preferences")
    page.check("dialog input[value=google]")
    page.select_option("dialog select[name=consent-language]", "ar")
    page.wait_for_selector("dialog[open][lang=ar]")
    page.wait_for_selector(".consent-placeholder[lang=ar]")

    assert {one.get_attribute("lang") for one in page.locator(ROOTS).all()} == {"ar"}
    assert page.locator("dialog input[name=service]:checked").evaluate("(box) => box.value") == "google"
    assert page.evaluate("document.activeElement.name") == "consent-language"
    (cookie,) = visitor.context.cookies()
    assert (cookie["name"], cookie["value"], cookie["path"]) == ("language", "ar", "/")
    assert abs(cookie["expires"] - page.evaluate("Date.now()") / 1000 - 30 * 86_400) < 30

    visitor.press("accept-selected", "dialog").settled("partial")
    visitor.visit("cookie-policy.html")
    page.wait_for_selector(".consent-section[lang=ar]")
    arabic = page.locator(".consent-section .consent-note").inner_text()
    assert arabic.startswith(TEXTS["ar"]["answer.partial"].partition("{")[0])

    page.select_option(".consent-section select[name=consent-language]", "en")
    page.wait_for_selector(".consent-section[lang=en]")
    english = page.locator(".consent-section .consent-note").inner_text()
    assert english.startswith("On ")
    assert "2026" in english or "20" in english


def test_a_language_that_does_not_arrive_leaves_the_default(visitor: Visitor) -> None:
    visitor.context.route(re.compile(r"/files/de\.[0-9a-f]+\.json"), lambda route: route.abort())
    page = speaking(visitor, "de").visit("privacy-policy.html").page
    page.wait_for_selector("#consent-banner[lang=en]")

    visitor.press("deny-all").settled("denied")
