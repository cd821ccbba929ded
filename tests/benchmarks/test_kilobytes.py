"""What is in each kilobyte: all parts of files are told, and have the room in the picture that they weigh."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from banner.build import pipeline, runtimes
from banner.toolchain import weights
from tests import tables
from tests.benchmarks import kilobytes, treemap
from tests.browser.conftest import DEMO

WHOLE = treemap.Area(10, 20, 900, 500)


def room(area: treemap.Area) -> float:
    return area.width * area.height


@given(some.lists(some.floats(1, 1_000), min_size=1, max_size=30))
def test_each_weight_has_its_share_of_the_room(given_weights: list[float]) -> None:
    areas = treemap.laid(WHOLE, given_weights)
    per_weight = room(WHOLE) / sum(given_weights)

    assert [room(one) for one in areas] == pytest.approx([one * per_weight for one in given_weights])
    assert all(one.left >= WHOLE.left - 0.01 and one.top >= WHOLE.top - 0.01 for one in areas)
    assert all(one.left + one.width <= WHOLE.left + WHOLE.width + 0.01 for one in areas)
    assert all(one.top + one.height <= WHOLE.top + WHOLE.height + 0.01 for one in areas)


@pytest.mark.thorough
def test_all_that_python_loads_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    out = tmp_path_factory.mktemp("kilobytes") / "dist"
    pipeline.build(DEMO, out, "micropython")
    folder = out / "consent/files"
    shown = kilobytes.tiles("micropython", folder)
    pruned, _ = weights.sums(weights.weights(folder), "micropython")

    assert sum(one.weight for one in shown) == pytest.approx(pruned.gzip)
    assert {"functions", "core/machine.py", "micropython.mjs", "extras.js"} <= {one.name for one in shown}
    assert "| micropython.pruned.wasm | functions |" in kilobytes.table(shown)


@pytest.mark.parametrize("name", runtimes.NAMES)
def test_the_report_has_the_table_and_the_picture_of_one_run(name: str) -> None:
    table = tables.between(kilobytes.REPORT.read_text(encoding="utf-8"), name)
    picture = (kilobytes.PICTURES / f"kilobytes-{name}.svg").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in table.splitlines()[2:-1]]
    told = [html.unescape(title) for title in re.findall("<title>(.*?)</title>", picture)]

    assert told == [f"{file.removeprefix('| ')}, {part}: {size} kB" for file, part, size, _ in rows]
