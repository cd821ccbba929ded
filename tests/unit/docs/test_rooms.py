"""The architecture page draws the rooms of the package as the linter knows them."""

from __future__ import annotations

import re
import tomllib

from tests.unit.docs.markdown import ROOT

ARCHITECTURE = ROOT / "site/docs/explanation/architecture.md"


def layers() -> list[set[str]]:
    """The rooms in each layer, from the top, as the linter has them."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = next(one for one in told["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    return [set(re.split(r" *\| *", layer)) for layer in rooms["layers"]]


def drawn() -> list[set[str]]:
    """The rooms in each line of the drawing."""
    (drawing,) = re.findall(r"```text\n(.*?)```", ARCHITECTURE.read_text(encoding="utf-8"), re.DOTALL)
    return [set(line[:30].split()) for line in drawing.splitlines()]


def test_the_rooms_are_drawn_in_the_order_in_which_they_may_import_each_other() -> None:
    assert drawn() == layers()


def test_every_folder_of_the_package_has_its_row() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    folders = [one.name for one in (ROOT / "banner").iterdir() if one.is_dir() and one.name != "__pycache__"]

    assert [name for name in folders if f"`banner/{name}/`" not in text] == []
