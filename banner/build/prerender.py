"""Writes ``consent.js`` and its modules: pieces of ours, with all that Python has decided in them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from banner.build import javascript, service_code
from banner.core.consent import without_sale
from banner.core.cookies import write
from banner.view.banner import banner, paragraph
from banner.view.declaration import declaration_list
from banner.view.history import offer
from banner.view.notice import exempt, notice
from banner.view.opt_out import opt_out, signalled
from banner.view.placeholder import placeholder
from banner.view.preferences import dialog, nothing_saved, section
from banner.view.reopen import reopen
from banner.view.toast import leaving_toast, opted_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from banner.build.runtimes import Runtime
    from banner.config.known import Embed, Script
    from banner.config.site_config import Code, SiteConfig
    from banner.core.declaration import Declaration
    from banner.core.messages import Messages

    Short = Callable[[str], str]

# What stands in a script of ours for what a site has to say to it.
PLACE = "__SITE__"
# What the browser's Python says by itself, by the start of the keys.
SPOKEN = (
    "history.",
    "event.",
    "source.",
    "toast.",
    "opt-out.done",
    "opt-out.title",
    "joined.",
    "link.cookie-policy",
)
# The language is kept for 30 days, and only where the visitor has chosen it.
_LANGUAGE_LIFETIME = 30 * 86_400
_NOTES = {
    "undecided": "none",
    "denied": "denied",
    "partial": "partial",
    "granted": "granted",
    "again": "asked-again",
    "gpc": "signal",
    "opt-out": "opted-out",
    "pending": "leaving",
    "kept": "kept",
}


def painted(site: SiteConfig, messages: Messages, names: dict[str, str]) -> dict[str, Any]:
    """Return what the loader shows in one language, by its names for it; *names* are of all languages."""
    mode = site.declaration.mode
    told = messages.space.join(
        [notice(site.declaration, messages, site.partners()), *exempt(site.declaration, messages)]
    )
    said = paragraph(messages, told, bool(site.server), mode)
    return {
        "language": messages.language,
        "banner": banner(messages, said, site.links_in(messages.language), names, mode).text,
    }


def preferences(site: SiteConfig, messages: Messages, names: dict[str, str]) -> dict[str, Any]:
    """Return the second layer in one language, which comes to a page once it is wanted there."""
    declaration = site.declaration_in(messages.language)
    on = declaration.exempt()
    return {
        "dialog": dialog(declaration, messages, on, names).text,
        "section": section(declaration, messages, on, names).text,
        "signal": [one for one in on if one not in without_sale(declaration, on)],
        "notes": {
            state: messages.text("consent." + key, when="{when}")
            for state, key in {**_NOTES, **_unasked(declaration)}.items()
        },
        "leaving": leaving_toast(messages).text,
        "change": messages.text("consent.change"),
    }


def _unasked(declaration: Declaration) -> dict[str, str]:
    """Return the sentences about the state before a decision, first or anew, where not everything is off."""
    key = nothing_saved(declaration)
    return {"undecided": key, **({"again": key} if key != _NOTES["undecided"] else {})}


def more(site: SiteConfig, messages: Messages) -> dict[str, Any]:
    """Return what only some pages show, in one language."""
    declaration = site.declaration_in(messages.language)
    return {
        "declaration": declaration_list(declaration, messages).text,
        "history": offer(messages).text,
        "placeholders": {
            service.id: placeholder(declaration, messages, service, embed.kind).text
            for service in declaration.optional()
            if (embed := site.code[service.id].embed)
        },
        "opt_out": _opt_out(site, messages),
        "reopen": "" if site.reopen == "off" else reopen(messages, site.reopen).text,
    }


def _opt_out(site: SiteConfig, messages: Messages) -> dict[str, str]:
    """Return the view against sale and sharing, and what it says once nothing is sold or shared."""
    return {
        "dialog": opt_out(site.declaration, messages).text,
        "done": opted_out(site.declaration, messages, "{when}"),
        "signal": signalled(site.declaration, messages),
    }


def archive(messages: Messages, said: dict[str, Any], choices: dict[str, Any], also: dict[str, Any]) -> str:
    """Return the notice in one language: all that is shown before a decision, to be shown again later."""
    texts = [said["banner"], choices["dialog"], choices["section"], *also["placeholders"].values()]
    texts += also["opt_out"].values()
    plain = {"language": messages.language, "direction": messages.direction, "texts": texts}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def embeds(site: SiteConfig) -> str:
    """Return a selector for the elements for which a page needs the feature ``extras``; each has a root."""
    items = any(one.embed for one in site.code.values())
    found = ["[data-embed]", "iframe[data-src]"] if items else []
    return ",".join(["[data-consent-embed]", *found, *(["html"] if site.reopen != "off" else [])])


def script(
    frame: str, values: dict[str, Any], code: dict[str, Code], short: Short, regions: Regions | None = None
) -> str:
    """Return the text of ``consent.js``: the loader's *frame* with *values* and *code* in it.

    *short* gives what a function of the catalogue is as it travels. With *regions* the page chooses by the
    region that it names.
    """
    services = {name: _code(one, short) for name, one in code.items() if one.scripts}
    waits = any(_waits(script, one) for one in code.values() for script in one.scripts)
    deferred = {"deferred": True} if waits else {}
    known = {
        key: javascript.nested(value) for key, value in {**values, **deferred, "calls": calls(code)}.items()
    }
    data = javascript.bare({**known, "services": javascript.bare(services)})
    return filled(frame, [regions.chosen(data) if regions else data])


@dataclass(frozen=True)
class Regions:
    """Choice of the page by its region: a *frame* for it, and what is otherwise in some (*others*).

    *codes* tell the place of each region in the list of those.
    """

    frame: str
    others: list[dict[str, Any]]
    codes: dict[str, int]

    def chosen(self, data: str) -> str:
        """Return an expression for *data* with what is otherwise in the region of the page."""
        others = "[" + ",".join(javascript.nested(one) for one in self.others) + "]"
        return filled(self.frame, [data, others, javascript.nested(self.codes)])


def extras(frame: str, site: SiteConfig, files: dict[str, dict[str, str]], short: Short) -> str:
    """Return the module of the feature ``extras``, with what it has to know in its *frame*.

    *files* are those of each language.
    """
    code = site.code
    embeds = {name: _embed(one.embed, short) for name, one in code.items() if one.embed}
    # What stands behind the value of the cookie that keeps the visitor's language.
    choice = write("", "", _LANGUAGE_LIFETIME, secure=False, path=site.cookies.path)[1:]
    hosts = {name: one.hosts for name, one in code.items()}
    known = [javascript.literal(choice), javascript.literal(site.server)]
    return filled(frame, [javascript.bare(embeds), *known, *map(javascript.nested, (hosts, files))])


def starter(frame: str, runtime: Runtime, source: str, site: SiteConfig, short: Short) -> str:
    """Return the module that starts Python; in its *frame* all that this takes, and how services end."""
    ends = {
        name: short(service_code.closing(one.withdraw)) for name, one in site.code.items() if one.withdraw
    }
    known = javascript.literal({**asdict(runtime), "source": source})
    return filled(frame, [known, javascript.bare(ends), javascript.literal(site.server)])


def source(program: str, site: dict[str, object]) -> str:
    """Return what Python starts with: the *site*, and a *program* that finds it as ``SITE``, if any."""
    text = json.dumps(site, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"SITE={json.dumps(text)}\n{program}" if program else text


def filled(frame: str, expressions: list[str]) -> str:
    """Return *frame*, a script that calls a function of what is to come, with *expressions* for that."""
    before, _, after = frame.partition(PLACE)
    return before + ",".join(expressions) + after


def _embed(embed: Embed, short: Short) -> str:
    known = {key: value for key, value in asdict(embed).items() if value and key not in ("kind", "show")}
    show = {"show": short(service_code.showing(embed.show))} if embed.show else {}
    return javascript.members({**{key: javascript.literal(value) for key, value in known.items()}, **show})


def _code(code: Code, short: Short) -> str:
    """Return how a service is activated, with those settings that its steps read."""
    steps = [_step(script, short) for script in code.scripts if not _waits(script, code)]
    deferred = [javascript.literal(_element(script)) for script in code.scripts if _waits(script, code)]
    read = "".join(script.code for script in code.scripts) + code.withdraw
    settings = {key: value for key, value in code.settings.items() if f"settings.{key}" in read}
    signals = {"signals": code.signals} if code.signals else {}
    return javascript.members(
        {
            "activate": f"[{','.join(steps)}]",
            **({"deferred": f"[{','.join(deferred)}]"} if deferred else {}),
            **({"settings": javascript.literal({**settings, **signals})} if "settings" in read else {}),
        }
    )


def _step(script: Script, short: Short) -> str:
    if script.code:
        return short(service_code.opening(script.code))
    return javascript.literal({"src": script.src, **({"type": "module"} if script.module else {})})


def _element(script: Script) -> dict[str, Any]:
    """Return the element that a script, a style sheet or a pixel is, as the feature ``blocking`` makes it."""
    tag = "link" if script.style else "img" if script.pixel else "script"
    more = {"rel": "stylesheet"} if script.style else {"type": "module"} if script.module else {}
    attributes = {**more, **dict(script.attributes)}
    return {"tag": tag, "src": script.address, **({"attributes": attributes} if attributes else {})}


def _waits(script: Script, code: Code) -> bool:
    """Return whether *script* is left to the feature ``blocking``, which the first script has no room for.

    So is an element that is more than an address, and one of which pages call what no step makes: it is to
    find nothing of ours there.
    """
    by_itself = bool(code.calls) and not any(one.code for one in code.scripts)
    return bool(script.address) and (by_itself or not script.src or bool(script.attributes))


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
