"""Banner, the first layer: what is asked, and one click for each decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element, join
from banner.view.parts import account, action, actions, head, link, reading, signal, title_id, undecided

if TYPE_CHECKING:
    from banner.core.messages import Messages

_LAYER = "banner"


def banner(
    messages: Messages, told: str, links: dict[str, str], languages: dict[str, str], accounts: bool
) -> Html:
    """Return the banner in one language; the style sheet places it in the window.

    *told* is the text of :func:`banner.view.notice.notice`. *links* has the addresses of ``cookie-policy``
    and ``privacy-policy``, *languages* the names of those that can be chosen. Where the site keeps consents
    with *accounts*, who is logged in is told so before the decision (CNIL, deliberation 2025-131).

    What the Garante wants on the first layer is all here: the notice, what the X does, the policies, consent,
    refusal and the choice in detail (guidelines of 10 June 2021, no. 231, list i to v).
    """
    return element(
        "section",
        head(messages, _LAYER, languages),
        reading(
            _LAYER,
            element(
                "p",
                join(told, messages.space, undecided(messages.text("banner.close")), messages.space),
                join(messages.text("banner.withdraw"), " "),
                account(messages) if accounts else "",
                link(messages, "cookie-policy", links["cookie-policy"]),
                " · ",
                link(messages, "privacy-policy", links["privacy-policy"]),
            ),
            signal(messages),
        ),
        actions(
            action(messages, "accept-all"), action(messages, "deny-all"), action(messages, "preferences")
        ),
        aria_labelledby=title_id(_LAYER),
        data_nosnippet=True,
        dir=messages.direction,
        id="consent-banner",
        lang=messages.language,
        popover="manual",
    )
