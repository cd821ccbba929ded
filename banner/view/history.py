"""History: the visitor's own decisions, newest first, also as a file to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.record import decode, quote
from banner.view.html import Html, element, join

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.core.log_entry import LogEntry
    from banner.core.messages import Messages

_COLUMNS = ("when", "event", "source", "granted", "denied")


def offer(messages: Messages) -> Html:
    """Return the button that shows the history, for as long as nobody wants it."""
    return _frame(
        messages,
        element("button", messages.text("history.show"), data_consent_action="history", type="button"),
    )


def history(
    messages: Messages,
    entries: tuple[LogEntry, ...],
    names: dict[str, str],
    kept_by: str,
    format_time: Callable[[int], str],
) -> Html:
    """Return *entries* as a table and as a file.

    *names* tells the name of each service, *kept_by* whether ``"server"`` or ``"browser"`` has kept them,
    *format_time* writes a time in milliseconds for the visitor.
    """
    if not entries:
        return _frame(messages, element("p", messages.text("history.none")))
    file = "data:application/json;charset=utf-8," + quote(
        "[" + ",".join([entry.text() for entry in entries]) + "]"
    )
    heads = [element("th", messages.text("history." + column), scope="col") for column in _COLUMNS]
    return _frame(
        messages,
        element(
            "table",
            element("caption", messages.text("history." + kept_by)),
            element("thead", element("tr", *heads)),
            element("tbody", *[_row(messages, entry, names, format_time) for entry in entries]),
        ),
        element("a", messages.text("history.download"), download="consent.json", href=file),
    )


def _row(
    messages: Messages, entry: LogEntry, names: dict[str, str], format_time: Callable[[int], str]
) -> Html:
    consent = decode(entry.record)
    if consent is None:
        return Html("")

    def listed(services: tuple[str, ...], before: tuple[str, ...] = ()) -> str:
        told = before + tuple([names.get(service, service) for service in services])
        return messages.joined(told) or messages.text("history.nothing")

    by_rule = tuple([messages.text("history.exempt", service=names.get(one, one)) for one in consent.exempt])
    source = "source." + consent.source
    cells = (
        messages.text("event." + entry.event),
        messages.text(source) if source in messages.texts else consent.source,
        listed(consent.granted, by_rule),
        listed(consent.denied),
    )
    when = element("th", format_time(consent.at), scope="row")
    return element("tr", when, *[_cell(messages, at, cell) for at, cell in enumerate(cells, 1)])


def _cell(messages: Messages, at: int, content: str) -> Html:
    return element("td", element("span", content), data_label=messages.text("history." + _COLUMNS[at]))


def _frame(messages: Messages, *children: Html) -> Html:
    return element(
        "div",
        join(*children),
        class_="consent-list consent-history",
        dir=messages.direction,
        lang=messages.language,
    )
