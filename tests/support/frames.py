"""Tells Playwright where a test called it, without looking for the source of each frame of the stack.

It asks at every call, with ``inspect.stack``, which goes through all modules for each frame that has no file:
half of what a process of pytest did. Only the names of functions and files are used, for messages.
"""

from __future__ import annotations

import sys
from inspect import FrameInfo
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from playwright._impl import _sync_base

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

_MOST = 20  # frames: where the test called is among them, and what called the test is of no use


def stack(_lines_around: int) -> list[FrameInfo]:
    """Return the frames of whoever calls, the innermost first, as ``inspect.stack(0)`` has them."""
    frames: list[FrameInfo] = []
    frame: FrameType | None = sys._getframe(1)
    while frame and len(frames) < _MOST:
        code = frame.f_code
        frames.append(FrameInfo(frame, code.co_filename, frame.f_lineno, code.co_name, None, None))
        frame = frame.f_back
    return frames


@pytest.fixture(scope="session", autouse=True)
def frames() -> Iterator[None]:
    """Have Playwright's calls use it; a Playwright that asks in another way makes this fail."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_sync_base, "inspect", SimpleNamespace(stack=stack))
        yield
