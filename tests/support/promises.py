"""Waiting for what only a promise tells: a list of databases, an answer of a server."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

# ``wait_for_function`` takes a promise itself for the answer, and a promise is always true.
_ASK = """(given) => {
  const answers = (globalThis[Symbol.for('answers of tests')] ??= {});
  Promise.resolve((%s)(given)).then((answer) => { answers[%d] = answer; }, () => {});
  return answers[%d];
}"""
_numbers = count()


def wait_for_promise(page: Page, question: str, given: Any = None) -> None:
    """Ask the *page* until the promise of *question*, a function of JavaScript, comes true."""
    number = next(_numbers)
    page.wait_for_function(_ASK % (question, number, number), arg=given)
