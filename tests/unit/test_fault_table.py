"""No fault without a test, and no test of a fault that nobody knows."""

from __future__ import annotations

import re
from pathlib import Path

from tests import faults

MARK = re.compile(r"^ *@pytest\.mark\.fault\((.+)\)$", re.MULTILINE)


def marked() -> set[str]:
    """The ids that tests bear, as their source says."""
    files = Path(faults.__file__).parent.rglob("test_*.py")
    marks = [mark for file in files for mark in MARK.findall(file.read_text(encoding="utf-8"))]
    return {name for mark in marks for name in re.findall(r'"([a-z-]+)"', mark)}


def test_every_fault_has_a_test_and_every_test_a_fault() -> None:
    assert marked() == {fault.id for fault in faults.faults()}
