"""Writes ``consent.js``: the loader, and in front of it all that Python has decided at build time."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from banner.core.cookies import write
from banner.toolchain import environment
from banner.toolchain.cache import cached
from banner.view.banner import banner
from banner.view.declaration import declaration_list
from banner.view.history import offer
from banner.view.notice import leaving_notice
from banner.view.placeholder import placeholder
from banner.view.preferences import dialog, section

if TYPE_CHECKING:
    from pathlib import Path

    from banner.config.catalogue import Embed
    from banner.config.site_config import Code, Site
    from banner.core.messages import Messages
    from banner.toolchain.runtime import Runtime

# What the browser's Python says by itself, by the start of the keys.
SPOKEN = ("history.", "event.", "place.", "notice.", "link.cookie-policy")
# The language is kept for 30 days, and only where the visitor has chosen it.
_LANGUAGE_LIFETIME = 30 * 86_400
_ONCE = 'const m=Symbol.for("consent-banner");if(window[m])return;window[m]=true;'
# An element of the page that is called currentScript hides the document's own word for it.
_TAG = 'const TAG=Reflect.get(Document.prototype,"currentScript",document);'
_NOTES = {
    "undecided": "none",
    "denied": "denied",
    "partial": "partial",
    "granted": "granted",
    "again": "asked-again",
    "gpc": "signal",
    "pending": "leaving",
    "kept": "kept",
}


def painted(site: Site, messages: Messages, names: dict[str, str]) -> dict[str, Any]:
    """What the loader shows in one language, by its names for it; *names* are those of all languages."""
    return {
        "language": messages.language,
        "banner": banner(messages, site.links, site.position, names, bool(site.server)).text,
    }


def preferences(site: Site, messages: Messages, names: dict[str, str]) -> dict[str, Any]:
    """Return the second layer in one language, which comes to a page once it is wanted there."""
    return {
        "dialog": dialog(site.declaration, messages, (), names).text,
        "section": section(site.declaration, messages, (), names).text,
        "notes": {state: messages.text("answer." + key, when="{when}") for state, key in _NOTES.items()},
        "leaving": leaving_notice(messages).text,
    }


def more(site: Site, messages: Messages) -> dict[str, Any]:
    """What only some pages show, in one language."""
    return {
        "declaration": declaration_list(site.declaration, messages).text,
        "history": offer(messages).text,
        "placeholders": {
            service.id: placeholder(site.declaration, messages, service, embed.kind).text
            for service in site.declaration.optional()
            if (embed := site.code[service.id].embed)
        },
    }


def archive(messages: Messages, said: dict[str, Any], choices: dict[str, Any], also: dict[str, Any]) -> str:
    """All that a visitor is shown before an answer in one language, kept so that it can be shown again."""
    texts = [said["banner"], choices["dialog"], choices["section"], *also["placeholders"].values()]
    plain = {"language": messages.language, "direction": messages.direction, "texts": texts}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def places(code: dict[str, Code]) -> str:
    """What in a page needs more than the loader, as a selector."""
    embeds = ["[data-embed]", "iframe[data-src]"] if any(one.embed for one in code.values()) else []
    return ",".join(["[data-consent-embed]", *embeds])


def loader(entry: Path) -> str:
    """The loader's own source with all that the module *entry* imports, as short as it gets."""
    text = environment.bundle(entry)
    tool = (environment.package("terser") / "package.json").read_bytes()
    return cached(lambda: environment.shorten(text).encode(), text, tool).decode()


def script(loader: str, values: dict[str, Any], code: dict[str, Code]) -> str:
    """The text of ``consent.js`` before it is minified; *loader* finds *values* and *code* as ``DATA``.

    A second copy in the same page does nothing. That the first is there is seen by a mark that no name of the
    page's can be taken for.
    """
    services = {name: _code(one) for name, one in code.items() if one.open}
    late = {"late": True} if any(_is_late(one) for one in code.values()) else {}
    known = {key: _literal(value) for key, value in {**values, **late, "calls": calls(code)}.items()}
    data = _object({**known, "services": _object(services)})
    return f"(()=>{{{_ONCE}{_TAG}const DATA={data};{loader}}})()"


