"""A choice of a language turns the page to it, where the page says that it has it, and nothing is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.matrix import examples
from tests.support.runtimes import ONE_RUNTIME

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.support.visitor import Visitor

pytestmark = ONE_RUNTIME

GERMAN = '<link rel="alternate" hreflang="de" href="de.html">'


def pages(visitor: Visitor, links: str, html: str = 'lang="en"', body: str = "") -> Page:
    """A page with these *links* in its head, and all that they could lead to."""

    def text(attributes: str, head: str) -> str:
        script = '<script src="consent/consent.js" defer></script>'
        top = f"<!doctype html><html {attributes}><head><title>x</title>{head}{script}</head>"
        return f"{top}<body><p>x</p>{body}"

    def serve(name: str, attributes: str) -> None:
        whole = text(attributes, links)
        visitor.context.route(
            re.compile(rf"/{name}\.html"), lambda route: route.fulfill(body=whole, content_type="text/html")
        )

    serve("here", html)
    for language in ("de", "at", "fr"):
        serve(language, f'lang="{language}"')
    page = visitor.visit("here.html").page
    page.wait_for_selector("#consent-banner")
    return page


def choose(page: Page, language: str, root: str = "#consent-banner") -> None:
    page.focus(f"{root} select[name=consent-language]")
    page.select_option(f"{root} select[name=consent-language]", language)


@examples(
    "links",
    [
        pytest.param(GERMAN, id="one"),
        pytest.param('<link rel="alternate" hreflang="de-AT" href="de.html">', id="that of a country"),
        pytest.param(
            '<link rel="alternate" hreflang="de-AT" href="at.html">' + GERMAN, id="its own before a country's"
        ),
        pytest.param(
            '<link rel="ALTERNATE" hreflang="DE" type="text/html" href="/de.html">', id="in capitals"
        ),
        pytest.param(
            '<link rel="alternate" hreflang="de" type="application/rss+xml" href="fr.html">' + GERMAN,
            id="a feed before it",
        ),
        pytest.param(
            '<link rel="alternate" hreflang="de" media="print" href="fr.html">' + GERMAN,
            id="a print before it",
        ),
        pytest.param('<link rel="alternate" hreflang="x-default" href="fr.html">' + GERMAN, id="a default"),
    ],
    run=["that of a country", "its own before a country's", "a feed before it"],
)
def test_a_choice_turns_the_page_to_the_version_that_it_declares(visitor: Visitor, links: str) -> None:
    page = pages(visitor, links)
    page.evaluate("location.hash = 'part'")
    choose(page, "de")
    page.wait_for_url("**/de.html#part")

    page.wait_for_selector("#consent-banner[lang=de]")
    assert visitor.cookies()["language"] == "de"
    assert page.evaluate("document.querySelector('#consent-banner select').value") == "de"


NO_VERSION = {
    "none": "",
    "another language": '<link rel="alternate" hreflang="fr" href="fr.html">',
    "elsewhere": '<link rel="alternate" hreflang="de" href="https://de.example/">',
    "code": '<link rel="alternate" hreflang="de" href="javascript:document.title=1">',
    "no address": '<link rel="alternate" hreflang="de" href="//[">',
    "itself": '<link rel="alternate" hreflang="de" href="here.html#de">',
    "no alternate": '<link hreflang="de" href="de.html">',
}


def stays(page: Page, language: str) -> bool:
    """Whether a choice of *language* changes the words of the banner, in the same page as before."""
    choose(page, language)
    page.wait_for_selector(f"#consent-banner[lang={language}]")
    return bool(page.evaluate("window.same")) and page.url.endswith("/here.html")


@pytest.mark.thorough
def test_without_such_a_version_the_words_of_the_banner_change_alone(visitor: Visitor) -> None:
    page = pages(visitor, "")
    page.evaluate("window.same = true")
    for why, links in NO_VERSION.items():
        page.evaluate(
            """(links) => {
              for (const one of document.head.querySelectorAll('link[hreflang]')) one.remove();
              document.head.insertAdjacentHTML('beforeend', links);
            }""",
            links,
        )
        assert page.locator("head link[hreflang]").count() == links.count("<link"), why
        assert stays(page, "de"), why
        assert stays(page, "en"), why


@pytest.mark.thorough
def test_a_page_in_that_language_already_is_not_turned(visitor: Visitor) -> None:
    page = pages(visitor, GERMAN, 'lang="de-CH"')
    page.evaluate("window.same = true")

    assert stays(page, "en")
    assert stays(page, "de")


def test_a_form_that_was_touched_keeps_its_page(visitor: Visitor) -> None:
    page = pages(visitor, GERMAN, body="<form><textarea></textarea></form>")
    page.fill("textarea", "half a letter")
    choose(page, "de")
    page.wait_for_selector("#consent-banner[lang=de]")

    assert page.url.endswith("/here.html")
    assert page.input_value("textarea") == "half a letter"


@pytest.mark.thorough
def test_switches_that_were_set_keep_their_page_and_others_turn_it(visitor: Visitor) -> None:
    page = pages(visitor, GERMAN)
    visitor.press("preferences")
    page.check("dialog input[value=google]")
    choose(page, "de", "dialog")
    page.wait_for_selector("dialog[open][lang=de]")
    assert page.url.endswith("/here.html")
    assert page.is_checked("dialog input[value=google]")

    page.uncheck("dialog input[value=google]")
    choose(page, "en", "dialog")
    page.wait_for_selector("dialog[open][lang=en]")
    choose(page, "de", "dialog")
    page.wait_for_url("**/de.html")
    assert page.locator("dialog[open]").count() == 0


def test_a_decision_goes_with_the_page(visitor: Visitor) -> None:
    page = pages(visitor, GERMAN, body='<div data-consent-embed="preferences"></div>')
    visitor.press("accept-all").settled("granted")
    page.wait_for_selector(".consent-section")
    choose(page, "de", ".consent-section")
    page.wait_for_url("**/de.html")

    page.wait_for_selector(".consent-section[lang=de]")
    visitor.settled("granted")
    assert not visitor.asked()


def test_the_page_of_a_language_that_was_chosen_before_is_not_turned(visitor: Visitor) -> None:
    # By the visitor's own choice alone: who follows a link to an English page wants that page.
    visitor.context.add_cookies([{"name": "consent-language", "value": "de", "url": visitor.base}])
    page = pages(visitor, GERMAN)
    page.wait_for_selector("#consent-banner[lang=de]")

    assert page.url.endswith("/here.html")


@pytest.mark.thorough
@examples("path", ["cookie-policy.html", "privacy-policy.html"], run=["cookie-policy.html"])
def test_the_demos_policies_turn_to_each_language_and_back(visitor: Visitor, path: str) -> None:
    page = visitor.visit(path).page
    for language in ("ar", "fr", "en"):
        choose(page, language)
        folder = "" if language == "en" else f"{language}/"
        page.wait_for_url(f"{visitor.base}{folder}{path}")
        page.wait_for_selector(f"#consent-banner[lang={language}]")
        root = page.locator("html")
        assert root.get_attribute("lang") == language
        assert root.evaluate("(root) => getComputedStyle(root).direction") == (
            "rtl" if language == "ar" else "ltr"
        )
        links = page.locator("#consent-banner a").evaluate_all("(all) => all.map((one) => one.href)")
        assert links == [f"{visitor.base}{folder}{one}.html" for one in ("cookie-policy", "privacy-policy")]
