"""Rules of the law that a page or a style sheet may miss. Each tells line, text, rule, source and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.config.advice.hosts import hosts_of
from banner.config.advice.on_properties import idle
from banner.config.pages import Page, Spot, covers, unequal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from banner.config.site_config import SiteConfig

    Seen = Iterator[tuple[int | None, object, str, str, str]]


def seen(site: SiteConfig, path: Path, text: str) -> Seen:
    """Give what there is to tell of the *text* of the file at *path*, which *site* deploys."""
    return _css(site, Spot(1, text)) if path.suffix == ".css" else _page(site, Page(text))


def _css(site: SiteConfig, sheet: Spot) -> Seen:
    yield from idle(site.theme, sheet)
    for rule in unequal(sheet.text):
        yield (
            sheet.line + rule.line - 1,
            rule.text,
            "this styles one of the buttons that decide, and not the others alike",
            "Garante, no. 231; CNIL 2020-092, 34; 11 CCR 7004",
            "style #consent-banner button, or the --consent-* properties on :root, which all have",
        )


def _page(site: SiteConfig, page: Page) -> Seen:
    for sheet in page.styles:
        yield from _css(site, sheet)
    for spot in page.contacts:
        service = _owner_of(site, spot.hosts)
        if service:
            way = (
                f"put the whole script into {_held(service)}"
                if spot.in_code
                else f'write it with data-service="{service}" and data-src'
            )
            yield (
                spot.line,
                spot.text,
                f'this contacts a host of "{service}" before any consent',
                "Directive 2002/58/EC art. 5(3); EDPB guidelines 2/2023",
                f"leave it to the banner, or {way}",
            )
    for script in page.inline:
        yield (
            script.line,
            script.text,
            "a router that makes scripts anew without their attributes, like instant navigation, runs this",
            "Directive 2002/58/EC art. 5(3)",
            f"write {_held(script.service, script.kind)}, which no router runs",
        )
    if page.asks and not page.leads_back:
        yield (
            None,
            "data-consent-open",
            "there is no way back to the preferences in this page",
            "GDPR art. 7(3); Garante, no. 231",
            "add a link with data-consent-open to its foot",
        )


def _held(service: str, kind: str = "") -> str:
    """Return the markup in which an inline script of *service* waits; *kind* is its type, if it has one."""
    script = f'<script type="{kind}">' if kind else "<script>"
    return f'<template data-service="{service}">{script}…</script></template>'


def _owner_of(site: SiteConfig, hosts: tuple[str, ...]) -> str:
    """Return the first service that can be denied and has declared one of *hosts*, or nothing."""
    for service in site.declaration.optional():
        patterns = (*site.code[service.id].hosts, *hosts_of(site, service))
        if any(covers(pattern, host) for pattern in patterns for host in hosts):
            return service.id
    return ""
