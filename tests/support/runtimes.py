"""On which of the two interpreters, and of the engines, a browser test runs.

Each test passes on both: ``--thorough`` runs it on both, and so does ``--every-test``, which is what
``python3 build.py test --engine`` runs. By
default the tests that are marked ``both`` run on both: one for each thing that Python decides and does by the
interpreter's own means. All else runs on the one that starts sooner.

Of a browser test with several inputs the first one runs by default, and all of them with ``--thorough``.
Those of which each input takes a way of its own are marked ``each``, and run with all of them on the first
engine and interpreter.

Where several engines are named (``--browser``), all tests run on the first, and on the others those that are
marked ``smoke``, by default with the interpreter that starts sooner. By default that is one test of each kind
of thing that engines do differently; those marked ``smoke("thorough")`` are the others of a kind.

Where several processes share the tests, each begins with some of those that are marked ``long``; those of a
file have one process, since they share what takes long to make. Those on the engines that take longest come
before the others. Who is ready sooner takes over what another one still
has at its end, and so none of them waits long for the others.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from banner.build import runtimes
from tests.tables import TABLES
from tests.thorough import named

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

# For what no Python takes part in, and a second run would show nothing.
ONE_RUNTIME = pytest.mark.parametrize("interpreter", runtimes.NAMES[:1], indirect=True)
# For the snapshot, which MicroPython starts too soon to need.
PYODIDES_OWN = pytest.mark.parametrize("interpreter", ["pyodide"], indirect=True)


@pytest.hookimpl(wrapper=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> Generator[None, None, None]:
    """Make no run on a further engine of a test that is not for it: to make and drop them takes seconds."""
    engines = metafunc.config.getoption("browser", None) or []
    if len(engines) < 2 or named(metafunc.config) or _is_smoke(metafunc):
        yield
        return
    metafunc.config.option.browser = engines[:1]
    try:
        yield
    finally:
        metafunc.config.option.browser = engines


def _is_smoke(metafunc: pytest.Metafunc) -> bool:
    """Whether a test, or an input of it, is for further engines."""
    inputs = [one.args[1] for one in metafunc.definition.iter_markers("parametrize")]
    marks = [mark for some in inputs for one in some for mark in getattr(one, "marks", ())]
    return bool(metafunc.definition.get_closest_marker("smoke")) or any(one.name == "smoke" for one in marks)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out further runs of a test where they are not asked for; a test that is named has them all."""
    if named(config):
        return
    others = config.getoption("browser")[1:]
    left_out = {item for item in items if _is_elsewhere(item, others)}
    if not config.getoption("--thorough"):
        if not config.getoption("--every-test"):
            left_out |= {item for item in items if _is_second(item) or _is_other_elsewhere(item, others)}
        if not any(config.getoption(table) for table in TABLES):
            left_out |= _further_inputs([item for item in items if item not in left_out], others)
    config.hook.pytest_deselected(items=[*left_out])
    items[:] = [item for item in items if item not in left_out]
    if hasattr(config, "workerinput"):
        items[:] = _in_turn(items, config.workerinput["workercount"])


def _is_elsewhere(item: pytest.Item, others: list[str]) -> bool:
    """Whether this is a run on one of the *others*, of a test that one engine is enough for."""
    return _given(item, "browser_name") in others and not item.get_closest_marker("smoke")


def _is_second(item: pytest.Item) -> bool:
    """Whether this is a run on an interpreter other than the first, of a test that one run is enough for."""
    return _given(item, "interpreter") in runtimes.NAMES[1:] and not item.get_closest_marker("both")


def _is_other_elsewhere(item: pytest.Item, others: list[str]) -> bool:
    """Whether this is a run on one of the *others*, where another test or interpreter there is enough."""
    if _given(item, "browser_name") not in others:
        return False
    return _says(item, "smoke", "thorough") or _given(item, "interpreter") in runtimes.NAMES[1:]


def _says(item: pytest.Item, name: str, word: str) -> bool:
    """Whether a test is marked by *name* with this *word*."""
    return any(word in marker.args for marker in item.iter_markers(name))


def _further_inputs(items: list[pytest.Item], others: list[str]) -> set[pytest.Item]:
    """Return the runs of browser tests with inputs that are not wanted by default."""
    runs: dict[tuple[str, object, object], list[pytest.Item]] = {}
    for item in items:
        engine, interpreter = _given(item, "browser_name"), _given(item, "interpreter")
        usual = engine not in others and interpreter not in runtimes.NAMES[1:]
        if engine and not (usual and item.get_closest_marker("each")):
            runs.setdefault((_test(item), engine, interpreter), []).append(item)
    return {item for some in runs.values() for item in sorted(some, key=_place)[1:]}


def _test(item: pytest.Item) -> str:
    """Return the name of a test without its parameters."""
    return item.nodeid.partition("[")[0]


def _place(item: pytest.Item) -> list[int]:
    """Return the place of a test among those with other inputs, as they are written."""
    given = getattr(item, "callspec", None)
    return [place for _, place in sorted(given.indices.items())] if given else []


def _in_turn(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Return *items* in the order in which *workers* are done soonest that get equal parts of them."""
    long: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("long"):
            long.setdefault(item.path, []).append(item)
    others = sorted((item for item in items if not item.get_closest_marker("long")), key=_turn)
    size = -(-len(others) // workers)
    begun = [list(itertools.chain(*[*long.values()][at::workers])) for at in range(workers)]
    parts = [[*first, *others[at * size :][:size]] for at, first in enumerate(begun)]
    return [item for part in parts for item in part]


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
