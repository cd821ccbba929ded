"""Text of the first layer, made from the declaration: what is not there is not told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.core.declaration import ON_UNLESS_DENIED

if TYPE_CHECKING:
    from banner.core.declaration import Declaration, Purpose, Vendor
    from banner.core.messages import Messages

# So many partners are told by name; of the others the number, and their names in the preferences.
_NAMED = 3


def notice(declaration: Declaration, messages: Messages, partners: tuple[Vendor, ...]) -> str:
    """Return who wants to use cookies and what for: the aims of the purposes that are asked, in their order.

    *partners* are the companies other than the site that get data. Their number and names stand here, since a
    consent is given to somebody (GDPR, art. 4(11) and 13; CNIL 2020-092, 24; EDPB guidelines 05/2020, 64 and
    65), and that data leave for the USA (GDPR, art. 13(1)(f)). Where all is on unless it is denied, it says
    that, and that it can be.
    """
    aims = messages.joined(
        tuple(_aim(messages, purpose) for purpose in declaration.purposes if _is_asked(declaration, purpose))
    )
    unasked = declaration.mode == ON_UNLESS_DENIED
    if not partners:
        return (
            messages.text("banner.unasked", aims=aims) if unasked else messages.text("banner.text", aims=aims)
        )
    names = _named(messages, [partner.name for partner in partners])
    if any(partner.usa for partner in partners):
        names = messages.text("banner.usa", names=names)
    if unasked:
        return messages.text("banner.unasked-partners", aims=aims, names=names)
    return messages.text("banner.text-partners", aims=aims, names=names)


def exempt(declaration: Declaration, messages: Messages) -> tuple[str, ...]:
    """Return the sentence that names what is on without consent, and the way to object, if there is any.

    Whoever needs no consent has to give notice all the same (CNIL 2020-091, art. 5; PECR 2003, schedule A1).
    """
    if declaration.mode == ON_UNLESS_DENIED:
        return ()  # the sentence before says that of all services
    names = messages.names(declaration.among(declaration.told_only()))
    return (messages.text("banner.exempt", services=messages.joined(names)),) if names else ()


def _is_asked(declaration: Declaration, purpose: Purpose) -> bool:
    if purpose.required or declaration.mode == ON_UNLESS_DENIED:
        return not purpose.required
    services, told = declaration.services_of(purpose), declaration.told_only()
    return not (services and all(one.id in told for one in services))


def _named(messages: Messages, names: list[str]) -> str:
    """Return the first of *names* and the number of the others, with no more between them than a comma."""
    more = [f"+{len(names) - _NAMED}"] if len(names) > _NAMED else []
    *first, text = [*map(messages.isolated, names[:_NAMED]), *more]
    for name in reversed(first):
        text = messages.texts["joined.start"].format(name, text)
    return text


def _aim(messages: Messages, purpose: Purpose) -> str:
    """Return what *purpose* is for, as it ends a sentence; one of the owner's may have a name alone."""
    own = messages.texts.get(f"purpose.{purpose.id}.aim")
    return own or messages.text("purpose.other.aim", name=messages.text(f"purpose.{purpose.id}.name"))
