"""Placeholder: what stands in the place of outside content until the visitor allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.view.html import Html, element

if TYPE_CHECKING:
    from banner.core.declaration import Declaration, Service
    from banner.core.messages import Messages


def placeholder(declaration: Declaration, messages: Messages, service: Service, kind: str) -> Html:
    """Return the box for one item of *service*: who provides it, what to see it does, and the ways to it.

    *kind* is ``"video"``, ``"sound"``, ``"map"``, ``"post"``, or ``"content"`` of any other kind. The page
    side fills in the item's own title and the address of the plain link. To see one item is remembered
    nowhere; to allow the provider always is a decision like any other.
    """
    vendor = declaration.vendor(service)
    policy = messages.text("preferences.vendor-policy", vendor=vendor.name)
    return element(
        "div",
        element("b", service.name, class_="consent-title"),
        element("p", messages.text("embed.text", service=service.name, vendor=vendor.name)),
        element(
            "div",
            element("button", messages.text("embed." + kind), data_consent_action="load", type="button"),
            element(
                "label",
                element("input", type="checkbox", value=service.id),
                element("span", messages.text("embed.always", service=service.name)),
            ),
            class_="consent-actions",
        ),
        element(
            "p",
            element("a", messages.text("embed.link", service=service.name), class_="consent-link", href=""),
            *((" ", element("a", policy, href=vendor.policy)) if vendor.policy else ()),
        ),
        aria_label=service.name,
        class_="consent-placeholder",
        data_kind=kind,
        dir=messages.direction,
        lang=messages.language,
        role="group",
    )
