"""Pieces that the banner and the preferences share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.declaration import ON_UNLESS_DENIED
from banner.view.html import Html, element

if TYPE_CHECKING:
    from banner.core.messages import Messages


def action(messages: Messages, name: str, label: str = "", **attributes: str) -> Html:
    """Return a button that does *name*. All look the same: no decision is to be easier than another.

    It may stand in a form of the page, which it is not to send.
    """
    text = messages.text(label or "action." + name)
    return element("button", text, data_consent_action=name, type="button", **attributes)


def head(messages: Messages, layer: str, languages: dict[str, str], mode: str) -> Html:
    """Return the row above a *layer*, ``"banner"`` or ``"preferences"``: its title, the languages, and the X.

    It stays where it is while the text below scrolls. *mode* is that of the visitor's region, one of
    :data:`banner.core.declaration.MODES`.
    """
    return element(
        "div",
        element("h2", title(messages, layer)),
        choice_of_language(messages, languages),
        close(messages, mode),
        class_="consent-head",
    )


def title(messages: Messages, layer: str) -> str:
    """Return the title of *layer*, which names it too.

    The name is no reference to the heading: a page may have an element with any id.
    """
    return messages.text(layer + ".title")


def reading(messages: Messages, layer: str, *children: Html | str) -> Html:
    """Return what is there to read in *layer*, a dialog.

    It scrolls by itself, so that the buttons stay in sight. The dialog that opens gives it the focus, so that
    the arrow keys scroll. It has a name, that of its layer (WCAG 2.2, 4.1.2), and the page side has the
    keyboard reach it where it scrolls (2.1.1).
    """
    return element(
        "div",
        *children,
        aria_label=title(messages, layer),
        autofocus=True,
        class_="consent-text",
        role="group",
        tabindex="0",
    )


def actions(*buttons: Html) -> Html:
    """Return the row of *buttons* below a layer; the first two, side by side, accept and deny all."""
    return element("div", *buttons, class_="consent-actions")


def close(messages: Messages, mode: str) -> Html:
    """Return the X, whose name says what it does: deny before a decision, change nothing after one.

    Where all is on unless it is denied, it never changes anything.
    """
    unchanged = messages.text("action.close")
    names: tuple[Html | str, ...] = (
        undecided(messages.text("action.dismiss")),
        element("span", unchanged, class_="consent-decided"),
    )
    return element(
        "button",
        *((unchanged,) if mode == ON_UNLESS_DENIED else names),
        class_="consent-close",
        data_consent_action="dismiss",
        type="button",
    )


def undecided(text: str) -> Html:
    """Return *text* as what holds before a decision; the style sheet shows it to no one else."""
    return element("span", text, class_="consent-undecided")


def account(messages: Messages) -> Html:
    """Return what holds for who is logged in; the style sheet shows it to no one else."""
    return element("span", messages.text("banner.account"), " ", class_="consent-account")


def choice_of_language(messages: Messages, languages: dict[str, str]) -> Html:
    """Return the languages by their own names, which everybody finds; nothing where there is only one."""
    if len(languages) < 2:  # noqa: PLR2004 - a choice takes two
        return Html("")
    options = [
        element("option", languages[code], lang=code, selected=code == messages.language, value=code)
        for code in sorted(languages)
    ]
    return element("select", *options, aria_label=messages.text("language.label"), name="consent-language")


def signal(messages: Messages) -> Html:
    """Return what a visitor is told whose browser sends Global Privacy Control; no other one sees it.

    That the signal is honoured has to be seen (11 CCR 7025(c)(6)).
    """
    return element("p", messages.text("signal.text"), class_="consent-signal", hidden=True)


def link(messages: Messages, name: str, address: str) -> Html:
    """Return a link of the page to *address*, which the page side resolves against the folder of the site."""
    return element("a", messages.text("link." + name), href=address)
