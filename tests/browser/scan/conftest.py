"""Sites of this machine, and an observer of a fresh profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner.observe.observer import Observer, Patience
from tests.support import sites as served
from tests.support.engines.patience import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.engines import Engine
    from tests.support.sites import Sites

# A request on its way is waited for, so that so little quiet is enough. Of some nobody tells that they ended.
SOON = Patience(quiet=0.4, ceiling=PATIENCE, slow=10)


@pytest.fixture
def sites() -> Iterator[Sites]:
    """Sites that a test fills."""
    with served.running() as running:
        yield running


@pytest.fixture
def observer(browser: Engine) -> Iterator[Observer]:
    """An observer of a profile that has been nowhere."""
    context = browser.new_context()
    yield Observer(context, SOON)  # type: ignore[arg-type]
    context.close()
