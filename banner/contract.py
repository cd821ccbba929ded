"""The border between Python, the page and the server: every shape and every name that crosses it.

It is for those who write, and for what checks them; no page runs it. ``python -m banner.toolchain.contract``
writes it as TypeScript to ``client/contract.d.ts``, for ``tsc`` and the page side; ``mypy`` checks Python.
What browsers keep and what pages send can be anything: whoever reads it looks at it first.
"""

from __future__ import annotations

from typing import Literal, NotRequired, Protocol, TypedDict

StorageKey = Literal[
    "pending", "plan", "history", "scope", "stays", "language", "left", "unsent", "unsendable", "probe"
]
"""What local storage has, each under ``consent.`` and its name."""

HostPrefix = Literal["__Host-"]
"""In front of the consent cookie's name on https, where no domain is shared: no sub-domain can set that."""

PendingSuffix = Literal["-pending"]
"""Behind the consent cookie's name: the cookie that has pending decisions where storage takes none."""

SpareSuffix = Literal["-banner"]
"""Behind the consent cookie's name: the one that stands in where others have taken that name."""

RecordStart = Literal["%7B%22v%22%3A"]
"""How every record begins: what others keep under its name is none."""

Attribute = Literal[
    "data-consent",
    "data-consent-account",
    "data-consent-action",
    "data-consent-activated",
    "data-consent-embed",
    "data-consent-open",
]
"""What elements are told by, beside ``data-service``, ``data-src`` and ``data-embed`` of the blocked ones."""

EventName = Literal["consent:ready", "consent:change", "consent:open", "consent:language"]
"""What the document hears; the last is for the page side itself."""

State = Literal["undecided", "pending", "denied", "partial", "granted"]
"""What the root element says: that nothing is decided, or not recorded yet, or what was."""

Action = Literal["accept-all", "deny-all", "accept-selected", "dismiss", "allow", "withdraw"]
"""What a decision is."""


class Decision(TypedDict):
    """What the visitor did, which Python has not recorded yet."""

    id: str
    action: Action
    services: list[str]
    at: int
    """Milliseconds since 1970."""
    source: str
    revision: str
    notice_hash: str
    """The SHA-256 of all that was shown."""
    language: str


class Consent(TypedDict):
    """What page scripts are told."""

    state: State
    granted: list[str]
    denied: list[str]
    at: NotRequired[str]
    action: NotRequired[str]
    source: NotRequired[str]
    revision: NotRequired[str]
    before: NotRequired[str]
    """When the decision was made that no longer counts."""


class Plan(TypedDict):
    """The decision that Python leaves for later pages."""

    ground: str
    """What a page has to be for it to hold: build, record, account and signal."""
    record: str
    start: int
    end: int
    lost: int
    """The moment from which a missing cookie was not deleted by the visitor."""
    services: list[str]
    ticked: list[str]
    consent: Consent


class LogEntry(TypedDict):
    """What is kept of a decision, to show later that it was made."""

    id: str
    event: str
    record: str
    previous: str
    notice_hash: str
    language: str
    scope: str


class Login(TypedDict):
    """Whose consent the cookie holds, as storage keeps it."""

    account: str
    own: str
    """The record that the device had before."""
    since: int


Endpoint = Literal["log", "account", "history"]
"""What the site's server offers, below the address that the declaration has for it."""


class LogRequest(TypedDict):
    """What is sent to ``log``."""

    entries: list[LogEntry]


class LogResponse(TypedDict):
    """What comes back from there: the ids of all entries that the log has now."""

    stored: list[str]


class ErrorResponse(TypedDict):
    """What comes back from anywhere where the question is none."""

    error: str


class AccountRecord(TypedDict):
    """What ``account`` tells: who is logged in, and the record of that account; empty where there is none."""

    account: str
    record: str


class History(TypedDict):
    """What ``history`` tells: the visitor's own decisions."""

    entries: list[LogEntry]


class Said(TypedDict):
    """What is said in one language."""

    language: str
    notice_hash: str
    """The SHA-256 of all that is shown."""
    banner: str


class Preferences(TypedDict):
    """The second layer, in one language."""

    css: str
    dialog: str
    section: str
    notes: dict[str, str]
    """The sentence about the consent, by its state."""
    leaving: str
    """The toast of a page that waits to be left."""


class More(TypedDict):
    """What only some pages show, in one language."""

    css: str
    declaration: str
    """The list of cookies."""
    history: str
    """The place of the visitor's own history."""
    placeholders: dict[str, str]
    """What stands in the place of outside content, by service."""


