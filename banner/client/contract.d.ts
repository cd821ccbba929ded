// Written by banner/toolchain/contract.py from banner/contract.py: change it there.

/** Keys of local storage, each behind `consent.`. */
type StorageKey = "pending" | "plan" | "history" | "scope" | "stays" | "confirm" | "language" | "left" | "unsent" | "unsendable" | "probe" | "owner";

/** Prefix of the consent cookie's name on https where no domain is shared: no sub-domain can set it. */
type HostPrefix = "__Host-";

/** Suffix of the cookie that keeps pending decisions where storage takes none. */
type PendingSuffix = "-pending";

/** Suffix of the cookie that keeps the consent where others have taken the name of the consent cookie. */
type SpareSuffix = "-banner";

/** Start of every record: a cookie of that name with another value is somebody else's. */
type RecordStart = "%7B%22v%22%3A";

/** Attributes of ours, beside `data-service`, `data-src` and `data-embed` of blocked elements. */
type Attribute = "data-consent" | "data-consent-account" | "data-consent-action" | "data-consent-activated" | "data-consent-embed" | "data-consent-open" | "data-consent-region";

/** Events of the document; the last is for the page side itself. */
type EventName = "consent:ready" | "consent:change" | "consent:open" | "consent:language";

/** State of the page, on the root element: not decided, not recorded yet, or what is granted. */
type State = "undecided" | "pending" | "denied" | "partial" | "granted";

/** Actions by which a decision is made. */
type Action = "accept-all" | "deny-all" | "accept-selected" | "dismiss" | "allow" | "withdraw" | "opt-out";

/** Decision of the visitor; pending until Python has recorded it. */
interface Decision {
  id: string;
  action: Action;
  services: string[];
  /** Milliseconds since 1970. */
  at: number;
  source: string;
  revision: string;
  /** SHA-256 of all that was shown. */
  notice_hash: string;
  language: string;
}

/** Consent as page scripts are told it. */
interface Consent {
  state: State;
  granted: string[];
  denied: string[];
  /** Services that are on without having been asked. */
  exempt?: string[];
  at?: string;
  action?: string;
  source?: string;
  revision?: string;
  /** Time of a decision that no longer counts, in ISO 8601. */
  before?: string;
}

/** Plan that Python leaves for later pages: the services to activate, and until when. */
interface Plan {
  /** Build, record, account and signal of a page for which it holds. */
  ground: string;
  record: string;
  start: number;
  end: number;
  /** Time from which a missing cookie was not deleted by the visitor. */
  lost: number;
  services: string[];
  ticked: string[];
  consent: Consent;
  /** Expressions for the names that denied services keep: of cookies, in local and in session storage. */
  unwanted: string[];
  /** The same for databases and caches of files, which a browser lists in its own time. */
  listed: string[] | null;
}

/** Entry of the consent log, which proves that a decision was made. */
interface LogEntry {
  id: string;
  event: string;
  record: string;
  previous: string;
  notice_hash: string;
  language: string;
  scope: string;
}

/** Login, as storage keeps it: whose consent the cookie holds. */
interface Login {
  account: string;
  /** Record that the device had before. */
  own: string;
  since: number;
}

/** Endpoints of the site's server, below the address that the declaration has for it. */
type Endpoint = "log" | "account" | "history";

/** Request to `log`. */
interface LogRequest {
  entries: LogEntry[];
}

/** Response of `log`: the ids of all entries of the request that the log has now. */
interface LogResponse {
  stored: string[];
}

/** Response of any endpoint to a request that it cannot take. */
interface ErrorResponse {
  error: string;
}

/** Response of `account`: who is logged in, and the record of that account; empty where none is. */
interface AccountRecord {
  account: string;
  record: string;
}

/** Response of `history`: the visitor's own decisions. */
interface History {
  entries: LogEntry[];
  /** When the server has received each, by its own clock. */
  received: string[];
}

/** Banner in one language. */
interface Said {
  language: string;
  /** SHA-256 of all that is shown. */
  notice_hash: string;
  banner: string;
}

/** Preferences, the second layer, in one language. */
interface Preferences {
  css: string;
  dialog: string;
  section: string;
  /** Ids of the services that are on by default, and off where the browser sends the privacy signal. */
  signal: string[];
  /** Sentence about the consent, by its state. */
  notes: Record<string, string>;
  /** Toast of a page that waits to be left. */
  leaving: string;
  /** Label of the way back to the preferences, beside what has just been saved. */
  change: string;
}

/** View against sale and sharing, in one language. */
interface OptOut {
  dialog: string;
  /** Sentence that confirms an opt-out, with `{when}` in it. */
  done: string;
  /** Sentence where the Global Privacy Control signal has opted out. */
  signal: string;
}

/** Texts that only some pages show, in one language. */
interface More {
  css: string;
  /** List of cookies. */
  declaration: string;
  /** Button that shows the visitor's own history. */
  history: string;
  /** Placeholders of outside content, by service. */
  placeholders: Record<string, string>;
  opt_out: OptOut;
  /** Button in a corner of the page, or empty. */
  reopen: string;
}

