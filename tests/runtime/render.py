"""Renders every view of the demo site; run by CPython and by Pyodide alike."""

from typing import Any

from banner.core.consent import Consent
from banner.core.declaration import from_plain
from banner.core.messages import Messages
from banner.view.answer import asked_again, note
from banner.view.banner import banner
from banner.view.preferences import dialog, section


def render(given: dict[str, Any]) -> dict[str, Any]:
    """Every view, from *given*: the declaration, the messages and the links."""
    declaration = from_plain(given["declaration"])
    told = given["messages"]
    messages = Messages(told["language"], told["direction"], told["texts"], tuple(told["months"]))
    asked = tuple(one.id for one in declaration.optional())
    answers = [
        Consent("c0", 1_795_459_000_000, "accept-selected", "banner", "r1", asked[:size], asked[size:])
        for size in range(len(asked) + 1)
    ]
    return {
        "banner": banner(messages, given["links"], "bottom").text,
        "dialogs": [dialog(declaration, messages, one.granted).text for one in answers],
        "sections": [section(declaration, messages, one.granted).text for one in answers],
        "notes": [note(messages, one, -480) for one in answers],
        "asked again": [asked_again(messages, one, 765) for one in answers],
    }
