"""The phases of an audit, as data: how each is reached, and which services are granted in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banner.core.consent import Consent, parted, without_sale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from banner.config.site_config import SiteConfig
    from banner.core.declaration import Declaration


@dataclass(frozen=True)
class Step:
    """Step of a visitor: an *action* of the driver, and the service that it is about, where there is one.

    After it the page is in *state*, and the services *granted* are on.
    """

    action: str
    state: str
    granted: tuple[str, ...]
    service: str = ""


@dataclass(frozen=True)
class Phase:
    """Phase: its *steps* are made on the first page of a fresh profile, then all pages are visited.

    What the last step grants holds on all of them, as does its state; *asks* tells whether the banner then
    still asks. *gpc* is whether the browser sends Global Privacy
    Control. *lingers* is whether each page is waited on, scrolled and tabbed through.
    *everywhere* is whether all pages are visited, or the first alone.
    """

    id: str
    title: str
    steps: tuple[Step, ...]
    gpc: bool = False
    lingers: bool = False
    everywhere: bool = True

    @property
    def last(self) -> Step:
        """Return the last step, after which all pages are visited."""
        return self.steps[-1]

    @property
    def asks(self) -> bool:
        """Return whether the banner still asks after the last step."""
        return self.last.state == "undecided"

    @property
    def decided(self) -> bool:
        """Return whether the last step has left a record."""
        return self.last.state not in ("", "undecided")

    @property
    def withdrawn(self) -> bool:
        """Return whether the last step has taken back what was on before it, be it by itself."""
        before = {service for step in self.steps[:-1] for service in step.granted}
        return self.decided and not before <= set(self.last.granted)


def phases(site: SiteConfig) -> tuple[Phase, ...]:
    """Return the phases of an audit of *site*, in the order in which they are gone through.

    *site* is as it is for visitors in one region: what is on by itself there is so from the start.
    """
    declaration = site.declaration
    every = tuple(one.id for one in declaration.optional())
    exempt = declaration.exempt()
    quiet = Step("open", "undecided", exempt)
    granted = Step("accept-all", "granted", every)
    denied = Step("deny-all", "denied", ())
    dismissed = Step("dismiss", _state(declaration, exempt), exempt)
    unsold = without_sale(declaration, every)
    silent = without_sale(declaration, exempt)
    embeds = [name for name in every if site.code[name].embed and name not in exempt]
    if not every:
        return (Phase("undecided", "nothing to decide", (Step("open", "", ()),), lingers=True),)
    return (
        Phase("undecided", "undecided: waited, scrolled, tabbed", (quiet,), lingers=True),
        Phase("denied", "all denied", (quiet, denied), lingers=True),
        Phase("dismissed", "dismissed with the X", (quiet, dismissed)),
        *(
            Phase(
                f"alone:{name}",
                f"{name} alone",
                (quiet, Step("choose", _state(declaration, (name,)), (name,), name)),
            )
            for name in every
        ),
        *(
            Phase(
                f"embed:{name}",
                f"one embed of {name} opened",
                (quiet, Step("load", "undecided", (*exempt, name), name)),
                everywhere=False,
            )
            for name in embeds
        ),
        Phase("accepted", "all accepted", (quiet, granted), lingers=True),
        Phase("withdrawn", "accepted, then withdrawn", (quiet, granted, Step("withdraw", "denied", ()))),
        Phase("expired", "accepted, then expired", (quiet, granted, Step("expire", "undecided", exempt))),
        Phase("gpc", "with Global Privacy Control", (Step("open", "undecided", silent),), gpc=True),
        Phase(
            "gpc-accepted",
            "accepted with Global Privacy Control",
            (Step("open", "undecided", silent), Step("accept-all", _state(declaration, unsold), unsold)),
            gpc=True,
        ),
        Phase(
            "other-tab",
            "accepted and withdrawn in another tab",
            (
                quiet,
                Step("accept-in-other-tab", "granted", every),
                Step("withdraw-in-other-tab", "denied", ()),
            ),
        ),
    )


def _state(declaration: Declaration, on: tuple[str, ...]) -> str:
    """Return the state of a page with the services *on*, as :class:`banner.core.consent.Consent` has it."""
    granted, denied, exempt = parted(declaration, on, declaration.exempt())
    return Consent("", 0, "", "", "", granted, denied, exempt, declaration.mode).state


def chosen(all_phases: Iterable[Phase], names: Iterable[str]) -> tuple[Phase, ...]:
    """Return the phases with *names*: an id, or what stands before its colon; all where none is named."""
    wanted = tuple(names)
    return tuple(
        one for one in all_phases if not wanted or one.id in wanted or one.id.partition(":")[0] in wanted
    )
