"""Pages that make it hard: with a policy, with styles, scripts and elements of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.visitor import Visitor

WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  window.violations.push(violatedDirective + ' ' + blockedURI));
"""
SCRIPT = '<script src="/consent/consent.js" defer></script>'


def strict_page(
    visitor: Visitor,
    *,
    policy: str = "",
    head: str = "",
    script: str = SCRIPT,
    body: str = "",
    doctype: str = "<!doctype html>",
    path: str = "strict.html",
) -> Visitor:
    """Have *visitor* open a page made of these pieces, under a Content-Security-Policy where one is given."""
    text = f"""{doctype}<html lang="en"><head><meta charset="utf-8"><title>Strict</title>
    <meta name="viewport" content="width=device-width">{head}{script}</head>
    <body><h1>A page of its own</h1>{body}</body></html>"""
    headers = {"Content-Type": "text/html", **({"Content-Security-Policy": policy} if policy else {})}
    visitor.context.route(visitor.base + path, lambda route: route.fulfill(body=text, headers=headers))
    visitor.page.add_init_script(WATCH)
    return visitor.visit(path)


def reaches(visitor: Visitor, state: str) -> Visitor:
    """Wait for a *state*, by a selector: a strict policy lets no text be evaluated, a test's neither."""
    visitor.page.wait_for_selector(f"html[data-consent={state}]", state="attached")
    return visitor


def violations(visitor: Visitor) -> list[str]:
    """What the page's policy has forbidden."""
    found: list[str] = visitor.page.evaluate("window.violations")
    return found
