"""Services as the catalogue tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banner.config.parts import Part
    from banner.core.declaration import Cookie

EMBEDS = ("video", "sound", "map", "post")


@dataclass(frozen=True)
class Script:
    """Script that a service loads: one at the address *src*, or *code* of ours.

    *code* is the body of a function of ``settings``: the owner's settings, by name, and as
    ``settings.signals`` those of the service and of the parts that hold.
    """

    src: str = ""
    code: str = ""
    module: bool = False


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


@dataclass(frozen=True)
class Setting:
    """Setting that an owner tells of the own account: a text of which *pattern* must match the whole."""

    pattern: str
    example: str
    help: str
    required: bool


@dataclass(frozen=True)
class Known:
    """Service of the catalogue. *hosts* are those that it may contact once it is granted.

    *sale* is what :class:`banner.core.declaration.Service` says of it. *signals* are the vendor's own names
    of what a consent to it allows. *parts* hold where the owner has given a certain setting. *calls* are the
    functions by which pages tell it something, as they write them (``"gtag"``, ``"_paq.push"``); *command* is
    the first argument by which it is told of a consent, which is the banner's alone to tell.
    """

    id: str
    name: str
    vendor: str
    purpose: str
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
