"""Puts the banner's tag into a page: at the end of its head, with all else as it is written."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from banner.config.elements import end_of_head

if TYPE_CHECKING:
    from banner.config.pages import Page

_TAG = '<script src="{}" defer></script>'
_XML = '<script src="{}" defer="defer"></script>'


def address(page: Page, path: str, script: str) -> str:
    """Return the address of *script* as the page at *path* writes it; both are paths below the folder.

    A ``<base>`` that starts at the root, or names a host, stands for the folder itself.
    """
    base = next((one.get("href") for one in page.elements if one.tag == "base" and one.get("href")), "")
    parts, script = urlsplit(base), quote(script)
    if parts.netloc or parts.path.startswith("/"):
        return script
    here = quote(posixpath.dirname(path))
    folder = posixpath.normpath(posixpath.join(here, posixpath.dirname(parts.path)))
    return posixpath.relpath(script, folder)


def with_tag(text: str, path: str, src: str) -> str:
    """Return a page's *text* with the tag, which asks for *src*; *path* tells how the page is written."""
    written = (
        _XML
        if path.lower().endswith(".xhtml") or text.lstrip("\ufeff\xef\xbb\xbf").startswith("<?xml")
        else _TAG
    )
    at = end_of_head(text)
    # On a line of its own where the end of the head is, with the same space before it.
    line = re.search(r"(\r?\n|\r)[ \t]*\Z", text[:at])
    return text[:at] + written.format(src) + (line[0] if line else "") + text[at:]
