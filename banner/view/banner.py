"""Banner, the first layer: what is asked, and one click for each decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.declaration import ASKED, ON_UNLESS_DENIED
from banner.view.html import Html, element, join
from banner.view.parts import account, action, actions, head, link, signal, title, undecided

if TYPE_CHECKING:
    from banner.core.messages import Messages

_LAYER = "banner"


def banner(
    messages: Messages, told: Html, links: dict[str, str], languages: dict[str, str], mode: str = ASKED
) -> Html:
    """Return the banner in one language; the style sheet places it in the window.

    *told* is what :func:`paragraph` gives. *links* has the addresses of ``cookie-policy`` and
    ``privacy-policy``, *languages* the names of those that can be chosen. *mode* is that of the visitor's
    region, one of :data:`banner.core.declaration.MODES`.

    What the Garante wants on the first layer is all here: the notice, what the X does, the policies, consent,
    refusal and the choice in detail (guidelines of 10 June 2021, no. 231, list i to v).
    """
    return element(
        "section",
        head(messages, _LAYER, languages, mode),
        element(
            "div",
            element(
                "p",
                told,
                link(messages, "cookie-policy", links["cookie-policy"]),
                " · ",
                link(messages, "privacy-policy", links["privacy-policy"]),
            ),
            signal(messages),
            class_="consent-text",
        ),
        actions(
            action(messages, "accept-all"), action(messages, "deny-all"), action(messages, "preferences")
        ),
        aria_label=title(messages, _LAYER),
        data_nosnippet=True,
        dir=messages.direction,
        id="consent-banner",
        lang=messages.language,
        popover="manual",
    )


def paragraph(messages: Messages, notice: str, accounts: bool, mode: str = ASKED) -> Html:
    """Return what the first layer says: the *notice*, what the X does, and where to change one's mind.

    *notice* is what :func:`banner.view.notice.notice` gives. Where the site keeps consents with *accounts*,
    who is logged in is told so before the decision (CNIL, deliberation 2025-131).
    """
    who = account(messages) if accounts else ""
    if mode == ON_UNLESS_DENIED:
        return join(notice, messages.space, messages.text("preferences.text"), " ", who)
    x = undecided(messages.text("banner.close"))
    return join(notice, messages.space, x, messages.space, messages.text("banner.withdraw"), " ", who)
