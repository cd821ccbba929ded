"""The error of a value that cannot be."""

from __future__ import annotations


class WrongError(Exception):
    """Value that cannot be; the message is what to write instead."""
