"""List of cookies: every one that is declared, by purpose and service, never written by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element, join

if TYPE_CHECKING:
    from banner.core.declaration import Cookie, Declaration, Purpose, Service
    from banner.core.messages import Messages

_COLUMNS = ("name", "duration", "party")
_BESIDE = str(len(_COLUMNS) - 1)
# Behind these a long name may go on in the next line.
_ENDS = "-_."


def declaration_list(declaration: Declaration, messages: Messages) -> Html:
    """Return all cookies of *declaration*, a table for each purpose, in which each service has its rows.

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
    """Return the services of *purpose*; that they wait for consent is told once for all of them."""
    name = messages.text(f"purpose.{purpose.id}.name")
    consent = messages.text("list." + ("not-needed" if purpose.required else "needed"))
    heads = [element("th", messages.text("list." + column), scope="col") for column in _COLUMNS]
    services = [service for service in declaration.services_of(purpose) if service.cookies]
    if not services:
        return Html("")
    return element(
        "table",
        element("caption", element("b", name), " ", element("small", consent)),
        element("thead", element("tr", *heads)),
        *[_service(declaration, messages, service) for service in services],
    )


def _service(declaration: Declaration, messages: Messages, service: Service) -> Html:
    """Return the rows of *service*: who provides it, what it is for, and each of its cookies."""
    vendor = declaration.vendor(service)
    provider = element("a", vendor.name, href=vendor.policy) if vendor.policy else vendor.name
    name = messages.name(service)
    # Where both do not fit into a line, the style sheet puts one below the other, with nothing between.
    both = join(element("bdi", name), element("span", " · "), element("bdi", provider))
    title = provider if name == vendor.name else both
    return element(
        "tbody",
        element(
            "tr",
            element("th", title, scope="rowgroup"),
            element("td", messages.text(f"service.{service.id}.text"), colspan=_BESIDE),
        ),
        *[_cookie(messages, cookie) for cookie in service.cookies],
    )


def _cookie(messages: Messages, cookie: Cookie) -> Html:
    return element(
        "tr",
        element("th", element("code", element("bdi", *_breakable(cookie.name))), scope="row"),
        element("td", messages.text("duration." + cookie.duration)),
        element("td", *_place(messages, cookie)),
    )


def _place(messages: Messages, cookie: Cookie) -> list[Html | str]:
    """Return where *cookie* is: on a domain of a third party or of the site, and in what if in no cookie."""
    kind = "" if cookie.kind == "cookie" else messages.text("list.kind." + cookie.kind)
    if not cookie.domain:
        return [kind or messages.text("list.first-party")]
    domain = element("bdi", *_breakable(cookie.domain))
    return [domain, " ", kind] if kind else [domain]


def _breakable(name: str) -> list[Html | str]:
    """Return *name* with places where it may break, so that it need not break elsewhere."""
    parts: list[Html | str] = []
    start = 0
    for at in range(1, len(name)):
        if name[at - 1] in _ENDS and name[at] not in _ENDS:
            parts += [name[start:at], element("wbr")]
            start = at
    return [*parts, name[start:]]
