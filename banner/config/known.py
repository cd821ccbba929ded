"""Services as the catalogue tells of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from banner.config.parts import Part
    from banner.core.declaration import Cookie

EMBEDS = ("video", "sound", "map", "post", "content")
# What a service does, for which there is a sentence in each language: ``kind.video.text``.
KINDS = (
    *("analytics", "recording", "testing", "monitoring"),
    *("advertising", "ad-space", "tag-manager", "marketing", "call-tracking", "push"),
    *("chat", "fonts", "captcha", "login", "payment", "sharing", "search"),
    *("video", "sound", "map", "post", "form", "appointments", "comments", "reviews", "documents"),
)


@dataclass(frozen=True)
class Script:
    """Script that a service loads: one at the address *src*, or *code* of ours.

    Or it is a *style* sheet, or a *pixel*: a picture that nobody sees. *code* is the body of a function of
    ``settings``: the owner's settings, by name, and as ``settings.signals`` those of the service and of the
    parts that hold. *attributes* are those of the element, by name, besides its address.
    """

    src: str = ""
    code: str = ""
    module: bool = False
    style: str = ""
    pixel: str = ""
    attributes: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        """What is requested, or nothing where it is code."""
        return self.src or self.style or self.pixel


@dataclass(frozen=True)
class Embed:
    """Embed of a service: one item in a *frame*, or as *markup* that *show* brings to life.

    *kind* is one of :data:`EMBEDS`. ``{id}`` in the addresses and the markup stands for the item, of which
    *pattern* must match the whole: it lets nothing through that would end an attribute or an address.
    *play* is added to the address for a visitor who asked for this very item. *show* is the body of a
    function of ``item``, the element. *link* is the address of the item itself.
    """

    kind: str
    pattern: str
    link: str
    frame: str = ""
    play: str = ""
    allow: str = ""
    markup: str = ""
    show: str = ""

    def shows(self, url: str) -> bool:
        """Return whether *url* is that of the frame, whatever item it shows and whatever stands behind it."""
        before, blank, _ = self.frame.partition("{id}")
        return bool(blank and re.match(f"{re.escape(before)}(?:{self.pattern})", url))


@dataclass(frozen=True)
class Setting:
    """Setting that an owner tells of the own account: a text of which *pattern* must match the whole."""

    pattern: str
    example: str
    help: str
    required: bool


@dataclass(frozen=True)
class Exemption:
    """Rule of :mod:`banner.config.exemptions` that a service can fall under, and what the owner has to do."""

    rule: str
    conditions: str
    source: str


@dataclass(frozen=True)
class Facts:
    """Where the facts of an entry come from, and on which day they were *checked*, as ``YYYY-MM-DD``.

    *sources* are addresses, *unconfirmed* sentences about what no source of the vendor's own says.
    """

    checked: str
    sources: tuple[str, ...]
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """Account with which a browser tries an entry, and what it then sees.

    *settings* are those that differ from the examples, *item* is one of the embed. *requests* are the
    addresses that are asked for, in this order. *queue* is an expression for the list in which the vendor
    finds its calls: *calls* are those after the consent, *withdrawn* those that follow at its end.
    """

    settings: dict[str, str]
    item: str
    requests: tuple[str, ...]
    queue: str
    calls: tuple[Any, ...]
    withdrawn: tuple[Any, ...]


@dataclass(frozen=True)
class Known:
    """Service of the catalogue. *hosts* are those that it may contact once it is granted.

    *kind* is one of :data:`KINDS`, or empty where the service has a sentence of its own. *sale* is what
    :class:`banner.core.declaration.Service` says of it. *signals* are the vendor's own names of what a
    consent to it allows. *parts* hold where the owner has given a certain setting. *calls* are the functions
    by which pages tell it something, as they write them (``"gtag"``, ``"_paq.push"``); *command* is the first
    argument by which it is told of a consent, which is the banner's alone to tell.
    """

    id: str
    name: str
    vendor: str
    purpose: str
    kind: str
    settings: dict[str, Setting]
    one_of: tuple[str, ...]
    scripts: tuple[Script, ...]
    withdraw: str
    cookies: tuple[Cookie, ...]
    hosts: tuple[str, ...]
    sale: bool
    signals: tuple[str, ...]
    calls: tuple[str, ...]
    command: str
    parts: tuple[Part, ...]
    embed: Embed | None
    exemptions: tuple[Exemption, ...]
    facts: Facts
    trial: Trial

    @property
    def all_scripts(self) -> tuple[Script, ...]:
        """Return its scripts and those of all its parts, whatever an owner's settings are."""
        return (*self.scripts, *(script for part in self.parts for script in part.scripts))