class CookieNames(TypedDict):
    """The names of our cookies, and the domain that hosts share one consent on."""

    consent: str
    language: str
    domain: str


class LoaderData(Said):
    """What the build puts in front of the loader, beside the code of the services."""

    build: str
    """Names this build; a plan of another one is not replayed."""
    revision: str
    """Names what is asked."""
    asked: list[str]
    """The ids of the services that can be denied, in declared order."""
    start: str
    """``"idle"`` starts Python without waiting for the visitor."""
    css: str
    name: str
    """What page scripts call us by."""
    cookies: CookieNames
    languages: dict[str, str]
    """The file of each language, by its tag in small letters, longest first; none of the one that is here."""
    embeds: str
    """A selector for the elements that the feature ``extras`` fills."""
    extras: str
    """The address of this feature's module; the next two fields hold the other ones."""
    blocking: str
    python: str


class LanguageFiles(TypedDict):
    """The files of one language."""

    banner: str
    preferences: str
    more: str


class RuntimeData(TypedDict):
    """What the build says of Python to the feature that starts it."""

    module: str
    """PyScript and the interpreter."""
    files: dict[str, str]
    """What the interpreter fetches, by the end of the name that it asks for."""
    spare: dict[str, str]
    """What it fetches where one of those fails it."""
    source: str
    """The Python that runs."""


class Embed(TypedDict):
    """How a service shows one item: a frame, or a piece of markup that a script brings to life."""

    pattern: str
    """What ``data-embed`` must look like as a whole."""
    frame: NotRequired[str]
    """The address of the frame; ``{id}`` stands for the item."""
    play: NotRequired[str]
    """What the address gets where the visitor has asked for this very item."""
    allow: NotRequired[str]
    markup: NotRequired[str]
    link: str
    """The address of the item itself."""


class Bridge(Protocol):
    """What Python may have the page do. No name of a page leads here; nothing takes an address or code.

    Arguments and results cross as JSON, so each is what JSON can hold.
    """

    def now(self) -> int:
        """Return the browser's clock, in milliseconds since 1970."""

    def time_origin(self) -> int:
        """Return when the page was asked for, by the same clock."""

    def format_time(self, at: int) -> str:
        """Return the moment *at* in words, in the visitor's time and language."""

    def shown(self) -> tuple[str, str]:
        """Return the language that is shown, and the SHA-256 of what is."""

    def gpc(self) -> bool:
        """Return whether the browser sends the Global Privacy Control signal."""

    def account(self) -> str:
        """Return what the page says of the visitor's account."""

    def read_cookies(self) -> str:
        """Return the cookies of this page."""

    def write_cookies(self, cookies: list[str]) -> None:
        """Write *cookies*, each as ``document.cookie`` takes it."""

    def pending(self) -> list[Decision]:
        """Return the pending decisions, oldest first."""

    def forget_pending(self, count: int) -> None:
        """Forget the oldest *count* of them."""

    def active(self) -> list[str]:
        """Return the services that are active in this page."""

    def active_items(self) -> list[str]:
        """Return the services of which the visitor has activated single items."""

    def write_storage(self, key: StorageKey, text: str) -> bool | None:
        """Keep *text*, which is JSON, or nothing any more; return whether that was possible."""

    def read_storage(self, key: StorageKey) -> object:
        """Return what is kept."""

    def activate(self, services: list[str]) -> None:
        """Activate *services*."""

    def deactivate(self, services: list[str]) -> None:
        """Tell active *services* that their consent has ended."""

    def show(self, consent: Consent, ticked: list[str]) -> None:
        """Show the present *consent*; an undecided one asks."""

    def send(self, entry: LogEntry) -> None:
        """Have *entry* brought to the site's server, now or later."""

    def toast(self, html: str) -> None:
        """Show a toast, of HTML that Python has written."""

    def wants_history(self) -> bool:
        """Return whether the history is to be shown; asked once."""

    def show_history(self, html: str) -> None:
        """Show the history, of HTML that Python has written."""

    def leave(self) -> None:
        """Leave the page for the same one anew."""

    async def fetch_account(self, record: str | None) -> object:
        """Return what the server has for the account; the device's own *record* is to be merged with it."""

    async def fetch_history(self) -> object:
        """Return the visitor's own decisions, as the server has them."""

    async def list_storage(self, kind: Literal["cache", "indexeddb"]) -> list[str]:
        """Return the names of the page's caches or databases."""

    async def delete_storage(self, kind: Literal["cache", "indexeddb"], names: list[str]) -> None:
        """Drop those *names*."""
