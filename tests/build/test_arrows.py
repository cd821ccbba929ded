"""The rooms of the package: the linter is asked about arrows that must not be, and sees each of them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from banner.toolchain import environment
from tests.matrix import examples
from tests.support import checks

UP = {
    "build/beside.py": "banner.testing.forge",
    "core/ids.py": "banner.view.html",
    "view/html.py": "banner.config.places",
    "config/places.py": "banner.build.output",
    "build/output.py": "banner.cli",
    "server/limits.py": "banner.config",
    "browser/main.py": "banner.server.cookie",
    "cli.py": "banner.toolchain.environment",
    "build/folders.py": "banner.toolchain",
    "config/reader.py": "tests.tables",
    "server/app.py": "shop.store",
    "core/plan.py": "time",
}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The Python of the package, and what the linter has to know."""
    ours = environment.ROOT
    shutil.copytree(ours / "banner", tmp_path / "banner", ignore=shutil.ignore_patterns("assets", "locks"))
    shutil.copy(ours / "pyproject.toml", tmp_path)
    return tmp_path


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """What the linter says of the package in *folder*."""
    return subprocess.run(checks.arrows(), cwd=folder, capture_output=True, text=True, check=False)


def test_all_arrows_go_down() -> None:
    said = linted(environment.ROOT)

    assert said.returncode == 0, said.stdout


@examples("module", UP, run=["core/ids.py", "build/folders.py"])
def test_an_arrow_that_goes_up_is_seen(clone: Path, module: str) -> None:
    file = clone / "banner" / module
    file.write_text(file.read_text(encoding="utf-8") + f"\nimport {UP[module]}\n", encoding="utf-8")
    said = linted(clone)

    assert said.returncode == 1
    importer = "banner." + module.removesuffix(".py").replace("/", ".")
    # What is not of the package stands for itself as a whole.
    target = UP[module] if UP[module].startswith("banner.") else UP[module].partition(".")[0]
    assert f"{importer} -> {target} " in said.stdout


def test_a_new_room_has_to_be_given_its_place(clone: Path) -> None:
    (clone / "banner/cellar.py").write_text('"""A room that nobody knows."""\n', encoding="utf-8")
    said = linted(clone)

    assert said.returncode == 1
    assert "cellar" in said.stdout


def packages(extra: str = "") -> set[str]:
    """The packages that an installation brings, or one of its extras, by the names that imports have."""
    project = tomllib.loads((environment.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.split("[^a-z0-9-]", one)[0].replace("-", "_") for one in named}


def outside(room: str) -> set[str]:
    """What a room of the package imports that comes neither with it nor with Python."""
    graph = grimp.build_graph("banner", include_external_packages=True, cache_dir=None)
    modules = {f"banner.{room}", *graph.find_descendants(f"banner.{room}")}
    found = {one for module in modules for one in graph.find_modules_directly_imported_by(module)}
    return {one for one in found if not one.startswith("banner")} - sys.stdlib_module_names


@pytest.mark.parametrize(
    ("room", "brought"),
    [
        ("core", set()),
        ("view", set()),
        ("config", packages()),
        ("build", packages() | packages("brotli")),
        ("observe", packages("scan")),
        ("scan", packages() | packages("scan")),
        # A framework is there where its owner uses it; its module alone imports it.
        ("server", packages("server") | {"asgiref", "django", "flask", "markupsafe"}),
        ("server.asgi", set()),
        ("server.deployed", set()),
        ("server.cookie", set()),
        ("server.django", {"asgiref", "django"}),
        ("server.flask", {"flask", "markupsafe"}),
        ("server.request_consent", set()),
        ("server.wsgi", set()),
        ("standalone", packages() | packages("server")),
        ("testing", packages() | packages("pytest") | packages("scan")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_room_imports_no_package_that_is_not_installed_with_it(room: str, brought: set[str]) -> None:
    assert outside(room) <= brought
