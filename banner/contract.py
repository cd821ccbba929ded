"""Contract of Python, the page and the server: every shape and every name that crosses their borders.

It is for those who write, and for what checks them; no page runs it. ``python -m banner.toolchain.contract``
writes it as TypeScript to ``client/contract.d.ts``, for ``tsc`` and the page side; ``mypy`` checks Python.
What browsers keep and what pages send can be anything: whoever reads it looks at it first.
"""

from __future__ import annotations

from typing import Literal, NotRequired, Protocol, TypedDict

StorageKey = Literal[
    "pending",
    "plan",
    "history",
    "scope",
    "stays",
    "confirm",
    "language",
    "left",
    "unsent",
    "unsendable",
    "probe",
    "owner",
]
"""Keys of local storage, each behind ``consent.``."""

HostPrefix = Literal["__Host-"]
"""Prefix of the consent cookie's name on https where no domain is shared: no sub-domain can set it."""

PendingSuffix = Literal["-pending"]
"""Suffix of the cookie that keeps pending decisions where storage takes none."""

SpareSuffix = Literal["-banner"]
"""Suffix of the cookie that keeps the consent where others have taken the name of the consent cookie."""

RecordStart = Literal["%7B%22v%22%3A"]
"""Start of every record: a cookie of that name with another value is somebody else's."""

Attribute = Literal[
    "data-consent",
    "data-consent-account",
    "data-consent-action",
    "data-consent-activated",
    "data-consent-embed",
    "data-consent-open",
    "data-consent-region",
]
"""Attributes of ours, beside ``data-service``, ``data-src`` and ``data-embed`` of blocked elements."""

EventName = Literal["consent:ready", "consent:change", "consent:open", "consent:language"]
"""Events of the document; the last is for the page side itself."""

State = Literal["undecided", "pending", "denied", "partial", "granted"]
"""State of the page, on the root element: not decided, not recorded yet, or what is granted."""

Action = Literal["accept-all", "deny-all", "accept-selected", "dismiss", "allow", "withdraw", "opt-out"]
"""Actions by which a decision is made."""


class Decision(TypedDict):
    """Decision of the visitor; pending until Python has recorded it."""

    id: str
    action: Action
    services: list[str]
    at: int
    """Milliseconds since 1970."""
    source: str
    revision: str
    notice_hash: str
    """SHA-256 of all that was shown."""
    language: str


class Consent(TypedDict):
    """Consent as page scripts are told it."""

    state: State
    granted: list[str]
    denied: list[str]
    exempt: NotRequired[list[str]]
    """Services that are on without having been asked."""
    at: NotRequired[str]
    action: NotRequired[str]
    source: NotRequired[str]
    revision: NotRequired[str]
    before: NotRequired[str]
    """Time of a decision that no longer counts, in ISO 8601."""


class Plan(TypedDict):
    """Plan that Python leaves for later pages: the services to activate, and until when."""

    ground: str
    """Build, record, account and signal of a page for which it holds."""
    record: str
    start: int
    end: int
    lost: int
    """Time from which a missing cookie was not deleted by the visitor."""
    services: list[str]
    ticked: list[str]
    consent: Consent
    unwanted: list[str]
    """Expressions for the names that denied services keep: of cookies, in local and in session storage."""
    listed: list[str] | None
    """The same for databases and caches of files, which a browser lists in its own time."""


class LogEntry(TypedDict):
    """Entry of the consent log, which proves that a decision was made."""

    id: str
    event: str
    record: str
    previous: str
    notice_hash: str
    language: str
    scope: str


class Login(TypedDict):
    """Login, as storage keeps it: whose consent the cookie holds."""

    account: str
    own: str
    """Record that the device had before."""
    since: int


Endpoint = Literal["log", "account", "history"]
"""Endpoints of the site's server, below the address that the declaration has for it."""


class LogRequest(TypedDict):
    """Request to ``log``."""

    entries: list[LogEntry]


class LogResponse(TypedDict):
    """Response of ``log``: the ids of all entries of the request that the log has now."""

    stored: list[str]


class ErrorResponse(TypedDict):
    """Response of any endpoint to a request that it cannot take."""

    error: str


class AccountRecord(TypedDict):
    """Response of ``account``: who is logged in, and the record of that account; empty where none is."""

    account: str
    record: str


class History(TypedDict):
    """Response of ``history``: the visitor's own decisions."""

    entries: list[LogEntry]
    received: list[str]
    """When the server has received each, by its own clock."""


class Said(TypedDict):
    """Banner in one language."""

    language: str
    notice_hash: str
    """SHA-256 of all that is shown."""
    banner: str


