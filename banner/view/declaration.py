"""List of cookies: every one that is declared, by purpose, never written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element

if TYPE_CHECKING:
    from banner.core.declaration import Cookie, Declaration, Purpose, Service
    from banner.core.messages import Messages

_COLUMNS = ("name", "service", "provider", "purpose", "duration", "party", "consent")


def declaration_list(declaration: Declaration, messages: Messages) -> Html:
    """Return all cookies of *declaration*, a table for each purpose; a narrow window shows cards.

    How long each lasts and who has access to it has to be told (Court of Justice, C-673/17, Planet49, 81).
    """
    return element(
        "div",
        *[_purpose(declaration, messages, purpose) for purpose in declaration.purposes],
        class_="consent-list",
        dir=messages.direction,
        lang=messages.language,
    )


def _purpose(declaration: Declaration, messages: Messages, purpose: Purpose) -> Html:
    rows = [
        _row(declaration, messages, purpose, service, cookie)
        for service in declaration.services_of(purpose)
        for cookie in service.cookies
    ]
    heads = [element("th", messages.text("list." + column), scope="col") for column in _COLUMNS]
    return element(
        "table",
        element("caption", messages.text(f"purpose.{purpose.id}.name")),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
    )


def _row(
    declaration: Declaration, messages: Messages, purpose: Purpose, service: Service, cookie: Cookie
) -> Html:
    vendor = declaration.vendor(service)
    kind = "" if cookie.kind == "cookie" else messages.text("list.kind." + cookie.kind)
    party = (
        messages.text("list.third-party", domain=cookie.domain)
        if cookie.domain
        else messages.text("list.first-party")
    )
    consent = "not-needed" if purpose.required else "needed"
    provider = element("a", vendor.name, href=vendor.policy) if vendor.policy else vendor.name
    cells = (
        messages.name(service),
        provider,
        messages.text(f"service.{service.id}.text"),
        messages.text("duration." + cookie.duration),
        party,
        messages.text("list." + consent),
    )
    name = element("th", element("code", element("bdi", cookie.name)), " " if kind else "", kind, scope="row")
    return element("tr", name, *[_cell(messages, at, cell) for at, cell in enumerate(cells, 1)])


def _cell(messages: Messages, at: int, content: Html | str) -> Html:
    """Return a cell with its heading, which stands beside it where the table is shown as cards."""
    return element("td", element("span", content), data_label=messages.text("list." + _COLUMNS[at]))