def parts(module: str, site: Site, files: dict[str, dict[str, str]]) -> str:
    """The text of the *module* of what only some pages need, with what it has to know.

    *files* are those of each language.
    """
    code = site.code
    embeds = _object({name: _embed(one.embed) for name, one in code.items() if one.embed})
    # What stands behind the value of the cookie that keeps the visitor's language.
    choice = write("", "", _LANGUAGE_LIFETIME, secure=False)[1:]
    hosts = _literal({name: one.hosts for name, one in code.items()})
    plain = f"CHOICE={json.dumps(choice)},SERVER={json.dumps(site.server)},HOSTS={hosts}"
    return f"const EMBEDS={embeds},{plain},FILES={_literal(files)};{module}"


def starter(module: str, runtime: Runtime, source: str, site: Site) -> str:
    """The text of the *module* that starts Python, which knows all that this takes, and how services end."""
    known = json.dumps({**asdict(runtime), "source": source})
    ends = {name: _function("settings", one.withdraw) for name, one in site.code.items() if one.withdraw}
    return f"const RUNTIME={known},CLOSE={_object(ends)},SERVER={json.dumps(site.server)};{module}"


def _literal(value: object) -> str:
    """Return *value* in JavaScript."""
    if isinstance(value, dict):
        return _object({key: _literal(one) for key, one in value.items()})
    return json.dumps(value)


def _object(members: dict[str, str]) -> str:
    """Return an object that has just *members*, and nothing that a page may have put onto all objects."""
    return "{__proto__:null," + ",".join(f"{json.dumps(key)}:{text}" for key, text in members.items()) + "}"


def _embed(embed: Embed) -> str:
    known = {key: value for key, value in asdict(embed).items() if value and key not in ("kind", "show")}
    show = [f"show:{_function('item', _blocked(embed.show))}"] if embed.show else []
    return "{" + ",".join([*(f"{key}:{json.dumps(value)}" for key, value in known.items()), *show]) + "}"


def _code(code: Code) -> str:
    """How a service is opened, with those settings that its steps read."""
    steps = f"[{','.join(_step(tag.src, tag.run, tag.module) for tag in code.open)}]"
    parts = ["open:[]", f"late:{steps}"] if _is_late(code) else [f"open:{steps}"]
    read = "".join(tag.run for tag in code.open) + code.withdraw
    settings = {key: value for key, value in code.settings.items() if f"settings.{key}" in read}
    signals = {"signals": code.signals} if code.signals else {}
    parts.append(f"settings:{json.dumps({**settings, **signals})}")
    return "{" + ",".join(parts) + "}"


def _is_late(code: Code) -> bool:
    """Return whether pages call something that no step makes: its script is to find nothing of ours there."""
    return bool(code.calls and code.open) and not any(tag.run for tag in code.open)


def calls(code: dict[str, Code]) -> list[list[str | list[str]]]:
    """Return what pages call vendors by: a name, its functions, whose it is, and the command for consents.

    A function without an object stands under its own name, as the function called "", which comes first, or
    where it is the only one instead of a list. Not every vendor has a command.
    """
    found: dict[str, tuple[list[str], list[str], str]] = {}
    for service, one in code.items():
        for call in one.calls:
            root, _, method = call.partition(".")
            methods, ids, command = found.get(root, ([], [], ""))
            found[root] = (
                sorted({*methods, method}),
                [*dict.fromkeys([*ids, service])],
                command or one.command,
            )
    return [
        [root, methods if any(methods) else "", ids, *([name] if name else [])]
        for root, (methods, ids, name) in found.items()
    ]


def _step(src: str, run: str, module: bool) -> str:
    if run:
        return _function("settings", _blocked(run))
    more = ',type:"module"' if module else ""
    return f"{{src:{_address(src)}{more}}}"


def _address(src: str) -> str:
    """*src* as an expression. A relative one starts at the folder that holds ours: only the page can tell."""
    text, parts = json.dumps(src), urlsplit(src)
    if parts.scheme or parts.netloc:
        return text
    return f'new URL({text},new URL("..",TAG.src)).href'


def _blocked(body: str) -> str:
    """*body*, which blocks the scripts that it brings into the page again as soon as they have begun.

    They come and run whatever their type says from then on, and no text of the page has one that runs.
    """
    if "createElement" not in body:
        return body
    block = "for(const one of document.scripts)if(one.src&&!scriptsBefore.includes(one))one.type='text/plain'"
    return f"const scriptsBefore=[...document.scripts];try{{{body}\n}}finally{{{block}}}"


def _function(argument: str, body: str) -> str:
    """*body* as a function of one *argument*, which never becomes part of its text."""
    return f"function({argument}){{{body}\n}}"
