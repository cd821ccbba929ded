"""Reads an owner's files as texts, each when somebody looks at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path


class Texts(Mapping[Path, str]):
    """The texts of *files*, by any path: a site has scripts that nobody reads, of megabytes each."""

    def __init__(self, files: Mapping[Path, Path]) -> None:
        self._files = files

    def __getitem__(self, path: Path) -> str:
        return self._files[path].read_text(encoding="utf-8", errors="replace")

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[Path]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)
