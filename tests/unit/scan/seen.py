"""Pages as if a browser had seen them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from banner.observe.kinds import Initiator, Observation, Place, Request
from banner.scan.walk import Visits

if TYPE_CHECKING:
    from banner.observe.cloaks import Cloak
    from banner.scan.parties import Parties

PAGE = "https://shop.example/"


def visits(markup: str, *seen: Observation, page: str = PAGE) -> Visits:
    """The visit of one page."""
    made = Visits()
    made.pages.append(page)
    made.markups.add(markup, page)
    made.seen += seen
    return made


def request(url: str, initiator: Initiator | None = None, **more: Any) -> Request:
    """A request of the page."""
    return Request(page=PAGE, frame=PAGE, url=url, initiator=initiator or Initiator("unknown"), **more)


def script(*places: tuple[str, int] | tuple[str, int, int]) -> Initiator:
    """Scripts that have called each other, the innermost first, at a line and maybe a column."""
    stack = tuple(Place(*one) for one in places)
    return Initiator("script", stack[0], stack=stack)


def found(made: Visits, *cloaks: Cloak) -> Parties:
    """Who is behind what was seen."""
    from banner.scan.parties import parties

    return parties(made, ("shop.example",), cloaks)
