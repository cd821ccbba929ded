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


def head(messages: Messages, title: str, languages: dict[str, str], close_label: str) -> Html:
    """Return the row above a layer: the text *title* as its name, the choice of a language, and the X.

    It stays where it is while the text below scrolls. *title* and *close_label* are keys of *messages*; the
    heading has the id that :func:`title_id` gives.
    """
    return element(
        "div",
        element("h2", messages.text(title), id=title_id(title)),
        choice_of_language(messages, languages),
        close(messages, close_label),
        class_="consent-head",
    )


def title_id(title: str) -> str:
    """Return the id of the heading that says the text *title*."""
    return "consent-" + title.replace(".", "-")


def reading(title: str, *children: Html | str, autofocus: bool = False) -> Html:
    """Return what is there to read, which scrolls by itself so that the answers stay in sight.

    The keyboard reaches what scrolls, and it has a name, the text *title*, which is that of the layer (WCAG
    2.2, 2.1.1 and 4.1.2). With *autofocus* a dialog that opens gives it the focus: the arrow keys scroll.
    """
    return element(
        "div",
        *children,
        aria_labelledby=title_id(title),
        autofocus=autofocus,
        class_="consent-text",
        role="group",
        tabindex="0",
    )


def answers(*buttons: Html) -> Html:
    """Return the row of *buttons* below a layer; the first two, side by side, accept and deny all."""
    return element("div", *buttons, class_="consent-actions")


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
