"""Puts the banner's tag into a page: at the end of its head, with all else as it is written."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin, urlsplit

from banner.config.elements import end_of_head

if TYPE_CHECKING:
    from banner.config.pages import Page

_TAG = '<script src="{}" defer></script>'
# Stands for wherever the folder is deployed.
_SITE = "https://folder.invalid/"
_XML = '<script src="{}" defer="defer"></script>'


def address(page: Page, path: str, script: str) -> str:
    """Return the address of *script* as the page at *path* writes it; both are paths below the folder.

    A ``<base>`` that starts at the root, or names a host, stands for the folder itself.
    """
    parts, script = urlsplit(_base(page)), quote(script)
    if parts.netloc or parts.path.startswith("/"):
        return script
    here = quote(posixpath.dirname(path))
    folder = posixpath.normpath(posixpath.join(here, posixpath.dirname(parts.path)))
    # From the root, above which nothing is: else it were seen from where the command runs.
    return posixpath.relpath("/" + script, posixpath.normpath("/" + folder))


def asked_for(page: Page, path: str, src: str) -> bool:
    """Return whether a script of the page at *path* has the address *src*, as that page writes it.

    What is behind a question mark does not count, nor how the host is written that the page says is its own.
    """
    own = {urlsplit(_SITE).netloc, *page.own_hosts()}
    here = urljoin(_SITE + quote(path), _base(page))

    def whole(address: str) -> tuple[str, str]:
        try:
            parts = urlsplit(urljoin(here, address))
        except ValueError:
            return "", ""  # a browser cannot read it either
        return "" if parts.hostname in own else parts.netloc.lower(), unquote(parts.path)

    wanted = whole(src)
    return any(
        one.tag == "script" and not one.inert and one.get("src") and whole(one.get("src")) == wanted
        for one in page.elements
    )


def _base(page: Page) -> str:
    """Return the address that the first ``<base>`` has which can be read, or nothing."""
    base = next((one.get("href") for one in page.elements if one.tag == "base" and one.get("href")), "")
    try:
        urljoin(_SITE, base)
    except ValueError:
        return ""
    return base


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
