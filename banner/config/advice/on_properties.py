"""Properties of the look that a style sheet sets in vain. Each tells line, text, rule, source and remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from banner.config.properties import BASIC, EVERY
from banner.config.reader import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from banner.config.pages import Spot
    from banner.config.theme import Theme

_SET = re.compile(r"(--consent-([a-z-]+))\s*:")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SOURCE = "the reference of the look"


def idle(theme: Theme | None, sheet: Spot) -> Iterator[tuple[int | None, object, str, str, str]]:
    """Give each property that *sheet* sets, and that no style of a site with this *theme* looks at."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), sheet.text)
    for found in _SET.finditer(text):
        line = sheet.line + text.count("\n", 0, found.start())
        if found[2] not in EVERY:
            remedy = unknown(found[2], EVERY)
            yield line, found[1], "the banner has no such property", _SOURCE, remedy
        elif not theme and found[2] not in BASIC:
            yield (
                line,
                found[1],
                "this does nothing, since the declaration has no [theme]",
                _SOURCE,
                "write [theme] into it; the table may be empty",
            )
