"""Who is measured: this banner on both runtimes, its peers as they tell owners to embed them, the page alone.

A peer's files lie at an address with its version, so they may be kept for ever, as on the networks that
deliver them; what an owner edits (a configuration) is kept as long as our `consent.js`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from banner.build import pipeline
from banner.toolchain import environment
from tests.benchmarks.page import TAGS, TEXT, TITLE, page, tag_address

if TYPE_CHECKING:
    from collections.abc import Callable

PEERS = ("vanilla-cookieconsent", "klaro", "tarteaucitron", "osano")
OURS = ("pyodide", "micropython")
ALONE = "alone"
# The script tag at the end of the body, where it needs no ``defer``, instead of in the head.
END = "end-of-body"
# Scripts that wait in the page, as those of its peers do, instead of being declared.
BLOCKED = "blocked"
NAMES = {
    "pyodide": "this, Pyodide",
    "micropython": "this, MicroPython",
    END: "this, tag at the end of the body",
    BLOCKED: "this, scripts blocked in the page",
    "vanilla-cookieconsent": "vanilla-cookieconsent 3.1.0",
    "klaro": "Klaro 0.7.22",
    "tarteaucitron": "tarteaucitron 1.34.0",
    "osano": "Osano 3.1.1",
    ALONE: "the page alone",
}
# What is pressed to accept.
ACCEPT = {
    **dict.fromkeys((*OURS, END, BLOCKED), "#consent-banner [data-consent-action=accept-all]"),
    "vanilla-cookieconsent": "#cc-main .cm [data-role=all]",
    "klaro": "#klaro .cookie-notice .cm-btn-success",
    "tarteaucitron": "#tarteaucitronAlertBig #tarteaucitronPersonalize2",
    "osano": ".cc-window .cc-allow",
}
_AT_END = '<script src="/consent/consent.js"></script>'
_PEERS = Path(__file__).parent / "peers"
_ASSETS = environment.ROOT / "site/demo/assets"


@dataclass(frozen=True)
class Contestant:
    """One way to ask: *files* by their address on the site, and where its parts are in the page.

    *banner* and *accept* are selectors, *cookie* is the name of the one that keeps the decision; all are
    empty for the page alone. *up* is the page's own word, as an expression, that a click can be recorded
    at once.
    """

    name: str
    files: dict[str, bytes | Path] = field(repr=False)
    banner: str = ""
    accept: str = ""
    cookie: str = ""
    up: str = "true"


def contestants(names: tuple[str, ...], folder: Path, port: int) -> list[Contestant]:
    """Those called *names*, for a server at *port*; ours are built below *folder*."""
    makers: dict[str, Callable[[], Contestant]] = {
        ALONE: lambda: Contestant(ALONE, _site(page())),
        "vanilla-cookieconsent": lambda: _vanilla(port),
        "klaro": lambda: _klaro(port),
        "tarteaucitron": lambda: _tarteaucitron(port),
        "osano": lambda: _osano(port),
        END: lambda: _ours(END, "micropython", folder, port),
        BLOCKED: lambda: _blocked(folder, port),
        **{one: lambda one=one: _ours(one, one, folder, port) for one in OURS},  # type: ignore[misc]
    }
    return [makers[name]() for name in names]


def _declared(name: str, port: int) -> str:
    """The line by which the service *name* brings its tag."""
    return f'scripts = [{{ src = "{tag_address(name, port)}" }}]'


def declaration(port: int, start: str = "interaction", line: Callable[[str, int], str] = _declared) -> str:
    """The three tags, declared for our banner, each by its *line*."""
    services = "\n".join(
        f"""
[[services]]
id = "{name}"
name = "{name.title()}"
text = "Measures what visitors do."
purpose = "marketing"
vendor = "{name}"
{line(name, port)}
cookies = [{{ name = "{name}_id", duration = "30 days" }}]

[[vendors]]
id = "{name}"
name = "{name.title()}"
policy = "/privacy.html"
"""
        for name in TAGS
    )
    return f"""
language = "en"
start = "{start}"

[links]
cookie-policy = "cookies.html"
privacy-policy = "privacy.html"

[[purposes]]
id = "marketing"

