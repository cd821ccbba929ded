"""Toasts: what a login or the privacy signal makes of the consent, and what a withdrawal leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element, join
from banner.view.parts import link

if TYPE_CHECKING:
    from banner.core.merge import Merged
    from banner.core.messages import Messages


def account_toast(messages: Messages, merged: Merged, names: dict[str, str], when: str) -> Html:
    """Tell what *merged* has brought; *names* has the services' names, *when* is the time of the decision.

    What the device granted and the account denies is offered again, in one click.
    """
    services = messages.joined(tuple([names[service] for service in merged.contested]))
    text = messages.text("toast." + merged.toast, when=when, services=services)
    if not merged.contested:
        return _toast(messages, text, _button(messages, "toast.close", "close"))
    allow = _button(messages, "toast.allow", "allow", " ".join(merged.contested))
    return _toast(messages, text, allow, _button(messages, "toast.keep", "close"))


def signal_toast(messages: Messages, services: tuple[str, ...]) -> Html:
    """Tell that Global Privacy Control keeps *services* (their names) off, which were allowed here.

    The visitor can confirm that the signal is honoured, and learns of the conflict and the way out of it (11
    CCR 7025(c)(3) and (6)).
    """
    text = messages.text("toast.signal", services=messages.joined(services))
    return _toast(messages, text, _button(messages, "toast.close", "close"))


def stays_toast(messages: Messages, services: tuple[str, ...], domains: tuple[str, ...], policy: str) -> Html:
    """Tell what withdrawn *services* (their names) may have on their own *domains*, and who can erase it.

    *policy* is the address of the page that says how.
    """
    text = messages.text("toast.stays", services=messages.joined(services), domains=messages.joined(domains))
    told = join(text, " ", link(messages, "cookie-policy", policy))
    return _toast(messages, told, _button(messages, "toast.close", "close"))


def leaving_toast(messages: Messages) -> Html:
    """Tell that what was switched off ends with the next page, and offer to load it at once."""
    now = _button(messages, "leaving.now", "reload")
    return _toast(messages, messages.text("leaving.text"), now, _button(messages, "leaving.later", "close"))


def _toast(messages: Messages, text: Html | str, *buttons: Html) -> Html:
    return element(
        "div",
        element("p", text),
        element("div", *buttons, class_="consent-actions"),
        class_="consent-toast",
        dir=messages.direction,
        lang=messages.language,
    )


def _button(messages: Messages, key: str, action: str, services: str = "") -> Html:
    return element("button", messages.text(key), data_consent_action=action, type="button", value=services)
