"""Later pages of visitors who have decided, page by page in turn.

A page is soon over, and on a machine that other work shares the next second may be another one.
"""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING

from tests.benchmarks.contestants import ALONE
from tests.benchmarks.visits import FAST, LOADED, Tab

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from tests.benchmarks.contestants import Contestant
    from tests.benchmarks.journey import Sample
    from tests.benchmarks.servers import Servers
    from tests.benchmarks.visits import Profile


def returning(
    browser: Browser,
    servers: Servers,
    contestants: list[Contestant],
    profiles: tuple[Profile, ...],
    pages: int,
) -> Iterator[tuple[str, str, Sample]]:
    """What each page costs a visitor of each of *contestants*: the profile, the contestant, the figures."""
    with contextlib.ExitStack() as stack:
        tabs = [stack.enter_context(Tab(browser, servers, one, FAST)) for one in contestants]
        for tab in tabs:
            _decide(tab)
        for number in range(pages):
            for profile in profiles:
                for tab in random.sample(tabs, len(tabs)):
                    yield profile.name, tab.contestant.name, _later(tab, profile, f"?{profile.name}={number}")


def _decide(tab: Tab) -> None:
    """Decide, and have everything that is left of the decision put away."""
    tab.open("?first")
    if tab.contestant.name != ALONE:
        tab.accept()
    tab.open("?next", banner="")


def _later(tab: Tab, profile: Profile, path: str) -> Sample:
    """One page, from its start. Only while it loads is the device slow: that costs the others, too."""
    tab.throttle(profile)
    script = tab.scripts(path, banner="", until=LOADED if tab.contestant.banner else "true")
    tab.throttle(FAST)
    sample = {"later.script": script, **tab.weight("later")}
    sample["later.conditional"] = sum(1 for one in tab.wire() if one.status == 304)
    if tab.contestant.banner:
        arrivals = tab.arrivals()
        sample["later.tag"] = min(arrivals)
        sample["later.tags"] = max(arrivals)
    return sample
