"""What a software is to the tests: how the site of three pages is made with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Software:
    """Software of others that brings the pages of a site.

    *build* writes the site into a folder, which is served at an address. *always* is true of one that stands
    for its kind in every run of the tests; the others run with ``--thorough``. *runs_scripts* is false of a
    router that leaves the scripts of later pages alone: what waits in them is activated all the same, once
    for each time that it comes.
    """

    name: str
    build: Callable[[Path, str], None]
    always: bool = False
    runs_scripts: bool = True
