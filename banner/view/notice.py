"""The short words: what a login has made of the answer, and what the browser's privacy signal has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element

if TYPE_CHECKING:
    from banner.core.merge import Merged
    from banner.core.messages import Messages


def notice(messages: Messages, merged: Merged, names: dict[str, str], when: str) -> Html:
    """Tell what *merged* has brought; *names* has the services' names, *when* is the time of the answer.

    What the device allowed and the account refuses is offered again, in one click.
    """
    services = ", ".join(names[one] for one in merged.contested)
    text = messages.text("notice." + merged.notice, when=when, services=services)
    if not merged.contested:
        return _notice(messages, text, _button(messages, "close", ""))
    allow = _button(messages, "allow", " ".join(merged.contested))
    return _notice(messages, text, allow, _button(messages, "keep", ""))


def signal_notice(messages: Messages, services: tuple[str, ...]) -> Html:
    """Tell that Global Privacy Control keeps *services* (their names) off, which were allowed here.

    The visitor can confirm that the signal is honoured, and learns of the conflict and the way out of it (11
    CCR 7025(c)(3) and (6)).
    """
    text = messages.text("notice.signal", services=", ".join(services))
    return _notice(messages, text, _button(messages, "close", ""))


def _notice(messages: Messages, text: str, *buttons: Html) -> Html:
    return element(
        "div",
        element("p", text),
        element("div", *buttons, class_="consent-actions"),
        class_="consent-notice",
        dir=messages.direction,
        lang=messages.language,
    )


def _button(messages: Messages, label: str, services: str) -> Html:
    part = "allow" if services else "close"
    return element(
        "button", messages.text("notice." + label), data_consent_part=part, type="button", value=services
    )
