"""The forge of the demo; the project of its own is run by itself, with its own configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from banner.testing import forge

collect_ignore = ["project"]


@pytest.fixture
def made(dist: Path) -> forge.Forge:
    """The forge of the demo, as it was built."""
    return forge.read(dist)
