"""Sight: what a tester can see of the banner in a page at one moment, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# An expression: a function of the name by which pages call the banner, and of a selector to look at.
SCRIPT = Path(__file__).with_name("sight.js").read_text(encoding="utf-8").strip().removesuffix(";")


@dataclass(frozen=True)
class Sight:
    """What is to be seen of the banner in the page at *address*.

    *tag* says that a script tag names ``consent.js``. *state* is that of the root element, or empty. *api*
    says that the global object is the banner's. *consent* is what it tells, or the record in the cookie, or
    ``None``. *banner* is ``"absent"``, ``"closed"`` or ``"open"``, *hidden* what hides an open one.
    *preferences* says that the dialog is open, *switches* has its switches by service. *target* tells of the
    element that was asked for: ``"absent"``, ``"unseen"``, what lies over it, or nothing. *modal* is a dialog
    of the page that makes all else dead.
    """

    address: str
    tag: bool
    state: str
    api: bool
    consent: dict[str, Any] | None
    banner: str
    hidden: str
    preferences: bool
    target: str
    modal: str
    switches: dict[str, bool] = field(default_factory=dict)

    def ids(self, key: str) -> tuple[str, ...]:
        """Return the services that the consent has under *key*: ``granted``, ``denied`` or ``exempt``."""
        return tuple((self.consent or {}).get(key, ()))

    def words(self) -> str:
        """Return what is to be seen as one sentence."""
        if not self.state:
            return f"{self.address}, a page without a banner"
        layers = [f"the banner is {self.banner}", *(["the preferences are open"] if self.preferences else [])]
        return f"{self.address} is {self.state}{self._details()}; {', '.join(layers)}"

    def _details(self) -> str:
        told = [
            f"{key}: {', '.join(ids)}" for key in ("granted", "denied", "exempt") if (ids := self.ids(key))
        ]
        if self.consent and self.consent.get("at"):
            told.append(f"{self.consent.get('action')} at {self.consent['at']}")
        return f" ({'; '.join(told)})" if told else ""

    def hindrance(self) -> str:
        """Return what stands in the way of whoever wants to use the banner, with the remedy; or nothing."""
        if not self.state:
            return (
                "consent.js has not run: see that its address answers, and that the page's policy allows it"
                if self.tag
                else 'the page has no tag for it: <script src="/consent/consent.js" defer></script>'
            )
        if self.state == "pending":
            return (
                "Python has not recorded the decision: see that consent/files/ is served, and that it answers"
            )
        if self.banner == "open" and self.hidden and not self.preferences:
            return f"{self.hidden}: a style sheet, or a content blocker, hides the banner from visitors"
        if self.modal:
            return f"{self.modal} is modal and makes the page behind it dead: close it first"
        if self.target == "unseen":
            return "a style sheet hides it"
        return "" if self.target == "absent" else self.target


def read(plain: dict[str, Any]) -> Sight:
    """Return the sight that the page's own *plain* values tell."""
    return Sight(**{**plain, "switches": dict(plain["switches"])})
