"""Joins names in sentences; run by CPython and by the interpreters of the browser alike."""

from typing import Any

from banner.core.messages import Messages

NAMES = ("Google", "{0} & متجر", "Île", "X", "Instagram")


def run(given: list[Any]) -> list[str]:
    """Return the names joined in each language of *given*, from none of them to all."""
    spoken = [Messages(one["language"], one["direction"], one["texts"]) for one in given]
    return [messages.joined(NAMES[start:]) for messages in spoken for start in range(len(NAMES) + 1)]