/** Data that the build gives the loader, beside the code of the services. */
interface LoaderData extends Said {
  /** Name of this build; a plan of another one, or for a region with other rules, is not replayed. */
  build: string;
  /** Name of what is asked, and behind it, where not everything is, the mode of the region. */
  revision: string;
  /** Ids of the services that can be denied, in declared order. */
  asked: string[];
  /** `"idle"` starts Python without waiting for the visitor. */
  start?: string;
  css: string;
  /** Name of the object that page scripts use, on `window`. */
  name: string;
  /** Names of the consent cookie and of the language cookie; what stands before the first on https. */
  cookies: [string, string, string];
  /** Tags of the languages, the longest first. */
  languages: string[];
  /** Part that the names of the files of all languages share: `files/LANGUAGE.TEXTS.json`. */
  texts: string;
  /** Selector for the elements that the feature `extras` fills. */
  embeds: string;
  /** Address of this feature's module; the next two fields hold the other ones. */
  extras: string;
  blocking: string;
  python: string;
}

/** Files of one language. */
interface LanguageFiles {
  banner: string;
  preferences: string;
  more: string;
}

/** Data that the build gives the feature that starts Python. */
interface RuntimeData {
  /** PyScript and the interpreter. */
  module: string;
  /** Files that the interpreter fetches, by the end of the name that it asks for. */
  files: Record<string, string>;
  /** Files that it fetches where one of those fails. */
  spare: Record<string, string>;
  /** Python that runs. */
  source: string;
}

/** Way in which a service shows one item: a frame, or a piece of markup that a script brings to life. */
interface Embed {
  /** Pattern that `data-embed` must match as a whole. */
  pattern: string;
  /** Address of the frame; `{id}` stands for the item. */
  frame?: string;
  /** Text behind the address where the visitor has asked for this very item. */
  play?: string;
  allow?: string;
  markup?: string;
  /** Address of the item itself. */
  link: string;
}

/**
 * Bridge: all that Python may have the page do. No page can reach it; nothing takes an address or code.
 *
 * Arguments and results cross as JSON, so each is what JSON can hold.
 */
interface Bridge {
  /** Return the browser's clock, in milliseconds since 1970. */
  now: () => number;
  /** Return when the page was asked for, by the same clock. */
  time_origin: () => number;
  /** Write the time *at* in the visitor's time zone and language. */
  format_time: (at: number) => string;
  /** Return the language that is shown, and the notice hash of what is. */
  shown: () => [string, string];
  /** Return whether the browser sends the Global Privacy Control signal. */
  gpc: () => boolean;
  /** Return what the page says of the visitor's account. */
  account: () => string;
  /** Return what follows our names in this folder, and whether another build has the plain ones. */
  spare: () => [string, boolean];
  /** Note that this build, and no other on this origin, has the cookie that bears the plain name. */
  claim: () => void;
  /** Return the cookies of this page. */
  read_cookies: () => string;
  /** Write *cookies*, each as `document.cookie` takes it. */
  write_cookies: (cookies: string[]) => void;
  /** Return the pending decisions, oldest first. */
  pending: () => Decision[];
  /** Forget the oldest *count* pending decisions. */
  forget_pending: (count: number) => void;
  /** Return the services that are active in this page. */
  active: () => string[];
  /** Return the services of which the visitor has activated single items. */
  active_items: () => string[];
  /** Write *text*, which is JSON, to storage, or remove it; return whether that was possible. */
  write_storage: (key: StorageKey, text: string) => boolean | null;
  /** Return what storage has for *key*; it can be anything. */
  read_storage: (key: StorageKey) => unknown;
  /** Activate *services*. */
  activate: (services: string[]) => void;
  /** Tell active *services* that their consent has ended. */
  deactivate: (services: string[]) => void;
  /** Show the present *consent*; an undecided one asks. */
  show: (consent: Consent, ticked: string[]) => void;
  /** Have *entry* brought to the site's server, now or later. */
  send: (entry: LogEntry) => void;
  /** Show a toast, of HTML that Python has written. */
  toast: (html: string) => void;
  /** Return whether the history is to be shown; asked once. */
  wants_history: () => boolean;
  /** Show the history, of HTML that Python has written. */
  show_history: (html: string) => void;
  /** Leave the page for the same one anew. */
  leave: () => void;
  /** Return what the server has for the account; the device's own *record* is to be merged with it. */
  fetch_account: (record: string | null) => Promise<unknown>;
  /** Return the visitor's own decisions, as the server has them. */
  fetch_history: () => Promise<unknown>;
  /** Return the names of the page's caches or databases. */
  list_storage: (kind: "cache" | "indexeddb") => Promise<string[]>;
  /** Delete the caches or databases called *names*. */
  delete_storage: (kind: "cache" | "indexeddb", names: string[]) => Promise<void>;
}
