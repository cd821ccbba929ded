"""A way through a site, and what the pages on it show: the tests look at one journey from many sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.software.guest import Guest

# From page to page: by links, and then with what the browser keeps, or the software in its stead.
WALKS = {
    "by links": ("open index", "follow film", "follow choices", "follow index", "follow film"),
    "there and back": (
        "open index",
        "follow film",
        "follow choices",
        "back film",
        "back index",
        "forward film",
        "reload film",
        "follow index",
    ),
}


@dataclass(frozen=True)
class Step:
    """What a page shows, after a *step* has led to it and it has come to rest."""

    step: str
    state: str | None
    """What ``<html>`` says."""
    banners: int
    """How many banners there are in the document."""
    asked: bool
    """That the buttons of one are seen and can be pressed."""
    shown: bool
    dialogs: int
    left_open: int
    """Dialogs that are open and do not stand above the page."""
    places: list[int]
    """How many elements each place has."""
    ticked: int
    """Services that are switched on in the places."""
    running: int
    dead: int
    """Frames that are seen and have nothing in them."""
    held: int
    ran: dict[str, int]
    """How often each script has run since the document came."""
    shows: int
    """How often the page with scripts has been shown since then."""

    @property
    def page(self) -> str:
        """The name of the page."""
        return self.step.partition(" ")[2]


@dataclass(frozen=True)
class Journey:
    """All steps, what the console said, and which strangers were asked for something."""

    steps: tuple[Step, ...]
    said: tuple[str, ...]
    outside: tuple[str, ...]

    def at(self, page: str) -> list[Step]:
        """Return the steps that have led to a *page*."""
        return [one for one in self.steps if one.page == page]


def travel(guest: Guest, state: str, walk: str) -> Journey:
    """Go a *walk* as somebody who has decided so before, or not at all."""
    if state != "undecided":
        guest.come_back(state)
    steps = [Step(step=step, **guest.go(step).looks()) for step in WALKS[walk]]
    return Journey(tuple(steps), (*guest.said, *guest.visitor.errors), tuple(guest.visitor.outside()))
