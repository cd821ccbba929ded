"""Preferences, the second layer: every purpose and service, as a dialog and as a part of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.declaration import ON_UNLESS_DENIED
from banner.view.html import Html, element, join
from banner.view.parts import action, actions, choice_of_language, head, reading, signal, title, undecided

if TYPE_CHECKING:
    from banner.core.declaration import Declaration, Purpose, Service, Vendor
    from banner.core.messages import Messages

_LAYER = "preferences"


def dialog(
    declaration: Declaration, messages: Messages, ticked: tuple[str, ...], languages: dict[str, str]
) -> Html:
    """Return the preferences over the page; *ticked* are the ids of the services whose switch is on.

    *languages* are the names of those that can be chosen, by code; one alone is no choice.
    """
    return element(
        "dialog",
        head(messages, _LAYER, languages, declaration.mode),
        reading(
            messages,
            _LAYER,
            _state(declaration, messages),
            element("p", messages.text("preferences.text"), *_x(declaration, messages)),
            signal(messages),
            _purposes(declaration, messages, ticked),
        ),
        actions(
            action(messages, "accept-all"),
            action(messages, "deny-all"),
            action(messages, "accept-selected"),
        ),
        aria_label=title(messages, _LAYER),
        data_nosnippet=True,
        dir=messages.direction,
        id="consent-preferences",
        lang=messages.language,
    )


def section(
    declaration: Declaration, messages: Messages, ticked: tuple[str, ...], languages: dict[str, str]
) -> Html:
    """Return the same choices to stand in a page, which has its own heading for them."""
    return element(
        "div",
        choice_of_language(messages, languages),
        _state(declaration, messages),
        signal(messages),
        _purposes(declaration, messages, ticked),
        actions(
            action(messages, "accept-all"),
            action(messages, "deny-all"),
            action(messages, "accept-selected", "action.save"),
        ),
        class_="consent-section",
        dir=messages.direction,
        lang=messages.language,
    )


def nothing_saved(declaration: Declaration) -> str:
    """Return the key of the sentence that says what holds before a decision."""
    return "unasked" if declaration.mode == ON_UNLESS_DENIED else "none"


def _state(declaration: Declaration, messages: Messages) -> Html:
    """Return the line that says what holds now; the page side keeps it up to date."""
    text = messages.text("consent." + nothing_saved(declaration))
    return element("p", text, class_="consent-note", role="status")


def _x(declaration: Declaration, messages: Messages) -> tuple[Html | str, ...]:
    """Return what the X does before a decision, where it does anything."""
    if declaration.mode == ON_UNLESS_DENIED:
        return ()
    return messages.space, undecided(messages.text("banner.close"))


def _purposes(declaration: Declaration, messages: Messages, ticked: tuple[str, ...]) -> Html:
    """Return all groups in one: switches of one name stand in one field set (WCAG 2.2, 1.3.1)."""
    return element(
        "fieldset",
        element("legend", messages.text("banner.title")),
        *[_purpose(declaration, messages, purpose, ticked) for purpose in declaration.purposes],
    )


def _purpose(declaration: Declaration, messages: Messages, purpose: Purpose, ticked: tuple[str, ...]) -> Html:
    """Return a group: its switch, what it is for, and its services, which are folded away.

    The page side opens it where there is room. The switch stands outside the summary, which may hold no
    control.
    """
    services = declaration.services_of(purpose)
    name = messages.text(f"purpose.{purpose.id}.name")
    heading = (
        join(element("span", name), " ", element("small", messages.text("preferences.always-on")))
        if purpose.required
        else _switch("purpose", purpose.id, name, all(service.id in ticked for service in services))
    )
    return element(
        "div",
        element("div", heading, class_="consent-name"),
        element("p", messages.text(f"purpose.{purpose.id}.text")),
        element(
            "details",
            element("summary", messages.text(f"services.{len(services)}")),
            element(
                "ul",
                *[_service(declaration, messages, service, purpose.required, ticked) for service in services],
            ),
        ),
        aria_label=name,
        class_="consent-purpose",
        role="group",
    )


def _service(
    declaration: Declaration,
    messages: Messages,
    service: Service,
    required: bool,
    ticked: tuple[str, ...],
) -> Html:
    vendor = declaration.vendor(service)
    name: Html | str = (
        element("b", messages.name(service))
        if required
        else _switch("service", service.id, messages.name(service), service.id in ticked)
    )
    text: list[Html | str] = [messages.text(f"service.{service.id}.text")]
    if service.id in declaration.told_only() and declaration.mode != ON_UNLESS_DENIED:
        text += [messages.space, messages.text("preferences.exempt")]
    if vendor.policy and not required:
        text += [" ", _policy(messages, vendor)]
    return element("li", name, element("p", *text))


def _policy(messages: Messages, vendor: Vendor) -> Html:
    """Return the link to a *vendor*'s policy, in a tab of its own: switches that are set here stay set."""
    label = messages.text("preferences.vendor-policy", vendor=vendor.name)
    name = messages.text("preferences.new-tab", link=label)
    return element("a", label, aria_label=name, href=vendor.policy, rel="noopener", target="_blank")


def _switch(name: str, value: str, label: str, on: bool) -> Html:
    """Return a native checkbox, which every browser, keyboard and screen reader knows."""
    box = element("input", checked=on, name=name, type="checkbox", value=value)
    return element("label", box, element("span", label))
