"""Renders every view of the demo site; run by CPython and by Pyodide alike."""

from typing import Any

from banner.core.consent import Consent
from banner.core.declaration import from_plain
from banner.core.log_entry import LogEntry
from banner.core.merge import Merged
from banner.core.messages import Messages
from banner.core.record import encode
from banner.view.banner import banner, paragraph
from banner.view.declaration import declaration_list
from banner.view.history import history, offer
from banner.view.notice import notice
from banner.view.placeholder import placeholder
from banner.view.preferences import dialog, section
from banner.view.toast import account_toast, signal_toast, stays_toast


def run(given: dict[str, Any]) -> dict[str, Any]:
    """Every view, from *given*: the declaration, the messages, the links and the languages."""
    declaration = from_plain(given["declaration"])
    said = given["messages"]
    messages = Messages(said["language"], said["direction"], said["texts"])
    told = notice(declaration, messages, declaration.vendors)
    languages = given["languages"]
    asked = tuple(one.id for one in declaration.optional())
    names = {one.id: messages.name(one) for one in declaration.optional()}
    consents = [
        Consent("c0", 1_795_459_000_000, "accept-selected", "banner", "r1", asked[:size], asked[size:])
        for size in range(len(asked) + 1)
    ]
    entries = tuple(LogEntry(one.id, "given", encode(one), "", "5" * 64, "en", "device") for one in consents)
    merged = Merged(consents[0], toast="contested", contested=asked[:2])
    return {
        "banner": banner(messages, paragraph(messages, told, accounts=True), given["links"], languages).text,
        "dialogs": [dialog(declaration, messages, one.granted, languages).text for one in consents],
        "sections": [section(declaration, messages, one.granted, languages).text for one in consents],
        "placeholders": [
            placeholder(declaration, messages, one, "video").text for one in declaration.optional()
        ],
        "list": declaration_list(declaration, messages).text,
        "offer": offer(messages).text,
        "history": history(messages, entries, names, "browser", str).text,
        "toast": account_toast(messages, merged, names, "today").text,
        "stays": stays_toast(messages, ("A", "<b>"), ("a.example", "b.example"), "policy.html").text,
        "signal": signal_toast(messages, tuple([names[one] for one in asked])).text,
    }
