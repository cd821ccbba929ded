"""Words that no text of a banner should have: the build looks at the owner's, a test at ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from banner import resources
from banner.core.languages import lookup


@dataclass(frozen=True)
class Wording:
    """Regular expressions of one language; an empty one finds nothing.

    *nudges* push towards a decision, *legitimate_interest* claims one.
    """

    nudges: str = ""
    legitimate_interest: str = ""

    def nudge(self, text: str) -> str:
        """Return what of *text* pushes towards a decision first, or nothing."""
        return _first(self.nudges, text)

    def claim(self, text: str) -> str:
        """Return what of *text* claims a legitimate interest first, or nothing."""
        return _first(self.legitimate_interest, text)


def wording(language: str) -> Wording:
    """Return the words of the nearest language to *language* that there are any of."""
    known = lookup((language,), resources.languages())
    if not known:
        return Wording()
    words = resources.locale(known)["wording"]
    return Wording(words["nudges"], words["legitimate_interest"])


def _first(pattern: str, text: str) -> str:
    match = re.search(pattern, text, re.IGNORECASE) if pattern else None
    return match.group() if match else ""