class Preferences(TypedDict):
    """Preferences, the second layer, in one language."""

    css: str
    dialog: str
    section: str
    signal: list[str]
    """Ids of the services that are on by default, and off where the browser sends the privacy signal."""
    notes: dict[str, str]
    """Sentence about the consent, by its state."""
    leaving: str
    """Toast of a page that waits to be left."""
    change: str
    """Label of the way back to the preferences, beside what has just been saved."""


class OptOut(TypedDict):
    """View against sale and sharing, in one language."""

    dialog: str
    done: str
    """Sentence that confirms an opt-out, with ``{when}`` in it."""
    signal: str
    """Sentence where the Global Privacy Control signal has opted out."""


class More(TypedDict):
    """Texts that only some pages show, in one language."""

    css: str
    declaration: str
    """List of cookies."""
    history: str
    """Button that shows the visitor's own history."""
    placeholders: dict[str, str]
    """Placeholders of outside content, by service."""
    opt_out: OptOut
    reopen: str
    """Button in a corner of the page, or empty."""


class LoaderData(Said):
    """Data that the build gives the loader, beside the code of the services."""

    build: str
    """Name of this build; a plan of another one, or for a region with other rules, is not replayed."""
    revision: str
    """Name of what is asked, and behind it, where not everything is, the mode of the region."""
    asked: list[str]
    """Ids of the services that can be denied, in declared order."""
    start: NotRequired[str]
    """``"idle"`` starts Python without waiting for the visitor."""
    css: str
    name: str
    """Name of the object that page scripts use, on ``window``."""
    cookies: tuple[str, str, str]
    """Names of the consent cookie and of the language cookie; what stands before the first on https."""
    languages: list[str]
    """Tags of the languages, the longest first."""
    texts: str
    """Part that the names of the files of all languages share: ``files/LANGUAGE.TEXTS.json``."""
    embeds: str
    """Selector for the elements that the feature ``extras`` fills."""
    extras: str
    """Address of this feature's module; the next two fields hold the other ones."""
    blocking: str
    python: str


class LanguageFiles(TypedDict):
    """Files of one language."""

    banner: str
    preferences: str
    more: str


class RuntimeData(TypedDict):
    """Data that the build gives the feature that starts Python."""

    module: str
    """PyScript and the interpreter."""
    files: dict[str, str]
    """Files that the interpreter fetches, by the end of the name that it asks for."""
    spare: dict[str, str]
    """Files that it fetches where one of those fails."""
    source: str
    """Python that runs."""


class Embed(TypedDict):
    """Way in which a service shows one item: a frame, or a piece of markup that a script brings to life."""

    pattern: str
    """Pattern that ``data-embed`` must match as a whole."""
    frame: NotRequired[str]
    """Address of the frame; ``{id}`` stands for the item."""
    play: NotRequired[str]
    """Text behind the address where the visitor has asked for this very item."""
    allow: NotRequired[str]
    markup: NotRequired[str]
    link: str
    """Address of the item itself."""


class Bridge(Protocol):
    """Bridge: all that Python may have the page do. No page can reach it; nothing takes an address or code.

    Arguments and results cross as JSON, so each is what JSON can hold.
    """

    def now(self) -> int:
        """Return the browser's clock, in milliseconds since 1970."""

    def time_origin(self) -> int:
        """Return when the page was asked for, by the same clock."""

    def format_time(self, at: int) -> str:
        """Write the time *at* in the visitor's time zone and language."""

    def shown(self) -> tuple[str, str]:
        """Return the language that is shown, and the notice hash of what is."""

    def gpc(self) -> bool:
        """Return whether the browser sends the Global Privacy Control signal."""

    def account(self) -> str:
        """Return what the page says of the visitor's account."""

    def spare(self) -> tuple[str, bool]:
        """Return what follows our names in this folder, and whether another build has the plain ones."""

    def claim(self) -> None:
        """Note that this build, and no other on this origin, has the cookie that bears the plain name."""

    def read_cookies(self) -> str:
        """Return the cookies of this page."""

    def write_cookies(self, cookies: list[str]) -> None:
        """Write *cookies*, each as ``document.cookie`` takes it."""

    def pending(self) -> list[Decision]:
        """Return the pending decisions, oldest first."""

    def forget_pending(self, count: int) -> None:
        """Forget the oldest *count* pending decisions."""

    def active(self) -> list[str]:
        """Return the services that are active in this page."""

    def active_items(self) -> list[str]:
        """Return the services of which the visitor has activated single items."""

    def write_storage(self, key: StorageKey, text: str) -> bool | None:
        """Write *text*, which is JSON, to storage, or remove it; return whether that was possible."""

    def read_storage(self, key: StorageKey) -> object:
        """Return what storage has for *key*; it can be anything."""

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
        """Delete the caches or databases called *names*."""
