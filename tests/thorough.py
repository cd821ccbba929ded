"""How much of what is alike is tried: by default examples, with ``--thorough`` all of it.

A test that tries many inputs of a kind asks the fixture ``thorough`` how many. A test, or a parameter of one,
of whose kind others are examples is marked ``thorough`` (``tests/matrix.py`` does it for parameters). It runs
where it is named, too, and behind the tables of the law and of what goes wrong (``--law``, ``--faults``); the
latter counts the inputs, so it tries them all.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# A shared machine may pause for longer than any deadline; what is tested here is never a matter of time.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
_FEW, _MANY = 40, 500  # inputs that a test of a property invents


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--thorough``."""
    parser.addoption(
        "--thorough",
        action="store_true",
        help="all inputs instead of examples, and every browser test on both interpreters",
    )
    parser.addoption(
        "--every-test",
        action="store_true",
        help="each test with its examples, those of the thorough run too, and on both interpreters",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Have few inputs invented, or many."""
    settings.register_profile("consent", _PATIENT, max_examples=_MANY if everything(config) else _FEW)
    settings.load_profile("consent")


def everything(config: pytest.Config) -> bool:
    """Whether all inputs are wanted instead of examples."""
    return bool(config.getoption("--thorough") or config.getoption("--faults"))


def named(config: pytest.Config) -> bool:
    """Whether somebody asks for single tests."""
    return any("::" in one for one in config.args)


@pytest.fixture(scope="session")
def thorough(pytestconfig: pytest.Config) -> bool:
    """Whether all inputs are wanted instead of examples."""
    return everything(pytestconfig)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the whole of what examples are shown of, where it is not asked for."""
    if everything(config) or config.getoption("--law") or named(config):
        return
    is_other = _is_further_input if config.getoption("--every-test") else _is_thorough
    whole = [item for item in items if is_other(item)]
    config.hook.pytest_deselected(items=whole)
    items[:] = [item for item in items if not is_other(item)]


def _is_thorough(item: pytest.Item) -> bool:
    """Whether a test, or its input, is of the thorough run alone."""
    return bool(item.get_closest_marker("thorough"))


def _is_further_input(item: pytest.Item) -> bool:
    """Whether the input of a test is."""
    given = getattr(item, "callspec", None)
    return any(mark.name == "thorough" for mark in getattr(given, "marks", ()))
