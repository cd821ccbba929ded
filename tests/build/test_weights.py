"""What a first decision with Pyodide takes over the wire has a budget, and a table shows where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banner.build import pipeline
from banner.toolchain import weights
from tests.browser.conftest import DEMO

if TYPE_CHECKING:
    from pathlib import Path


def test_a_first_decision_with_pyodide_takes_3_7_mb_at_most(tmp_path: Path) -> None:
    pipeline.build(DEMO, tmp_path / "dist", "pyodide")
    found = weights.weights(tmp_path / "dist/consent/files")
    small, full = weights.sums(found)

    assert small.gzip <= 3_700_000
    assert small.brotli <= 3_250_000
    assert full.gzip - small.gzip > 1_400_000
    assert f"| pyodide.memory | {found['pyodide.memory'].plain / 1000:,.0f} |" in weights.table(found)
