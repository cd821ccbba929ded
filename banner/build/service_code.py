"""The code of services: how its text becomes a function that stands by itself."""

from __future__ import annotations

_BLOCK = "for(const one of document.scripts)if(one.src&&!scriptsBefore.includes(one))one.type='text/plain'"


def opening(body: str) -> str:
    """Return *body*, which opens a service, as a function of its settings."""
    return _function("settings", _blocked(body))


def closing(body: str) -> str:
    """Return *body*, which tells a vendor that its consent has ended, as a function of its settings."""
    return _function("settings", body)


def showing(body: str) -> str:
    """Return *body*, which brings the markup of an item to life, as a function of the item."""
    return _function("item", _blocked(body))


def _blocked(body: str) -> str:
    """Return *body* so that it blocks the scripts that it brings into the page as soon as they have begun.

    They come and run whatever their type says from then on, and no text of the page has one that runs.
    """
    if "createElement" not in body:
        return body
    return f"const scriptsBefore=[...document.scripts];try{{{body}\n}}finally{{{_BLOCK}}}"


def _function(argument: str, body: str) -> str:
    """Return *body* as a function of one *argument*, which never becomes part of its text."""
    return f"function({argument}){{{body}\n}}"
