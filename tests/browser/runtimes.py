"""On which of the two interpreters, and of the engines, a browser test runs.

Each test passes on both: ``--thorough`` runs it on both, and so does ``python3 build.py test --engine``. By
default the tests that are marked ``both`` run on both: one for each thing that Python decides and does by the
interpreter's own means. All else runs on the one that starts sooner.

Where several engines are named (``--browser``), all tests run on the first, and on the others those that are
marked ``smoke``.
"""

from __future__ import annotations

import pytest

from banner.build import runtimes
from tests.thorough import named

# For what no Python takes part in, and a second run would show nothing.
ONE_RUNTIME = pytest.mark.parametrize("interpreter", runtimes.NAMES[:1], indirect=True)
# For the snapshot, which MicroPython starts too soon to need.
PYODIDES_OWN = pytest.mark.parametrize("interpreter", ["pyodide"], indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out further runs of a test where they are not asked for; a test that is named has them all."""
    if named(config):
        return
    others = config.getoption("browser")[1:]
    further = [item for item in items if _is_elsewhere(item, others)]
    if not config.getoption("--thorough"):
        further += [item for item in items if item not in further and _is_second(item)]
    config.hook.pytest_deselected(items=further)
    left_out = set(further)
    items[:] = [item for item in items if item not in left_out]


def _is_elsewhere(item: pytest.Item, others: list[str]) -> bool:
    """Whether this is a run on one of the *others*, of a test that one engine is enough for."""
    return _given(item, "browser_name") in others and not item.get_closest_marker("smoke")


def _is_second(item: pytest.Item) -> bool:
    """Whether this is a run on an interpreter other than the first, of a test that one run is enough for."""
    return _given(item, "interpreter") in runtimes.NAMES[1:] and not item.get_closest_marker("both")


def _given(item: pytest.Item, name: str) -> object:
    """The parameter called *name* of a test, or nothing."""
    given = getattr(item, "callspec", None)
    return given.params.get(name) if given else None
