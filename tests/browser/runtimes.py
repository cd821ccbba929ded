"""On which of the two interpreters a browser test runs.

Each test passes on both: ``--thorough`` runs it on both, and so does ``python3 build.py test --engine``. By
default the tests that are marked ``both`` run on both: one for each thing that Python decides and does by the
interpreter's own means. All else runs on the one that starts sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner.building import runtime
from tests.thorough import named

if TYPE_CHECKING:
    from collections.abc import Iterable

# For what no Python takes part in, and a second run would show nothing.
ONE_RUNTIME = pytest.mark.parametrize("interpreter", runtime.NAMES[:1], indirect=True)
# For the snapshot, which MicroPython starts too soon to need.
PYODIDES_OWN = pytest.mark.parametrize("interpreter", ["pyodide"], indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the second run of a test where it is not asked for; a test that is named runs on both."""
    if config.getoption("--thorough") or named(config):
        return
    second = [item for item in items if _is_second(item)]
    config.hook.pytest_deselected(items=second)
    items[:] = _without(items, second)


def _without(items: list[pytest.Item], some: Iterable[pytest.Item]) -> list[pytest.Item]:
    left_out = set(some)
    return [item for item in items if item not in left_out]


def _is_second(item: pytest.Item) -> bool:
    """Whether this is a run on an interpreter other than the first, of a test that one run is enough for."""
    given = getattr(item, "callspec", None)
    other = given is not None and given.params.get("interpreter", runtime.NAMES[0]) != runtime.NAMES[0]
    return other and not any(map(item.get_closest_marker, ("both", "smoke")))
