"""What a first decision takes over the wire has a budget, and a table shows where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from banner.build import pipeline, runtimes
from banner.toolchain import weights
from tests.browser.conftest import DEMO

if TYPE_CHECKING:
    from pathlib import Path

# In bytes: with gzip, with Brotli, and by how much the full program weighs more with gzip.
BUDGETS = {"micropython": (166_000, 152_000, 65_000), "pyodide": (3_050_000, 2_600_000, 2_500_000)}


@pytest.mark.parametrize("runtime", runtimes.NAMES)
def test_a_first_decision_takes_no_more_than_its_budget(tmp_path: Path, runtime: str) -> None:
    pipeline.build(DEMO, tmp_path / "dist", runtime)
    found = weights.weights(tmp_path / "dist/consent/files")
    small, full = weights.sums(found, runtime)
    gzip, brotli, saved = BUDGETS[runtime]
    program = f"{runtime}.pruned.wasm"

    assert small.gzip <= gzip
    assert small.brotli <= brotli
    assert full.gzip - small.gzip > saved
    assert f"| {program} | {found[program].plain / 1000:,.0f} |" in weights.table(found, runtime)
