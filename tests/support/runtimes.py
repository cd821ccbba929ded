"""On which of the two interpreters, and of the engines, a browser test runs.

Each test passes on both: ``--thorough`` runs it on both, and so does ``python3 build.py test --engine``. By
default the tests that are marked ``both`` run on both: one for each thing that Python decides and does by the
interpreter's own means. All else runs on the one that starts sooner.

Where several engines are named (``--browser``), all tests run on the first, and on the others those that are
marked ``smoke``, by default with the interpreter that starts sooner; with both, those marked
``both("everywhere")``.

Where several processes share the tests, those on the engines that take longest come first: who is ready
sooner takes over what another one still has at its end, and so none of them waits long for the others.
"""

from __future__ import annotations

import pytest

from banner.build import runtimes
from tests.thorough import named

# For what no Python takes part in, and a second run would show nothing.
ONE_RUNTIME = pytest.mark.parametrize("interpreter", runtimes.NAMES[:1], indirect=True)
# For the snapshot, which MicroPython starts too soon to need.
PYODIDES_OWN = pytest.mark.parametrize("interpreter", ["pyodide"], indirect=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out further runs of a test where they are not asked for; a test that is named has them all."""
    if named(config):
        return
    others = config.getoption("browser")[1:]
    further = [item for item in items if _is_elsewhere(item, others)]
    if not config.getoption("--thorough"):
        further += [item for item in items if _is_second(item) or _is_second_elsewhere(item, others)]
    left_out = set(further)
    config.hook.pytest_deselected(items=[*left_out])
    items[:] = [item for item in items if item not in left_out]
    if hasattr(config, "workerinput"):
        items.sort(key=_turn)


def _is_elsewhere(item: pytest.Item, others: list[str]) -> bool:
    """Whether this is a run on one of the *others*, of a test that one engine is enough for."""
    return _given(item, "browser_name") in others and not item.get_closest_marker("smoke")


def _is_second(item: pytest.Item) -> bool:
    """Whether this is a run on an interpreter other than the first, of a test that one run is enough for."""
    return _given(item, "interpreter") in runtimes.NAMES[1:] and not item.get_closest_marker("both")


def _is_second_elsewhere(item: pytest.Item, others: list[str]) -> bool:
    """Whether this is such a run on one of the *others*, where another one on the first engine is enough."""
    second = _given(item, "interpreter") in runtimes.NAMES[1:] and _given(item, "browser_name") in others
    return second and all("everywhere" not in marker.args for marker in item.iter_markers("both"))


def _turn(item: pytest.Item) -> tuple[int, bool]:
    """Return the place of a test among those that several processes share; the order is stable beside it."""
    engines = ["webkit", "firefox", "chromium"]
    engine = _given(item, "browser_name")
    place = engines.index(engine) if engine in engines else len(engines)
    return place, _given(item, "interpreter") not in runtimes.NAMES[1:]


def _given(item: pytest.Item, name: str) -> object:
    """The parameter called *name* of a test, or nothing."""
    given = getattr(item, "callspec", None)
    return given.params.get(name) if given else None
