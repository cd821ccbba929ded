"""A browser's Python does much more than a decision takes, so that the profile has what a rare one takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

from tests.runtime.conftest import MODULES, interpreter_there, there  # noqa: F401 - fixtures


@pytest.mark.parametrize("interpreter_there", [next(iter(MODULES))], indirect=True)
def test_whatever_python_may_come_to_do_it_does(there: Callable[[str, object], Any]) -> None:  # noqa: F811
    assert there("tests.profiling.broad", 30_000) > 30_000
