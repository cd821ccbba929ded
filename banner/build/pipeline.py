"""One build: from the declaration to everything that a site owner deploys."""

from __future__ import annotations

import contextlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from banner import config
from banner.build import beside, fill, publish, selection
from banner.build.folders import FolderError
from banner.build.texts import Texts
from banner.config import javascript
from banner.config.advice import advice, own_scripts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.advice import Advice
    from banner.config.site_config import SiteConfig

_READ = (".css", ".htm", ".html", ".xhtml")


@dataclass(frozen=True)
class Report:
    """Report of a build of *site*: *words* about what stays or is left behind, and advice for the owner."""

    site: SiteConfig
    out: Path
    weight: int
    words: tuple[str, ...]
    advice: tuple[Advice, ...]

    def __str__(self) -> str:
        services = len(self.site.declaration.optional())
        return (
            f"built {self.out / 'consent'}: {services} services that can be refused, "
            f"consent.js {self.weight:,} bytes gzip"
        )


def build(path: Path, out: Path, runtime_name: str | None = None, now: float | None = None) -> Report:
    """Build the declaration at *path* into *out*: all of it, or nothing where that cannot be.

    Of what lies in *out*, only what builds have written is replaced or removed. *now* is the clock by which
    what open pages may still ask for is kept, in seconds since 1970; the machine's unless given.

    Raises :class:`banner.config.site_config.ConfigError` where the declaration has errors, or
    :class:`banner.build.folders.FolderError` where a folder cannot be used.
    """
    with _made(path, out, runtime_name) as made:
        words = publish.publish(made.files, made.out, time.time() if now is None else now, beside.YIELDING)
    words = (*made.words, *words, *made.pages.words(made.out), *_unchecked(made))
    return Report(made.site, made.out, made.weight, words, made.advice)


def check(path: Path, out: Path) -> tuple[tuple[Advice, ...], tuple[str, ...]]:
    """Return the advice on the declaration at *path* and its pages, as a build into *out* would give it.

    Beside it are words about what could not be checked. Nothing is written. Raises what :func:`build` raises.
    """
    with _made(path, out, None) as made:
        return made.advice, _unchecked(made)


def _unchecked(made: _Made) -> tuple[str, ...]:
    """Return lines about JavaScript of the owner's own that nobody has looked at, if there is any."""
    if javascript.checks():
        return ()
    own = {name: one for name, one in made.site.code.items() if not one.use}
    written = [
        name for name, one in own.items() if one.withdraw or any(script.code for script in one.scripts)
    ]
    remedy = "since what reads it is not installed: run pip install tree-sitter tree-sitter-javascript"
    lines = [f"the JavaScript of {', '.join(written)} was not checked, {remedy}"] if written else []
    if made.unread:
        lines.append(f"the scripts beside the pages were not read, {remedy}")
    return tuple(lines)


@dataclass(frozen=True)
class _Made:
    """Outcome of a build before it is published; *files* has all of it by the path below *out*."""

    site: SiteConfig
    out: Path
    pages: selection.Selection
    files: dict[str, Path]
    words: tuple[str, ...]
    weight: int
    advice: tuple[Advice, ...]
    unread: bool  # whether there are scripts that can be read only where a parser is installed


@contextlib.contextmanager
def _made(path: Path, out: Path, runtime_name: str | None) -> Iterator[_Made]:
    """Make everything in a folder for the time of a build."""
    site = config.read(path)
    out = _resolved(out)
    pages = selection.select(site.pages, path, out) if site.pages else selection.Selection()
    read, scripts = _texts(site, pages, _READ), _texts(site, pages, own_scripts.SUFFIXES)
    found = advice(path, site, dict(read), scripts)
    with _temporary() as fresh:
        fill.fill(site, fresh, runtime_name or site.runtime)
        weight = (fresh / "consent/consent.js.gz").stat().st_size
        made = {
            file.relative_to(fresh).as_posix(): file for file in sorted(fresh.rglob("*")) if file.is_file()
        }
        files, words = beside.beside(pages.files, made)
        yield _Made(site, out, pages, files, words, weight, found, bool(scripts))


def _resolved(out: Path) -> Path:
    try:
        return out.resolve()
    except (OSError, RuntimeError) as error:
        raise FolderError(f"{out}: {error}; name another folder with --out") from error


@contextlib.contextmanager
def _temporary() -> Iterator[Path]:
    """Give a folder for the time of a build."""
    try:
        with tempfile.TemporaryDirectory(prefix="consent-") as folder:
            yield Path(folder)
    except OSError as error:
        place = error.filename or "the system's folder for temporary files"
        raise FolderError(
            f"{place}: {error.strerror or error}; see that it can be read and written, and that there is room"
        ) from error


def _texts(site: SiteConfig, pages: selection.Selection, suffixes: tuple[str, ...]) -> Texts:
    """Return the texts of those of the *pages* that have one of these *suffixes*."""
    root = site.pages or Path()
    named = {root / path: file for path, file in sorted(pages.files.items())}
    return Texts({path: file for path, file in named.items() if file.suffix.lower() in suffixes})
