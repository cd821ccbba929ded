"""What a site's own scripts contact and call: those that its pages run by themselves, and their modules."""

from __future__ import annotations

import contextlib
import posixpath
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from banner.config import loads
from banner.config.advice.on_calls import called_by_script, code_of
from banner.config.advice.on_hosts import contacted_by_script
from banner.config.script_files import Script

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from banner.config.advice.surroundings import Surroundings
    from banner.config.pages import Page

SUFFIXES = (".js", ".mjs")


def on_scripts(
    around: Surroundings, pages: Mapping[Path, Page], scripts: Mapping[Path, Script]
) -> Iterator[tuple[Path, tuple[int | None, object, str, str, str]]]:
    """Give what there is to tell of the *scripts* that *pages* run, each with its path."""
    code = "\n".join([*map(code_of, pages.values()), code_of_scripts(scripts)])
    for path, script in scripts.items():
        for one in (*contacted_by_script(around, script), *called_by_script(around, script, code)):
            yield path, one


def code_of_scripts(scripts: Mapping[Path, Script]) -> str:
    """Return all code of these *scripts*."""
    return "\n".join(script.text for script in scripts.values())


def run(
    around: Surroundings, root: Path, pages: Mapping[Path, Page], scripts: Mapping[Path, str]
) -> dict[Path, Script]:
    """Return those of the *scripts* that *pages* run, both by their paths, below *root*.

    What waits for a service is left out, and what nobody names in plain markup or by a plain import.
    """
    named = [(path, address) for path, page in pages.items() for address in _sources(page)]
    found: dict[Path, Script] = {}
    while named:
        path = _file(around, root, *named.pop(0), scripts)
        if path and path not in found:
            found[path] = Script(scripts[path])
            named += [(path, one) for one in found[path].imports() if one.startswith((".", "/", "http"))]
    return dict(sorted(found.items()))


def _sources(page: Page) -> Iterator[str]:
    """Give the addresses of the scripts that *page* runs as soon as it is there, less the banner's own."""
    base = ""
    for one in page.elements:
        base = base or (one.get("href") if one.tag == "base" else "")
        if one.tag == "script" and not one.inert and loads.runs(one) and not page.brings(one):
            with contextlib.suppress(ValueError):  # a browser cannot read it either
                yield urljoin(base, one.get("src"))


def _file(
    around: Surroundings, root: Path, seen_from: Path, address: str, scripts: Mapping[Path, str]
) -> Path | None:
    """Return the path of the script at *address*, *seen_from* the file that names it, if it is the site's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = parts.hostname or ""
    path = unquote(parts.path)
    if not path.lower().endswith(SUFFIXES) or (host and not around.is_own(host)):
        return None
    if not host and not path.startswith("/"):
        here = root / posixpath.normpath((seen_from.relative_to(root).parent / path).as_posix())
        return here if here in scripts else None
    # A site may lie below a folder of its host, of which the build knows nothing.
    words = PurePosixPath(path.lstrip("/")).parts
    names = (root.joinpath(*words[start:]) for start in range(len(words)))
    return next((one for one in names if one in scripts), None)
