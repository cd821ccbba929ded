"""Writes ``consent.js``: the loader, and in front of it all that Python has decided at build time."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from banner.view.banner import banner
from banner.view.preferences import dialog, section

if TYPE_CHECKING:
    from banner.building.config import Code, Site
    from banner.core.messages import Messages


def painted(site: Site, messages: Messages) -> dict[str, str]:
    """The HTML of one language, by the name under which the loader knows it."""
    return {
        "banner": banner(messages, site.links, site.position).text,
        "dialog": dialog(site.declaration, messages, ()).text,
        "section": section(site.declaration, messages, ()).text,
    }


def script(loader: str, values: dict[str, Any], code: dict[str, Code]) -> str:
    """The text of ``consent.js`` before it is minified; *loader* finds *values* and *code* as ``DATA``."""
    known = ",".join(f"{json.dumps(key)}:{json.dumps(value)}" for key, value in values.items())
    services = ",".join(f"{json.dumps(name)}:{_code(one)}" for name, one in code.items())
    return f"(()=>{{const DATA={{{known},services:{{{services}}}}};{loader}}})()"


def _code(code: Code) -> str:
    parts = [f"open:[{','.join(_step(tag.src, tag.run, tag.module) for tag in code.open)}]"]
    parts.append(f"settings:{json.dumps(code.settings)}")
    if code.withdraw:
        parts.append(f"close:{_function(code.withdraw)}")
    return "{" + ",".join(parts) + "}"


def _step(src: str, run: str, module: bool) -> str:
    if run:
        return _function(run)
    return json.dumps({"src": src, "module": True} if module else {"src": src})


def _function(body: str) -> str:
    """*body* as a function of the owner's settings, which never become part of its text."""
    return f"function(settings){{{body}\n}}"
