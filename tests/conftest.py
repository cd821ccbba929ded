"""What all tests share."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from banner.toolchain import assets

if TYPE_CHECKING:
    from collections.abc import Generator

pytest_plugins = (
    "tests.tables",
    "tests.law",
    "tests.attacks",
    "tests.faults",
    "tests.sight",
    "tests.thorough",
    "tests.progress",
    "tests.support.compressed",
    "tests.support.frames",
    "tests.support.passwords",
    "tests.support.runtimes",
)


def pytest_configure(config: pytest.Config) -> None:
    """Make the assets of the sources as they are, once for all processes."""
    if not hasattr(config, "workerinput"):
        assets.ensure()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Spare the garbage collector the thousands of tests: it would look at all of them again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


_UNIT = Path(__file__).parent / "unit"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that coverage counts; what a build or a garbled text happens to run is not tested.

    Those of other rooms, in folders of their own, would take twice the time and count nothing.
    """
    for item in items:
        if item.path.parent == _UNIT and not item.get_closest_marker("fault"):
            item.add_marker("covered")
