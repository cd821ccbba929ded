"""No fault without a test, no test of a fault that nobody knows, and a report that names them all."""

from __future__ import annotations

from tests import faults, tables
from tests.marks import marked


def test_every_fault_has_a_test_and_every_test_a_fault() -> None:
    assert set(marked("fault")) == {fault.id for fault in faults.faults()}


def test_the_report_names_each_fault_with_the_tests_that_show_it() -> None:
    table = tables.between(faults.REPORT.read_text(encoding="utf-8"), "fault").partition("\n\n")[0]
    kept = [row.strip("| ").split(" | ")[:3] for row in table.splitlines()[2:]]
    shown = marked("fault")

    assert kept == [
        [fault.fault, fault.seen, "<br>".join(test.link for test in shown[fault.id])]
        for fault in faults.faults()
    ]
