"""Rules of the law that a page or a style sheet may miss. Each tells line, text, rule, source and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from banner.config.advice.on_calls import called
from banner.config.advice.on_hosts import contacted, contacted_by_style, held
from banner.config.advice.on_markup import misread
from banner.config.advice.on_properties import idle
from banner.config.pages import Spot, unequal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.advice.surroundings import Surroundings
    from banner.config.pages import Page

    Seen = Iterator[tuple[int | None, object, str, str, str]]

TAG: Final = '<script src="/consent/consent.js" defer></script>'
_ROUTER: Final = (
    "a router that makes scripts anew without their attributes, like instant navigation, runs this"
)


def on_style(around: Surroundings, sheet: Spot) -> Seen:
    """Give what there is to tell of a style sheet."""
    yield from idle(around.site.theme, sheet)
    yield from contacted_by_style(around, sheet)
    for rule in unequal(sheet.text):
        yield (
            sheet.line + rule.line - 1,
            rule.text,
            "this styles one of the buttons that decide, and not the others alike",
            "Garante, no. 231; CNIL 2020-092, 34; 11 CCR 7004",
            "style #consent-banner button, or the --consent-* properties on :root, which all have",
        )


def on_page(around: Surroundings, page: Page, scripts: str) -> Seen:
    """Give what there is to tell of a page; *scripts* is the code of the site's that is in files."""
    for sheet in page.styles():
        yield from on_style(around, sheet)
    yield from contacted(around, page)
    yield from misread(around, page)
    yield from called(around, page, scripts)
    yield from _copied(page)
    yield from _asking(page)


def _copied(page: Page) -> Seen:
    """Give the inline scripts that a router would make anew without their attributes."""
    for script in page.elements:
        waits = script.tag == "script" and script.get("type").lower() == "text/plain"
        service = script.attributes.get("data-service", "")
        if waits and service and not script.inert and not {"src", "data-src"} & script.attributes.keys():
            yield (
                script.line,
                script.text,
                _ROUTER,
                "Directive 2002/58/EC art. 5(3)",
                f"write {held(service, script.attributes.get('data-type', ''))}, which no router runs",
            )


def _asking(page: Page) -> Seen:
    """Tell of a page without the banner's tag, or with the tag and no way back to the preferences."""
    if page.asks and not page.leads_back:
        yield (
            None,
            "data-consent-open",
            "there is no way back to the preferences in this page",
            "GDPR art. 7(3); Garante, no. 231",
            "add a link with data-consent-open to its foot",
        )
    if page.whole and not page.asks and not page.leads_away:
        yield (
            None,
            "consent/consent.js",
            "this page has no tag of the banner, so that nobody is asked in it and nothing is activated",
            "the guide, Your first banner",
            f"put {TAG} into its head; consent-banner inject does so for all pages of a folder",
        )
