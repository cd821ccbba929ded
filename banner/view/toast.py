"""Toasts: what a login or the privacy signal makes of the consent, and what a withdrawal leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element
from banner.view.parts import link

if TYPE_CHECKING:
    from banner.core.declaration import Declaration
    from banner.core.merge import Merged
    from banner.core.messages import Messages


def account_toast(messages: Messages, merged: Merged, names: dict[str, str], when: str) -> Html:
    """Tell what *merged* has brought; *names* has the services' names, *when* is the time of the decision.

    What the device granted and the account denies is offered again, in one click.
    """
    services = messages.joined(tuple([names[service] for service in merged.contested]))
    kind = "toast." + merged.toast
    text = element("p", messages.text(kind + ".text", when=when, services=services))
    if not merged.contested:
        return _toast(messages, kind, text)
    allow = _button(messages, "toast.allow", "allow", " ".join(merged.contested))
    return _toast(messages, kind, text, _actions(allow, _button(messages, "toast.keep", "close")))


def signal_toast(messages: Messages, services: tuple[str, ...]) -> Html:
    """Tell that Global Privacy Control keeps *services* (their names) off, which were allowed here.

    The visitor can confirm that the signal is honoured, and learns of the conflict and the way out of it (11
    CCR 7025(c)(3) and (6)).
    """
    text = messages.text("toast.signal.text", services=messages.joined(services))
    return _toast(messages, "toast.signal", element("p", text))


def opted_out(declaration: Declaration, messages: Messages, when: str) -> str:
    """Return the confirmation of an opt-out at *when* (11 CCR 7026(g))."""
    sold = messages.names(declaration.among(declaration.sold()))
    return messages.text("opt-out.done", when=when, services=messages.joined(sold))


def opt_out_toast(declaration: Declaration, messages: Messages, when: str) -> Html:
    """Confirm an opt-out that was made at *when*, on the page after the one that was left for it."""
    return _toast(messages, "opt-out", element("p", opted_out(declaration, messages, when)))


def stays_toast(messages: Messages, services: tuple[str, ...], domains: tuple[str, ...], policy: str) -> Html:
    """Tell that *services* (their names) are withdrawn, and what they may still have on their own *domains*.

    What only the visitor can erase is folded; *policy* is the address of the page that says how it is done.
    """
    return _toast(
        messages,
        "toast.stays",
        element("p", messages.text("toast.stays.text", services=messages.joined(services))),
        element(
            "details",
            element("summary", messages.text("toast.stays.more")),
            element(
                "p",
                messages.text("toast.stays.domains", domains=messages.joined(domains)),
                " ",
                link(messages, "cookie-policy", policy),
            ),
        ),
    )


def leaving_toast(messages: Messages) -> Html:
    """Tell that what was switched off ends with the next page, and offer to load it at once."""
    text = element("p", messages.text("leaving.text"))
    return _toast(messages, "leaving", text, _actions(_button(messages, "leaving.now", "reload")))


def _toast(messages: Messages, kind: str, *children: Html) -> Html:
    """Return a toast with the title of its *kind* and an X, which stands above and is reached last.

    It stays until it is closed, so it is a landmark, which readers of screens find again.
    """
    title = messages.text(kind + ".title")
    return element(
        "section",
        element("b", title),
        *children,
        element(
            "button",
            aria_label=messages.text("toast.close"),
            class_="consent-close",
            data_consent_action="close",
            type="button",
        ),
        aria_label=title,
        class_="consent-toast",
        dir=messages.direction,
        lang=messages.language,
    )


def _actions(*buttons: Html) -> Html:
    return element("div", *buttons, class_="consent-actions")


def _button(messages: Messages, key: str, action: str, services: str = "") -> Html:
    return element("button", messages.text(key), data_consent_action=action, type="button", value=services)