[texts.en]
"banner.title" = {json.dumps(TITLE)}
"banner.text" = {json.dumps(TEXT)}
{services}"""


def ours(name: str, text: str, runtime_name: str, folder: Path, html: str = "") -> Contestant:
    """Our banner for the declaration *text*, called *name*, in the page *html* or the usual one."""
    home = folder / name
    home.mkdir(parents=True, exist_ok=True)
    (home / "consent.toml").write_text(text, encoding="utf-8")
    pipeline.build(home / "consent.toml", home / "dist", runtime_name)
    files: dict[str, bytes | Path] = {
        "/" + file.relative_to(home / "dist").as_posix(): file
        for file in (home / "dist/consent").rglob("*")
        if file.is_file() and file.suffix not in (".gz", ".br")
    }
    usual = page("", _AT_END) if name == END else page('<script src="/consent/consent.js" defer></script>')
    return Contestant(
        name,
        {**_site(html or usual), **files},
        "#consent-banner",
        ACCEPT[END],
        "consent",
        "performance.getEntriesByName('consent:python').length > 0",
    )


def _ours(name: str, runtime_name: str, folder: Path, port: int) -> Contestant:
    return ours(name, declaration(port), runtime_name, folder)


def _blocked(folder: Path, port: int) -> Contestant:
    waiting = [
        f'<script type="text/plain" data-service="{name}" data-src="{tag_address(name, port)}"></script>'
        for name in TAGS
    ]
    return ours(
        BLOCKED,
        declaration(port, line=lambda _name, _port: "gates = true"),
        "micropython",
        folder,
        page("", "\n".join([*waiting, _AT_END])),
    )


def _site(html: str) -> dict[str, bytes | Path]:
    """What is the page's own."""
    assets = {f"/assets/{name}": _ASSETS / name for name in ("site.css", "hero.svg")}
    return {"/": html.encode(), **assets}


def _peer(name: str, html: str, files: dict[str, bytes | Path], banner: str, cookie: str) -> Contestant:
    return Contestant(name, {**_site(html), **files}, banner, ACCEPT[name], cookie)


def _vanilla(port: int) -> Contestant:
    """https://cookieconsent.orestbida.com/essential/getting-started.html: a style sheet and a module."""
    base = "/peer/vanilla-cookieconsent-3.1.0/"
    dist = environment.package("vanilla-cookieconsent") / "dist"
    head = f'<link rel="stylesheet" href="{base}cookieconsent.css">'
    blocked = "\n".join(
        f'<script type="text/plain" data-category="marketing" data-src="{tag_address(name, port)}"></script>'
        for name in TAGS
    )
    body = f'{blocked}\n<script type="module" src="/cookieconsent-config.js"></script>'
    files: dict[str, bytes | Path] = {
        "/cookieconsent-config.js": _said("vanilla-cookieconsent", port).encode(),
        f"{base}cookieconsent.umd.js": dist / "cookieconsent.umd.js",
        f"{base}cookieconsent.css": dist / "cookieconsent.css",
    }
    return _peer(
        "vanilla-cookieconsent",
        page(head, body),
        files,
        "#cc-main .cm",
        "cc_cookie",
    )


def _klaro(port: int) -> Contestant:
    """Its README, "Getting started": the configuration before the script, both deferred."""
    base = "/peer/klaro-0.7.22/"
    head = f'<script defer src="/config.js"></script>\n<script defer src="{base}klaro.js"></script>'
    blocked = "\n".join(
        f'<script type="text/plain" data-type="text/javascript" data-name="{name}"'
        f' data-src="{tag_address(name, port)}"></script>'
        for name in TAGS
    )
    files: dict[str, bytes | Path] = {
        "/config.js": _said("klaro", port).encode(),
        f"{base}klaro.js": environment.package("klaro") / "dist/klaro.js",
    }
    return _peer("klaro", page(head, blocked), files, "#klaro .cookie-notice", "klaro")


def _tarteaucitron(port: int) -> Contestant:
    """Its README, "How to use": the script, then its start in the page; it fetches the rest by itself."""
    base = "/peer/tarteaucitron-1.34.0/"
    package = environment.package("tarteaucitronjs")
    head = (
        f'<script src="{base}tarteaucitron.min.js"></script>\n<script>{_said("tarteaucitron", port)}</script>'
    )
    files: dict[str, bytes | Path] = {
        base + name: package / name
        for name in (
            "tarteaucitron.min.js",
            "tarteaucitron.services.min.js",
            "advertising.min.js",
            "css/tarteaucitron.min.css",
            "lang/tarteaucitron.en.min.js",
        )
    }
    return _peer("tarteaucitron", page(head), files, "#tarteaucitronAlertBig", "tarteaucitron")


def _osano(port: int) -> Contestant:
    """https://www.osano.com/cookieconsent/documentation: a style sheet, and the script with its start."""
    base = "/peer/osano-3.1.1/"
    build = environment.package("cookieconsent") / "build"
    head = f'<link rel="stylesheet" href="{base}cookieconsent.min.css">'
    body = f'<script src="{base}cookieconsent.min.js"></script>\n<script>{_said("osano", port)}</script>'
    files: dict[str, bytes | Path] = {
        base + name: build / name for name in ("cookieconsent.min.js", "cookieconsent.min.css")
    }
    return _peer("osano", page(head, body), files, ".cc-window", "cookieconsent_status")


def _said(peer: str, port: int) -> str:
    """The configuration of *peer*, with the words and the tags that all have in common."""
    addresses = {name: tag_address(name, port) for name in TAGS}
    text = (_PEERS / f"{peer}.js").read_text(encoding="utf-8")
    said = {"TITLE": TITLE, "TEXT": TEXT, "NAMES": json.dumps(TAGS), "ADDRESSES": json.dumps(addresses)}
    for word, value in said.items():
        text = text.replace(word, value)
    return environment.minify(text, "js")
