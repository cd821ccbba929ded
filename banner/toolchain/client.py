"""The page side as it travels: each piece shortened once, with a place for what a site has to say to it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from banner.build import service_code
from banner.build.prerender import PLACE
from banner.config import catalogue
from banner.toolchain import environment
from banner.toolchain.cache import cached

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLIENT = Path(__file__).parent.parent / "client"
# A second copy in the same page does nothing. That the first is there is seen by a mark that no name of the
# page's can be taken for.
_ONCE = 'if(customElements.get("consent-ui"))return;'
_EXPORT = re.compile(r"export\{(?P<name>[\w$]+) as default\};?$")
# What the modules get from the site, by the names that they know it by.
_MODULES = {
    "extras.js": ("features/extras.js", ("EMBEDS", "LANGUAGE_ATTRIBUTES", "SERVER", "HOSTS", "FILES")),
    "blocking.js": ("blocking/blocking.js", ()),
    "python.js": ("python.js", ("RUNTIME", "DEACTIVATE", "SERVER")),
}
_EXTRAS = (
    "extras/shared.css",
    "extras/placeholder.css",
    "extras/list.css",
    "extras/toast.css",
    "extras/opt_out.css",
    "extras/reopen.css",
    "extras/print.css",
)
_PREFERENCES = ("preferences/shared.css", "preferences/switches.css", "preferences/dialog.css")
# Each file is a sheet by itself, but for those in folders.
_STYLES = {
    "extras.css": _EXTRAS,
    "preferences.css": _PREFERENCES,
    **{file.name: (file.name,) for file in sorted((_CLIENT / "styles").glob("*.css"))},
}


def pieces() -> dict[str, str]:
    """Return the scripts and style sheets by the names that the build knows them by."""
    modules = {name: module(_CLIENT / path, names) for name, (path, names) in _MODULES.items()}
    styles = {name: _tight(environment.minify(_style(paths), "css")) for name, paths in _STYLES.items()}
    region = expression(_CLIENT / "region.js", ("SITE", "OTHERS", "CODES"))
    return {"consent.js": loader(_CLIENT / "loader.js"), "region.js": region, **modules, **styles}


def _style(paths: tuple[str, ...]) -> str:
    """Return the style sheets at *paths*, one after another."""
    return "".join((_CLIENT / "styles" / path).read_text("utf-8") for path in paths)


def _tight(css: str) -> str:
    """Return *css* without the spaces that a tool leaves in values."""
    return css.replace(": ", ":").replace(", ", ",").replace(" / ", "/")


def loader(entry: Path) -> str:
    """Return the script *entry* with all that it imports, which finds what stands in its place as ``DATA``.

    The values are an argument: nothing in them, the owner's code least of all, sees a name of the loader's.
    """
    text = f"(DATA=>{{{_ONCE}{environment.bundle(entry, 'esm')}}})({PLACE})"
    tool = (environment.package("terser") / "package.json").read_bytes()
    options = repr(environment.SHORTEST)
    return cached(lambda: environment.shorten(text).encode(), text, tool, options).decode().removesuffix(";")


def module(entry: Path, names: tuple[str, ...]) -> str:
    """Return the module *entry* with all that it imports, which finds what stands in its place by *names*."""
    text = environment.bundle(entry, "esm")
    if not names:
        return text
    return environment.minify(f"export default{_function_of(names, text)}({PLACE})", "js")


def expression(entry: Path, names: tuple[str, ...]) -> str:
    """Return the module *entry* as the expression that it exports; else as :func:`module` does."""
    text = f"_={_function_of(names, environment.bundle(entry, 'esm'))}({PLACE})"
    return environment.minify(text, "js").strip().removeprefix("_=").removesuffix(";")


def _function_of(names: tuple[str, ...], text: str) -> str:
    """Return a bundled module, *text*, as a function of *names* that returns what it exports."""
    body = _EXPORT.sub(lambda found: f"return {found['name']}", text)
    return f"(({','.join(names)})=>{{{body}}})"


def services() -> dict[str, str]:
    """Return each function that a service of the catalogue brings, shortened, by its full text."""
    return {text: _function(text) for text in sorted(set(_functions()))}


def _functions() -> Iterator[str]:
    for known in catalogue.services().values():
        yield from (service_code.opening(script.code) for script in known.all_scripts if script.code)
        if known.withdraw:
            yield service_code.closing(known.withdraw)
        if known.embed and known.embed.show:
            yield service_code.showing(known.embed.show)


def _function(text: str) -> str:
    tool = (environment.package("esbuild") / "package.json").read_bytes()
    script = f"_={text}"  # by itself it would be needless, and go
    short = cached(lambda: environment.minify(script, "js").encode(), script, tool).decode()
    return short.removeprefix("_=").removesuffix(";")
