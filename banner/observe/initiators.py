"""Reads who has caused something: from Chromium's protocol, and from the stack of an error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from banner.observe.kinds import Initiator, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

# The last of our own calls in a stack; what stands below it is the page's.
_OURS = "observedCall"
# ``at name (address:line:column)`` or ``at address:line:column`` in Chromium, elsewhere ``name@address:…``.
_CALL = re.compile(r"(?:@|\(|at (?:async )?)((?:https?|file|blob)://?[^\s)]*?):(\d+):(\d+)\)?\s*$")
# A proxy calls its trap: ours is one more call below the name.
_TRAPS = 1


def of_stack(text: str) -> Initiator:
    """Return who has called, from the *text* of a stack that our own watch has made."""
    lines = text.split("\n")
    ours = max((number for number, line in enumerate(lines) if _OURS in line), default=-1)
    below = lines[ours + 1 + _TRAPS :] if ours >= 0 else lines
    places = tuple(_place(found) for line in below if (found := _CALL.search(line)))
    return Initiator("script", places[0], stack=places) if places else Initiator("unknown")


def _place(found: re.Match[str]) -> Place:
    return Place(found[1], int(found[2]), int(found[3]))


def of_protocol(told: dict[str, Any]) -> Initiator:
    """Return who has caused a request, from ``Network.Initiator``, which counts lines from 0."""
    places = tuple(_calls(told.get("stack")))
    if places:
        return Initiator("script", places[0], stack=places)
    if told.get("url") and "lineNumber" in told:
        place = Place(told["url"], int(told["lineNumber"]) + 1, int(told.get("columnNumber", -1)) + 1)
        kind = "element" if told.get("type") == "parser" else "script"
        return Initiator(kind, place, stack=() if kind == "element" else (place,))
    if told.get("url"):
        return Initiator("frame", Place(told["url"]))
    return Initiator("unknown")


def _calls(stack: dict[str, Any] | None) -> Iterator[Place]:
    """Give the calls of *stack*, and of the stacks that had scheduled it."""
    while stack:
        for call in stack.get("callFrames", []):
            if call["url"]:
                yield Place(call["url"], int(call["lineNumber"]) + 1, int(call["columnNumber"]) + 1)
        stack = stack.get("parent")
