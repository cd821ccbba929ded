"""View against sale and sharing: what an opt-out stops, and one button that does it.

It is for "Do Not Sell or Share My Personal Information" (11 CCR 7013 and 7026): a banner that asks for
consents is no way to opt out (7026(a)(4)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element
from banner.view.parts import action, actions, reading, title

if TYPE_CHECKING:
    from banner.core.declaration import Declaration
    from banner.core.messages import Messages

_LAYER = "opt-out"


def opt_out(declaration: Declaration, messages: Messages) -> Html:
    """Return the view; where nothing is sold or shared it says that, and has nothing to press."""
    sold = declaration.sold()
    names = messages.names(declaration.among(sold))
    stops = messages.text("opt-out.stops", services=messages.joined(names))
    told = [messages.text("opt-out.text"), stops] if sold else [messages.text("opt-out.none")]
    stop = [action(messages, "opt-out", value=" ".join(sold))] if sold else []
    return element(
        "dialog",
        element("h2", title(messages, _LAYER)),
        reading(
            messages,
            _LAYER,
            *[element("p", text) for text in told],
            element("p", class_="consent-done", role="status"),
        ),
        actions(*stop, action(messages, "close", "toast.close")),
        aria_label=title(messages, _LAYER),
        class_="consent-opt-out",
        data_nosnippet=True,
        dir=messages.direction,
        id="consent-opt-out",
        lang=messages.language,
    )


def signalled(declaration: Declaration, messages: Messages) -> str:
    """Return the sentence where Global Privacy Control has opted out already (7025(c)(6)).

    It is empty where the signal denies nothing, since services of advertising are not said to be sold.
    """
    sale = messages.names(tuple([one for one in declaration.optional() if one.sale]))
    return messages.text("opt-out.signal", services=messages.joined(sale)) if sale else ""
