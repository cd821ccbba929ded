"""Waits for what nobody tells, and those that Playwright has no way for, or one that misses something."""

from __future__ import annotations

import time
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.support.engines.patience import PATIENCE, START

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

_STEP = 10  # milliseconds in which the browser tells what has happened

# ``wait_for_function`` takes a promise itself for the answer, and a promise is always true.
_ASK = """(given) => {
  const answers = (globalThis[Symbol.for('answers of tests')] ??= {});
  Promise.resolve((%s)(given)).then((answer) => { answers[%d] = answer; }, () => {});
  return answers[%d];
}"""
_numbers = count()


def until(true: Callable[[], object]) -> None:
    """Wait until something is *true* of another process or thread, which tells nobody."""
    end = time.monotonic() + START
    while not true():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.01)


def wait_until(page: Page, question: Callable[[], bool], told: Callable[[], object]) -> None:
    """Let the browser of *page* tell what happens until *question* is true, or else fail with what is *told*.

    Playwright's own waits for an event miss one that comes while they begin.
    """
    end = time.monotonic() + PATIENCE
    while not question():
        assert time.monotonic() < end, str(told())
        page.wait_for_timeout(_STEP)


def wait_for_promise(page: Page, question: str, given: Any = None) -> None:
    """Ask the *page* until the promise of *question*, a function of JavaScript, comes true."""
    number = next(_numbers)
    page.wait_for_function(_ASK % (question, number, number), arg=given)
