"""The short word after a login: what the account's answer and the device's have become."""

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
    answer = (_button(messages, "allow", " ".join(merged.contested)),) if merged.contested else ()
    close = _button(messages, "keep" if merged.contested else "close", "")
    return element(
        "div",
        element("p", text),
        element("div", *answer, close, class_="consent-actions"),
        class_="consent-notice",
        dir=messages.direction,
        lang=messages.language,
    )


def _button(messages: Messages, label: str, services: str) -> Html:
    part = "allow" if services else "close"
    return element(
        "button", messages.text("notice." + label), data_consent_part=part, type="button", value=services
    )
