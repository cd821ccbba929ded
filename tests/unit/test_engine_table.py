"""The table of the engines: one run may be of one engine, and what others said stays."""

from __future__ import annotations

from tests.support.engines.table import Outcome, read, render

PASSED = Outcome("firefox", "152.0", "pyodide", "passed")
FAILED = Outcome("firefox", "152.0", "pyodide", "failed")
LEFT_OUT = Outcome("firefox", "152.0", "pyodide", "not run", "it prints nothing")
OTHERS = """\
| engine | version | runtime | passed | failed | not run |
| --- | --- | --- | --- | --- | --- |
| Chromium | 150 | pyodide | 9 | 0 | 1 |
| Firefox | 151 | pyodide | 1 | 1 | 1 |

Not run, and why:

- Chromium, 1: it has no snapshot
- Firefox, 1: it was tired"""


def test_every_outcome_is_counted_and_every_reason_given() -> None:
    assert render([PASSED, PASSED, FAILED, LEFT_OUT]).splitlines() == [
        "| engine | version | runtime | passed | failed | not run |",
        "| --- | --- | --- | --- | --- | --- |",
        "| Firefox | 152.0 | pyodide | 2 | 1 | 1 |",
        "",
        "Not run, and why:",
        "",
        "- Firefox, 1: it prints nothing",
    ]


def test_what_is_said_of_other_engines_stays_and_of_the_same_goes() -> None:
    assert render([PASSED, LEFT_OUT], OTHERS).splitlines()[2:] == [
        "| Chromium | 150 | pyodide | 9 | 0 | 1 |",
        "| Firefox | 152.0 | pyodide | 1 | 0 | 1 |",
        "",
        "Not run, and why:",
        "",
        "- Chromium, 1: it has no snapshot",
        "- Firefox, 1: it prints nothing",
    ]


def test_the_worst_of_a_test_counts() -> None:
    case = '<testcase classname="a" name="b">%s<properties><property name="engine" value="firefox"/>'
    case += '<property name="version" value="152.0"/><property name="runtime" value="pyodide"/></properties>'
    case += "</testcase>"
    assert read(f"<a>{case % ''}{case % '<error/>'}{case % ''}</a>") == [FAILED]
    assert read(f"<a>{case % '<skipped message=/>'}</a>".replace("message=", 'message=""')) == [
        Outcome("firefox", "152.0", "pyodide", "not run")
    ]
    assert read('<a><testcase classname="a" name="b"/></a>') == []
