"""Finds the elements of a page's markup that have the browser ask for something, and its inline scripts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit, urlunsplit

from banner.observe.kinds import Initiator, Place, host_of

# The attributes by which elements load something by themselves. Links and forms wait for the visitor.
LOADS = {
    "audio": ("src",),
    "body": ("background",),
    "embed": ("src",),
    "frame": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),  # of SVG
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href", "imagesrcset"),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
# Links of these kinds have the browser contact a host before anything of it is used.
HINTS = frozenset(("dns-prefetch", "modulepreload", "preconnect", "prefetch", "preload", "prerender"))
# Those by which they load it once their service is granted.
_WAITS = ("data-src", "data-href", "data-data", "data-poster")
# Templates of these modes are shadow trees, and all others are inert.
_LIVE = ("open", "closed")


@dataclass(frozen=True)
class Element:
    """Element as it is written: *text* is its start tag, *line* and *column* count from 1.

    *addresses* are what it loads, whole, each with the attribute that has it. *code* is the text of an
    inline script, which ends on the line *end*. *waits* are what a blocked element loads once it is granted.
    *unscripted* tells that it is there for those who run no scripts.
    """

    tag: str
    text: str
    line: int
    column: int
    attributes: dict[str, str]
    addresses: tuple[tuple[str, str], ...] = ()
    code: str = ""
    end: int = 0
    waits: tuple[tuple[str, str], ...] = ()
    unscripted: bool = False

    def has(self, url: str, addresses: tuple[tuple[str, str], ...]) -> bool:
        """Return whether *url* is one of the *addresses*, whatever fragment is behind it."""
        return _plain(url) in [_plain(address) for _, address in addresses]

    @property
    def begins(self) -> tuple[int, int]:
        """Line and column of its code."""
        return _behind((self.line, self.column), self.text)

    @property
    def ends(self) -> tuple[int, int]:
        """Line and column behind its code."""
        return _behind(self.begins, self.code)

    @property
    def inline(self) -> bool:
        """Whether it is a script whose code stands in the page."""
        return self.tag == "script" and "src" not in self.attributes


class Markup(HTMLParser):
    """One reading of the markup of the page at *address*: its *elements*, in order."""

    def __init__(self, text: str, address: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._lines = text.split("\n")
        self._base = address
        self._templates: list[bool] = []  # whether each that is open is inert
        self._unscripted = False
        self._script: Element | None = None
        self._code: list[str] = []
        self.feed(text)
        self.close()
        self._end_script()

    def loading(self, url: str) -> Element | None:
        """Return the first element that loads *url*, whatever fragment is behind it."""
        return next((one for one in self.elements if one.has(url, one.addresses)), None)

    def waiting(self, url: str) -> Element | None:
        """Return the first element that loads *url* once its service is granted."""
        return next((one for one in self.elements if one.has(url, one.waits)), None)

    def naming(self, host: str) -> tuple[Element, int] | None:
        """Return the first inline script that names *host*, and the line on which it does."""
        for one in self.elements:
            place = one.code.find(f"//{host}")
            if place >= 0:
                return one, one.line + one.text.count("\n") + one.code.count("\n", 0, place)
        return None

    def at(self, line: int, column: int = 0) -> Element | None:
        """Return the inline script at *column* of *line*, as browsers count; 0 is unknown: the last there."""
        found = [one for one in self.elements if one.inline and one.line <= line <= one.end]
        if column and 0 < line <= len(self._lines):
            # Browsers count in units of UTF-16, of which some characters have two.
            units = self._lines[line - 1].encode("utf-16-le", "surrogatepass")[: 2 * column - 2]
            place = line, len(units.decode("utf-16-le", "replace")) + 1
            found = [one for one in found if one.begins <= place <= one.ends]
        return found[-1] if found else None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, if it does something by itself."""
        has = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._templates.append(has.get("shadowrootmode", "").lower() not in _LIVE)
        if any(self._templates):
            return
        if tag == "base" and has.get("href"):
            self._base = urljoin(self._base, has["href"])
        line, column = self.getpos()
        addresses = tuple(
            (name, _whole(self._base, address))
            for name in LOADS.get(tag, ())
            for address in _addresses(name, has.get(name, ""))
        )
        waits = tuple(
            (name, _whole(self._base, has[name]))
            for name in _WAITS
            if "data-service" in has and has.get(name)
        )
        text = self.get_starttag_text() or ""
        element = Element(
            tag, text, line, column + 1, has, addresses, waits=waits, unscripted=self._unscripted
        )
        self._unscripted |= tag == "noscript"
        if tag == "script" and "src" not in has:
            self._script, self._code = element, []
        elif addresses or waits:
            self.elements.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a template, a script, or what is there without scripts."""
        if tag == "template" and self._templates:
            self._templates.pop()
        if tag == "noscript":
            self._unscripted = False
        if tag == "script":
            self._end_script()

    def handle_data(self, data: str) -> None:
        """Keep the code of an inline script."""
        if self._script:
            self._code.append(data)

    def _end_script(self) -> None:
        if not self._script:
            return
        one, code = self._script, "".join(self._code)
        end = one.line + one.text.count("\n") + code.count("\n")
        self.elements.append(replace(one, code=code, end=end))
        self._script = None


def _behind(place: tuple[int, int], text: str) -> tuple[int, int]:
    """Return line and column behind *text*, which begins at *place*."""
    more = text.count("\n")
    return place[0] + more, len(text) - text.rfind("\n") if more else place[1] + len(text)


def _addresses(name: str, value: str) -> list[str]:
    """Return the addresses in an attribute; a set of pictures has several, each with its size."""
    if not name.endswith("srcset"):
        return [value.strip()] if value.strip() else []
    return [one.split()[0] for one in value.split(", ") if one.split()]


def _plain(address: str) -> str:
    """Return *address* without its fragment, and with the path that every host has."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address  # a browser cannot read it either
    return urlunsplit(parts._replace(fragment="", path=parts.path or "/"))


