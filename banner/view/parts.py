"""The pieces that the banner and the preferences share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element

if TYPE_CHECKING:
    from banner.core.messages import Messages

# The field's usual mark for "close", drawn: a letter x would be read aloud, and a font may lack the sign.
# What the style of a page could change (size, stroke, even a path) is left to the style of ours.
_CROSS = Html(
    '<svg aria-hidden="true" viewBox="0 0 16 16"><polyline points="3 3 13 13 8 8 13 3 3 13"/></svg>'
)


def action(messages: Messages, name: str, label: str = "") -> Html:
    """A button that does *name*. All look the same: no answer is to be easier to give than another."""
    return element(
        "button",
        messages.text(label or "action." + name),
        data_consent_action=name,
        type="button",
    )


def close(messages: Messages, label: str) -> Html:
    """The X, whose *label* says what it does to those who cannot see it."""
    return element(
        "button",
        _CROSS,
        aria_label=messages.text(label),
        class_="consent-close",
        data_consent_action="dismiss",
        type="button",
    )


def choice_of_language(messages: Messages, languages: dict[str, str]) -> Html:
    """The languages by their own names, so that everybody finds theirs; nothing where there is only one."""
    if len(languages) < 2:  # noqa: PLR2004 - a choice takes two
        return Html("")
    options = [
        element("option", languages[code], lang=code, selected=code == messages.language, value=code)
        for code in sorted(languages)
    ]
    return element("select", *options, aria_label=messages.text("language.label"), name="consent-language")


def signal(messages: Messages) -> Html:
    """What a visitor whose browser sends Global Privacy Control is told; the page side shows it to no other.

    That the signal is honoured has to be seen (11 CCR 7025(c)(6)).
    """
    return element("p", messages.text("signal.text"), class_="consent-signal", hidden=True)


def link(messages: Messages, name: str, address: str) -> Html:
    """A link of the page to *address*, which the page side resolves against the folder of the site."""
    return element("a", messages.text("link." + name), href=address)
