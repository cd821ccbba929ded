"""What is said of a cookie by its name alone."""

from __future__ import annotations


def told(name: str) -> str:
    """Return what a list of others says of the cookie *name*, unverified; nothing where it says nothing."""
    del name
    return ""
