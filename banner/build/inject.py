"""Puts the banner's tag into the pages of a site that something else has built, and has elements wait.

All of it is written, or nothing. What is no markup of ours keeps its bytes, whatever its encoding is.
"""

from __future__ import annotations

import codecs
import fnmatch
import os
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from banner.build import blocking, journal, manifest, publish, tags
from banner.build.folders import FolderError, digest, shown, told
from banner.config.advice.on_hosts import declared
from banner.config.advice.surroundings import Surroundings
from banner.config.blocking_list import Blocking
from banner.config.pages import TAG, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from banner.config.site_config import SiteConfig

SUFFIXES = (".htm", ".html", ".xhtml")
_PIECES = "pieces of pages"
_REDIRECTIONS = "redirections"
_LINKS = "links to other files"
_SEE = "see that it can be read and written"


@dataclass
class Injected:
    """Outcome for the pages of a folder, by their paths: which got the tag, had it, or were *left*, and why.

    *blocked* are the elements that wait now or are gone, *unblocked* those that do not, each with the reason.
    *contents* is what is to be written.
    """

    added: list[str] = field(default_factory=list)
    had: list[str] = field(default_factory=list)
    left: dict[str, list[str]] = field(default_factory=dict)
    blocked: list[Blocking] = field(default_factory=list)
    unblocked: list[tuple[Blocking, str]] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)

    @property
    def waits(self) -> list[Blocking]:
        """Return the elements that wait now."""
        return [one for one in self.blocked if not one.remove]

    @property
    def gone(self) -> list[Blocking]:
        """Return the elements that are taken out."""
        return [one for one in self.blocked if one.remove]


@dataclass(frozen=True)
class _File:
    """Page as text, and the *encoding* that gives its bytes back: a letter each where it is unknown."""

    text: str
    encoding: str

    @classmethod
    def read(cls, file: Path) -> _File:
        with told(file, _SEE):
            data = file.read_bytes()
        marked = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
        encoding = marked.get(data[:2], "utf-8")
        try:
            return cls(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            return cls(data.decode("latin-1"), "latin-1")


def inspect(
    folder: Path,
    src: str,
    exclude: Iterable[str] = (),
    waiting: Callable[[Mapping[str, Page]], Iterable[Blocking]] = lambda _: (),
) -> Injected:
    """Return what is to be done to the pages in *folder*.

    *src* is the address of the script: as it is if it begins with a slash or a scheme, else a path below the
    folder, to which each page has its own. *exclude* are patterns of paths that are left alone. *waiting*
    gives the elements that are to wait, of the pages as they are.
    """
    outcome = Injected()
    files = {path: _File.read(folder / path) for path in _pages(folder, tuple(exclude), outcome)}
    read = {path: Page(file.text) for path, file in files.items()}
    by_file: dict[str, list[Blocking]] = {}
    for one in waiting(read):
        by_file.setdefault(one.file, []).append(one)
    for path, file in files.items():
        text = _blocked(file.text, by_file.pop(path, []), outcome)
        near = src if _fixed(src) else tags.address(read[path], path, src)
        if _needs(read[path], path, near, outcome):
            text = tags.with_tag(text, path, near)
        if text != file.text:
            outcome.contents[path] = text.encode(file.encoding)
    outcome.unblocked += [(one, "there is no such page") for rest in by_file.values() for one in rest]
    return outcome


def contacting(site: SiteConfig, pages: Mapping[str, Page]) -> list[Blocking]:
    """Return the elements of *pages* that contact a service of *site* by themselves."""
    around = Surroundings(site, pages.values())
    return [
        Blocking(
            *(path, element.line, element.tag, attribute, element.attributes.get(attribute, ""), service),
            element.column,
        )
        for path, page in pages.items()
        for element, attribute, service in declared(around, page)
    ]


def write(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the *contents* of files in *folder*, all or none, and keep the rights of each.

    Raises :class:`~banner.build.folders.FolderError` where that cannot be done.
    """
    if not contents:
        return
    with told(folder, _SEE), publish.alone(folder), tempfile.TemporaryDirectory(prefix="consent-") as name:
        journal.undo(folder)
        known = manifest.read(folder)
        changes = []
        for number, (path, content) in enumerate(contents.items()):
            fresh = Path(name) / str(number)
            fresh.write_bytes(content)
            shutil.copymode(folder / path, fresh)
            changes.append(journal.Change(path, fresh))
        # What a build has written, and now changes, is a build's all the same.
        ours = {path for path in contents if known.files.get(path) == digest(folder / path)}

        def text(copied: dict[str, str]) -> str:
            new = {path: copied[path] for path in ours}
            return replace(known, files={**known.files, **new}).text()

        there = (folder / manifest.NAME).exists()
        journal.carry_out(changes, folder, (manifest.NAME, text) if there else None)


def script_below(folder: Path, out: Path) -> str:
    """Return the path of the script below *folder*, where a build has been written or copied to *out*.

    Raises :class:`~banner.build.folders.FolderError` where it is not there, or elsewhere.
    """
    file = out / TAG
    _there(folder)
    if not file.is_file():
        raise FolderError(
            f"{shown(file)}: there is no banner; copy the folder consent/ of a build to there, "
            "or tell the address that it will have with --src /consent/consent.js"
        )
    try:
        return file.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        raise FolderError(
            f"{shown(file)}: this is not below {shown(folder)}, and pages there have no path to it; "
            "tell the address that it will have with --src /consent/consent.js"
        ) from None


def _there(folder: Path) -> None:
    """Raise :class:`~banner.build.folders.FolderError` where there is no *folder*."""
    if not folder.is_dir():
        raise FolderError(
            f"{shown(folder)}: there is no such folder; name the one that your site is built into"
        )


def _fixed(src: str) -> bool:
    return src.startswith("/") or ":" in src


def _pages(folder: Path, exclude: tuple[str, ...], outcome: Injected) -> Iterator[str]:
    """Give the paths of the pages below *folder*, in order; what is hidden is none."""
    _there(folder)

    def fail(error: OSError) -> None:
        raise error

    with told(folder, _SEE):
        for name, folders, files in os.walk(folder, onerror=fail):
            folders[:] = sorted(one for one in folders if not one.startswith(".") and one != "node_modules")
            for file in sorted(files):
                path = (Path(name) / file).relative_to(folder).as_posix()
                if not file.lower().endswith(SUFFIXES) or file.startswith("."):
                    continue
                if any(fnmatch.fnmatchcase(path, one) for one in exclude):
                    outcome.left.setdefault("excluded", []).append(path)
                elif (Path(name) / file).is_symlink():
                    outcome.left.setdefault(_LINKS, []).append(path)
                else:
                    yield path


def _needs(page: Page, path: str, src: str, outcome: Injected) -> bool:
    """Return whether a page needs the tag, and note which pages do, have it, or want none."""
    if page.asks or tags.asked_for(page, path, src):
        outcome.had.append(path)
    elif not page.whole:
        outcome.left.setdefault(_PIECES, []).append(path)
    elif page.leads_away:
        outcome.left.setdefault(_REDIRECTIONS, []).append(path)
    else:
        outcome.added.append(path)
        return True
    return False


def _blocked(text: str, wanted: list[Blocking], outcome: Injected) -> str:
    if not wanted:
        return text
    made = blocking.rewritten(text, wanted)
    outcome.blocked += made.done
    outcome.unblocked += made.left
    return made.text
