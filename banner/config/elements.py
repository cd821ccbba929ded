"""Reads a page's elements as they are written, each with its place in the text.

The parser of the standard library takes ten times as long, which builds of large sites would feel. This one
finds tags, comments and raw text as https://html.spec.whatwg.org/#tokenization does, and builds no tree.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing in them is markup.
_RAW: Final = ("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp")
# Templates of these modes are shadow trees, and part of the page.
_LIVE: Final = ("open", "closed")
# Elements of which somebody wants to know; others count by their attributes.
_TAGS: Final = frozenset(
    (
        *(
            "audio",
            "base",
            "body",
            "embed",
            "form",
            "frame",
            "head",
            "html",
            "iframe",
            "image",
            "img",
            "input",
            "link",
        ),
        *("meta", "noscript", "object", "script", "source", "style", "template", "track", "video"),
    )
)
# What is in a head, and begins none of the body.
_HEAD: Final = ("base", "head", "html", "link", "meta", "noscript", "script", "style", "template", "title")
_MARKS: Final = re.compile("data-|formaction|onclick|onload|onsubmit|style", re.IGNORECASE)
# No part of it gives back what it has taken: what a text costs grows with its length, whatever is in it.
_REST: Final = r"(?:[^<>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+"
_TOKEN: Final = re.compile(
    "<(?:"
    rf"(?P<raw>{'|'.join(_RAW)})(?=[\s/>])(?P<told>{_REST})(?<!/)>(?P<content>.*?)(?=</(?P=raw)[\s/>]|\Z)"
    rf"|(?P<tag>[a-z][^\s/<>]*+)(?P<rest>{_REST})>"
    r"|/(?P<end>template|noscript|head)[\s/>]"
    r"|!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|[!?][^>]*+(?:>|\Z))",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
# The end of an element of raw text that is written as if it had none: of HTML's, a slash there says nothing.
_EMPTY_END: Final = re.compile(r"\s*+</(?:script|style|title)[\s/>]", re.IGNORECASE | re.ASCII)
ATTRIBUTE: Final = re.compile(
    r"""([^\s"'>/=][^\s>/=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?+""", re.ASCII
)


@dataclass(frozen=True)
class Element:
    """Element of a page: its *tag* in small letters, and its start tag at *start* to *end* of the text.

    *line* and *column* count from 1, in characters. *content* is the text of a script or style sheet, which
    begins where the tag ends. *inert* tells whether it is in a template, of which browsers run and show
    nothing; *held* is the service that the template waits for, if it does. *unscripted* tells that it is
    there for those who run no scripts.
    """

    tag: str
    attributes: dict[str, str]
    line: int
    start: int
    end: int
    text: str
    content: str = ""
    inert: bool = False
    unscripted: bool = False
    column: int = 0
    held: str = ""

    def get(self, name: str) -> str:
        """Return the value of the attribute *name*, without spaces around it; nothing where there is none."""
        return self.attributes.get(name, "").strip()


def elements(text: str) -> Iterator[Element]:
    """Give those elements of a page that may contact somebody, wait for a service or speak to the banner."""
    line, counted = 1, 0
    begins = int(text.startswith("\ufeff"))  # where the line does; a mark of the encoding is no character
    templates: list[tuple[bool, str]] = []  # whether each that is open is inert, and the service of it
    unscripted = False
    for found in _TOKEN.finditer(text):
        raw, told, content, name, rest, end = found.groups()
        if end:
            if end.lower() == "template":
                del templates[-1:]
            elif end.lower() == "noscript":
                unscripted = False
            continue
        tag = (raw or name or "").lower()
        rest = told if raw else rest
        if not tag or not (tag in _TAGS or _MARKS.search(rest)):
            continue
        attributes = attributes_of(rest)
        start = found.start()
        line += text.count("\n", counted, start)
        begins = max(begins, text.rfind("\n", counted, start) + 1)
        counted = start
        # A template itself stands in the page.
        inert = any(one for one, _ in templates)
        held = next((service for _, service in reversed(templates) if service), "")
        if tag == "template":
            live = attributes.get("shadowrootmode", "").lower() in _LIVE
            templates.append((not live, attributes.get("data-service", "").strip()))
        behind = found.start("content") if raw else found.end()
        yield Element(
            *(tag, attributes, line, start, behind, text[start:behind], content or "", inert, unscripted),
            column=start - begins + 1,
            held=held,
        )
        unscripted |= tag == "noscript"


def end_of_head(text: str) -> int:
    """Return where the head of a page ends, be it written or understood: what is put there is its last."""
    last, nested = 0, 0
    for found in _TOKEN.finditer(text):
        tag, end = (found["raw"] or found["tag"] or "").lower(), (found["end"] or "").lower()
        if end == "head" and not nested:
            return found.start()
        if tag and not nested and tag not in _HEAD:
            return found.start() if tag in ("body", "frameset") else last
        nested = max(0, nested + (tag in ("noscript", "template")) - (end in ("noscript", "template")))
        if not nested and end != "head":
            last = _behind(text, found)
    return last


def _behind(text: str, found: re.Match[str]) -> int:
    """Return where a token of a head ends, with the end tag of what holds a text."""
    if found["raw"]:
        return text.find(">", found.end()) + 1 or len(text)
    if found["end"]:  # the last character of it may be the bracket
        return text.find(">", found.end() - 1) + 1 or len(text)
    closed = _EMPTY_END.match(text, found.end())
    return text.find(">", closed.end() - 1) + 1 or len(text) if closed else found.end()


def attributes_of(rest: str) -> dict[str, str]:
    """Return the attributes of a start tag by what stands behind its name: of two of a name, the first."""
    found: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(rest):
        found.setdefault(name.lower(), html.unescape("".join(values)))
    return found