def _whole(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return address  # a browser cannot read it either


class Markups:
    """The markup of the pages that were visited, by their addresses."""

    def __init__(self) -> None:
        self._read: dict[str, Markup] = {}

    def add(self, text: str, *addresses: str) -> None:
        """Keep the *text* of a page that has these addresses, of which the first is its own."""
        markup = Markup(text, addresses[0])
        self._read.update(dict.fromkeys(addresses, markup))

    def of(self, address: str) -> Markup | None:
        """Return the markup of the page at *address*, if it was visited."""
        return self._read.get(address)

    def initiator(self, frame: str, url: str, told: Initiator) -> Initiator:
        """Return who has asked for *url* in the document at *frame*.

        That is the script that the protocol has *told* of, the element that has the address, an inline script
        that names the host (no protocol tells who has made a picture), or the document.
        """
        found = None if told.kind == "script" else self._loading(frame, url) or self._naming(frame, url)
        if found:
            return found
        return Initiator("frame", Place(frame)) if told.kind == "unknown" and frame else told

    def element(self, frame: str, url: str, text: str) -> Initiator:
        """Return the element of *frame* that has *url*; its place is unknown where a script has made it."""
        return self._loading(frame, url) or Initiator("element", Place(frame), text)

    def _loading(self, frame: str, url: str) -> Initiator | None:
        markup = self._read.get(frame)
        one = markup.loading(url) if markup else None
        return Initiator("element", Place(frame, one.line, one.column), one.text) if one else None

    def _naming(self, frame: str, url: str) -> Initiator | None:
        markup, host = self._read.get(frame), host_of(url)
        found = markup.naming(host) if markup and host else None
        if not found:
            return None
        place = Place(frame, found[1])
        return Initiator("script", place, found[0].text, (place,))
