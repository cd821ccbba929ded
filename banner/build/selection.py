"""Selects what of an owner's folder of pages is for visitors; what is not stays behind, and is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from banner.build import manifest, private, python_files
from banner.build.folders import FolderError, named, shown, told

if TYPE_CHECKING:
    from pathlib import Path

_SCHEMA = "consent.schema.json"
_BUILDS = "what builds have written"
_ELSEWHERE = "links that lead out of the folder"
_NOWHERE = "links that lead nowhere, or in a circle"
_NO_FILE = "neither files nor folders"
_READ = "see that it can be read, or move it away"


@dataclass(frozen=True)
class Selection:
    """Files that are deployed, by their path there, and those that stay behind: lists of paths, by why."""

    files: dict[str, Path] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)

    def leave(self, why: str, path: str) -> None:
        """Let what is at *path*, and below, stay behind."""
        for one in [one for one in self.files if one == path or one.startswith(f"{path}/")]:
            del self.files[one]
        self.left.setdefault(why, []).append(path)

    def words(self, out: Path) -> tuple[str, ...]:
        """Return lines about what stays behind, and how it comes to *out* all the same."""
        lines = [f"left behind: {named(paths)} ({why})" for why, paths in sorted(self.left.items())]
        if lines:
            lines.append(
                f"what visitors are to have of these, put into {shown(out)} yourself: it stays there"
            )
        return tuple(lines)


def select(pages: Path, declaration: Path, out: Path) -> Selection:
    """Return what of the folder *pages* is deployed into *out*.

    The *declaration* is not, nor are hidden files, dependencies, keys, databases, what editors leave, the
    server's Python, what builds have written, and what links outside of the folder lead to. Raises
    :class:`~banner.build.folders.FolderError` where something cannot be read, or *out* is *pages* itself.
    """
    with told(pages, _READ):
        root = pages.resolve()
    if root == out:
        raise FolderError(
            f"{shown(pages)}: the pages lie where the build is to be written; name another folder with "
            "--out, or leave out pages"
        )
    reading = _Reading(root, (declaration.resolve(), out))
    reading.folder(pages, "", (root,))
    found = reading.found
    with told(pages, _READ):
        _leave_banner(found, root)
        for path, why in python_files.servers(found.files, reading.packages).items():
            found.leave(why, path)
    return found


def _leave_banner(found: Selection, root: Path) -> None:
    """Leave what is a banner that a build has made; what the owner has put beside its files is deployed."""
    sums = manifest.copied(root / manifest.CONSENT)
    made = [f"{manifest.CONSENT}/{name}" for name in sums if f"{manifest.CONSENT}/{name}" in found.files]
    for path in made:
        del found.files[path]
    if made:
        found.left.setdefault(_BUILDS, []).append(manifest.CONSENT)


class _Reading:
    """One walk through the folder *root* of pages, past what is *ours*.

    What it has *found* may have Python of the server's; *packages* are folders of it with no page in them.
    """

    def __init__(self, root: Path, ours: tuple[Path, ...]) -> None:
        self.found = Selection()
        self.packages: list[str] = []
        self._root = root
        self._ours = ours

    def folder(self, folder: Path, path: str, above: tuple[Path, ...]) -> None:
        """Read *folder*, which is deployed at *path*; *above* are the folders on the way, itself included."""
        with told(folder, _READ):
            files = sorted(folder.iterdir())
        pages = [one for one in files if one.suffix.lower() in (".htm", ".html")]
        if path and not pages and folder / "__init__.py" in files:
            self.packages.append(path)
        for file in files:
            with told(file, _READ):
                self._entry(file, f"{path}/{file.name}".removeprefix("/"), above)

    def _entry(self, file: Path, path: str, above: tuple[Path, ...]) -> None:
        real = _real(file)
        if real in self._ours or path == _SCHEMA:
            return
        why = private.by_name(file.name)
        if not why and file.is_symlink():
            why = self._why_not_followed(real, above)
        if not why and real.is_dir():
            why = _BUILDS if (real / manifest.NAME).exists() else private.of_folder(real)
        elif not why:
            why = private.of_file(real) if real.is_file() else _NO_FILE
        if why:
            self.found.leave(why, path)
        elif real.is_dir():
            self.folder(file, path, (*above, real))
        else:
            self.found.files[path] = file

    def _why_not_followed(self, real: Path, above: tuple[Path, ...]) -> str:
        """Return why a link to *real* stays behind, or an empty text: it is no way round what does."""
        if not real.exists() or real in above:
            return _NOWHERE
        if not real.is_relative_to(self._root):
            return _ELSEWHERE
        if set(self._ours) & set(real.parents):
            return _BUILDS
        return next(filter(None, map(private.by_name, real.relative_to(self._root).parts)), "")


def _real(file: Path) -> Path:
    try:
        return file.resolve()
    except RuntimeError:  # a link in a circle, which does not exist for who follows it
        return file
