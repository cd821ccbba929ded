"""Finds the pages of a site: by a list, a folder, the site map, and links."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from banner.errors import ConfigError
from banner.observe.kinds import origin_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext

_LOCATION = re.compile(r"<loc>\s*(.*?)\s*</loc>", re.DOTALL)
_MAPS = 20  # of one site map of site maps
# No pages: they would be downloaded.
_FILES = re.compile(r"\.(?!html?$|xhtml$|php\d?$|aspx?$|jsp$|cgi$|[a-z]*\d+$)[a-z0-9]{2,5}$", re.IGNORECASE)
# A visit must change nothing: who is logged in stays so, and nothing goes into a basket.
_ACTS = re.compile(r"log-?out|sign-?out|abmelden|logoff|delete|remove|unsubscribe|add-to-cart", re.IGNORECASE)
_PAGES = (".html", ".htm", ".xhtml")
_FEW_SECONDS = 15_000


class Frontier:
    """The pages of one origin that are still to be visited, the nearest first, each once.

    Those that an owner has named are visited, all of them: *depth* and *most* are for what links lead to.
    """

    def __init__(self, start: str, *, depth: int, most: int) -> None:
        self.origin = origin_of(start)
        self._depth = depth
        self._most = most
        self._waiting: deque[tuple[str, int]] = deque()
        self._known: set[str] = set()
        self._given = 0
        self._left: dict[str, str] = {}

    @property
    def known(self) -> int:
        """How many pages will be visited, as far as is known."""
        return min(self._most, self._given + len(self._waiting))

    def name(self, addresses: Iterable[str]) -> None:
        """Put *addresses* in line that an owner has named, whatever they look like and however many."""
        for address in self._new(addresses):
            if origin_of(address) == self.origin:
                self._put(address, 0)
            else:
                self._left[address] = f"not of {self.origin}"
        self._most = max(self._most, len(self._waiting))

    def add(self, addresses: Iterable[str], depth: int) -> None:
        """Put those of *addresses* in line that are pages; they are *depth* links away from the start."""
        for address in self._new(addresses):
            if origin_of(address) != self.origin or not may_be_page(address):
                continue
            if acts(address):
                self._left[address] = "look as if a visit did something"
            elif depth > self._depth:
                self._left[address] = "further away than --depth"
            else:
                self._put(address, depth)

    def moved(self, address: str) -> None:
        """Go on at the origin of *address*, to which the start has led: there it was visited."""
        self.origin = origin_of(address)
        self._known.add(address.partition("#")[0])

    def left(self) -> Counter[str]:
        """Return how many addresses are left out, by the reason."""
        return Counter(self._left.values()) + Counter({"more than --pages": len(self._waiting)})

    def _new(self, addresses: Iterable[str]) -> Iterator[str]:
        for one in addresses:
            address = one.partition("#")[0]  # no parser: some are none that it reads
            if address not in self._known:
                yield address

    def _put(self, address: str, depth: int) -> None:
        self._left.pop(address, None)
        self._known.add(address)
        self._waiting.append((address, depth))

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Give pages with their depth until there are no more, or enough."""
        while self._waiting and self._given < self._most:
            self._given += 1
            yield self._waiting.popleft()


def may_be_page(address: str) -> bool:
    """Return whether *address* may be a page, and is no file to download by its name."""
    return not _FILES.search(urlsplit(address).path)


def acts(address: str) -> bool:
    """Return whether *address* looks as if a visit logged somebody out, deleted or bought something."""
    parts = urlsplit(address)
    return bool(_ACTS.search(f"{parts.path}?{parts.query}"))


def in_folder(folder: Path, base: str) -> list[str]:
    """Return the addresses below *base* of all pages in *folder*. Raises :class:`ConfigError` if none is."""
    files = sorted(one.relative_to(folder) for one in folder.rglob("*") if one.suffix.lower() in _PAGES)
    shown = [one for one in files if not any(part.startswith(".") for part in one.parts)]
    if not shown:
        raise ConfigError(f"{folder}: there is no page in it; name the folder that your pages lie in")
    # The start page first, and pages before those that lie below them.
    ordered = sorted(shown, key=lambda one: (len(one.parts), one.stem != "index", one.as_posix()))
    return [urljoin(base, quote(one.as_posix())) for one in ordered]


def in_list(file: Path, base: str) -> list[str]:
    """Return the addresses in *file*, one a line, whole or seen from *base*; ``#`` begins a comment."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: this is no text; write one address a line, as UTF-8") from error
    return [urljoin(base, one.strip()) for one in lines if one.strip() and not one.startswith("#")]


def in_site_map(start: str, fetch: Callable[[str], str]) -> list[str]:
    """Return the addresses in the site map of the site at *start*; *fetch* gives the text of an address."""
    waiting, found, asked = deque([urljoin(start, "/sitemap.xml")]), [], 0
    while waiting and asked < _MAPS:
        asked += 1
        text = fetch(waiting.popleft())
        places = [html.unescape(one) for one in _LOCATION.findall(text)]
        if "<sitemapindex" in text:
            waiting.extend(one for one in places if origin_of(one) == origin_of(start))
        else:
            found += places
    return found


def fetching(context: BrowserContext) -> Callable[[str], str]:
    """Return what gives the text of an address, with the cookies of *context*; nothing where none is."""

    def fetch(address: str) -> str:
        from playwright.sync_api import Error

        try:
            answer = context.request.get(address, timeout=_FEW_SECONDS)
            return answer.text() if answer.ok else ""
        except (Error, UnicodeDecodeError):
            return ""

    return fetch
