"""Button that stands in a corner of every page and opens the preferences, where a site wants one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element

if TYPE_CHECKING:
    from banner.core.messages import Messages

_STATE = "consent-reopen-state"


def reopen(messages: Messages, corner: str) -> Html:
    """Return the button for the *corner*, ``"bottom-left"`` or ``"bottom-right"``.

    Its description is the sentence about the consent, which the page side fills in as it does elsewhere; who
    sees it has a sign for the state from the style sheet. It is a landmark, as it stands in none of the page.
    """
    title = messages.text("preferences.title")
    return element(
        "section",
        element(
            "button",
            aria_describedby=_STATE,
            aria_label=title,
            data_consent_action="preferences",
            type="button",
        ),
        element("span", messages.text("consent.none"), class_="consent-note", id=_STATE),
        aria_label=title,
        class_="consent-reopen consent-" + corner,
        dir=messages.direction,
        lang=messages.language,
    )
