"""HTML as text, escaped by default.

>>> element("p", "Fish & ", element("b", "chips"), class_="menu").text
'<p class="menu">Fish &amp; <b>chips</b></p>'
"""

from __future__ import annotations

_EMPTY = ("br", "hr", "img", "input", "link", "meta", "wbr")


class Html:
    """Text that is markup already; every other text is escaped where it meets one of these."""

    def __init__(self, text: str) -> None:
        self.text = text


def element(tag: str, *children: Html | str, **attributes: str | bool) -> Html:
    """One element. In attribute names ``_`` stands for ``-`` and a final ``_`` is dropped (``class_``).

    An attribute that is ``True`` stands without a value, one that is ``False`` is left out. Attributes come
    out in alphabetical order: not every interpreter keeps the order they were given in.
    """
    start = "<" + tag + "".join(_attribute(name, attributes[name]) for name in sorted(attributes))
    if tag in _EMPTY:
        return Html(start + ">")
    return Html(start + ">" + join(*children).text + "</" + tag + ">")


def join(*children: Html | str) -> Html:
    """Return the *children* one after another, plain texts escaped."""
    return Html("".join(child.text if isinstance(child, Html) else escape(child) for child in children))


def escape(text: str) -> str:
    """Make *text* safe as content and as a quoted attribute."""
    return (
        text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&quot;")
        .replace("'", "&#39;")
    )


def _attribute(name: str, value: str | bool) -> str:
    if value is False:
        return ""
    written = " " + name.rstrip("_").replace("_", "-")
    return written if value is True else f'{written}="{escape(value)}"'
