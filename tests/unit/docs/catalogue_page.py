"""The page of the reference that lists the catalogue, made from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config import catalogue, locales
from banner.config.parts import composed, says
from tests.tables import markdown

if TYPE_CHECKING:
    from banner.config.known import Known
    from banner.core.declaration import Cookie

_START = """\
# The catalogue of services

The services that a declaration can name with `use`. What each says and sets follows from its settings. This
page is made from `banner/catalogue/` (`python3 build.py test tests/unit/docs --write`). A test in a browser
tries each: nothing before consent, then just the requests and calls of its entry, and nothing of it after a
withdrawal.

Vendors change their cookies. Check the list against your own site before you rely on it.
"""
_KINDS = {"cookie": "cookie", "local": "local storage", "session": "session storage"}


def page() -> str:
    """Return the page as Markdown."""
    known = catalogue.services().values()
    heads = ("`use`", "service", "vendor", "purpose", "settings")
    contents = [
        (
            f"[`{one.id}`](#{one.id})",
            one.name,
            catalogue.vendors()[one.vendor].name,
            _purposes(one),
            ", ".join(f"`{key}`" for key in one.settings) or "–",
        )
        for one in known
    ]
    return "\n".join([_START, markdown(heads, contents), *(_section(one) for one in known)])


def _section(known: Known) -> str:
    """Return what the page says of one service."""
    whole = composed(known, known.settings)
    texts = locales.texts("en")
    facts = [f"- purpose: {_purposes(known)}"]
    if known.one_of:
        facts.append(f"- settings: at least one of {', '.join(f'`{key}`' for key in known.one_of)}")
    facts += [
        f"- `{key}`{' (required)' if one.required else ''}: {one.help}, such as `{one.example}`"
        for key, one in known.settings.items()
    ]
    if known.embed:
        facts.append(f"- outside content: a {known.embed.kind}; `data-embed` matches `{known.embed.pattern}`")
    if whole.sale:
        facts.append("- off under Global Privacy Control")
    if whole.calls:
        facts.append(f"- calls of pages wait for it: {', '.join(f'`{one}`' for one in whole.calls)}")
    facts.append(f"- contacts, once granted: {', '.join(f'`{host}`' for host in whole.hosts)}")
    facts += [
        f"- can be [exempt](../guide/exemptions.md) as `{one.rule}` ([law]({one.source})): {one.conditions}"
        for one in whole.exemptions
    ]
    links = ", ".join(f"[{number}]({source})" for number, source in enumerate(whole.facts.sources, 1))
    facts.append(f"- checked on {whole.facts.checked}{f' against {links}' if links else ''}")
    facts += [f"- not confirmed: {one}" for one in whole.facts.unconfirmed]
    said = " ".join(texts[key] for key in says(whole) if key in texts)
    rows = [_cookie(one) for one in whole.cookies]
    kept = (
        markdown(("cookie", "duration", "domain", "kind"), rows)
        if rows
        else "It keeps nothing in the browser."
    )
    vendor = catalogue.vendors()[known.vendor].name
    title = f"\n## `{known.id}`\n\n{whole.name}, by {vendor}. Visitors read: “{said}”\n"
    return "\n".join([title, *facts, "", kept])


def _purposes(known: Known) -> str:
    """Return where the service stands, and where with certain settings."""
    others = [f"`{part.purpose}` with `{part.when}`" for part in known.parts if part.purpose]
    return ", ".join([f"`{known.purpose}`", *others])


def _cookie(cookie: Cookie) -> tuple[str, ...]:
    """Return a row of what a service keeps."""
    kind = _KINDS.get(cookie.kind, cookie.kind)
    return f"`{cookie.name}`", cookie.duration, cookie.domain or "your own", kind
