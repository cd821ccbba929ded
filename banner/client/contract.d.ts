// Written by banner/toolchain/contract.py from banner/contract.py: change it there.

/** What local storage has, each under `consent.` and its name. */
type StorageKey = "pending" | "plan" | "history" | "scope" | "stays" | "language" | "left" | "unsent" | "unsendable" | "probe";

/** In front of the consent cookie's name on https, where no domain is shared: no sub-domain can set that. */
type HostPrefix = "__Host-";

/** Behind the consent cookie's name: the cookie that has pending decisions where storage takes none. */
type PendingSuffix = "-pending";

/** Behind the consent cookie's name: the one that stands in where others have taken that name. */
type SpareSuffix = "-banner";

/** How every record begins: what others keep under its name is none. */
type RecordStart = "%7B%22v%22%3A";

/** What elements are told by, beside `data-service`, `data-src` and `data-embed` of the blocked ones. */
type Attribute = "data-consent" | "data-consent-account" | "data-consent-action" | "data-consent-activated" | "data-consent-embed" | "data-consent-open";

/** What the document hears; the last is for the page side itself. */
type EventName = "consent:ready" | "consent:change" | "consent:open" | "consent:language";

/** What the root element says: that nothing is decided, or not recorded yet, or what was. */
type State = "undecided" | "pending" | "denied" | "partial" | "granted";

/** What a decision is. */
type Action = "accept-all" | "deny-all" | "accept-selected" | "dismiss" | "allow" | "withdraw";

/** What the visitor did, which Python has not recorded yet. */
interface Decision {
  id: string;
  action: Action;
  services: string[];
  /** Milliseconds since 1970. */
  at: number;
  source: string;
  revision: string;
  /** The SHA-256 of all that was shown. */
  notice_hash: string;
  language: string;
}

/** What page scripts are told. */
interface Consent {
  state: State;
  granted: string[];
  denied: string[];
  at?: string;
  action?: string;
  source?: string;
  revision?: string;
  /** When the decision was made that no longer counts. */
  before?: string;
}

/** The decision that Python leaves for later pages. */
interface Plan {
  /** What a page has to be for it to hold: build, record, account and signal. */
  ground: string;
  record: string;
  start: number;
  end: number;
  /** The moment from which a missing cookie was not deleted by the visitor. */
  lost: number;
  services: string[];
  ticked: string[];
  consent: Consent;
}

/** What is kept of a decision, to show later that it was made. */
interface LogEntry {
  id: string;
  event: string;
  record: string;
  previous: string;
  notice_hash: string;
  language: string;
  scope: string;
}

/** Whose consent the cookie holds, as storage keeps it. */
interface Login {
  account: string;
  /** The record that the device had before. */
  own: string;
  since: number;
}

/** What the site's server offers, below the address that the declaration has for it. */
type Endpoint = "log" | "account" | "history";

/** What is sent to `log`. */
interface LogRequest {
  entries: LogEntry[];
}

/** What comes back from there: the ids of all entries that the log has now. */
interface LogResponse {
  stored: string[];
}

/** What comes back from anywhere where the question is none. */
interface ErrorResponse {
  error: string;
}

/** What `account` tells: who is logged in, and the record of that account; empty where there is none. */
interface AccountRecord {
  account: string;
  record: string;
}

/** What `history` tells: the visitor's own decisions. */
interface History {
  entries: LogEntry[];
}

/** What is said in one language. */
interface Said {
  language: string;
  /** The SHA-256 of all that is shown. */
  notice_hash: string;
  banner: string;
}

/** The second layer, in one language. */
interface Preferences {
  css: string;
  dialog: string;
  section: string;
  /** The sentence about the consent, by its state. */
  notes: Record<string, string>;
  /** The toast of a page that waits to be left. */
  leaving: string;
}

/** What only some pages show, in one language. */
interface More {
  css: string;
  /** The list of cookies. */
  declaration: string;
  /** The place of the visitor's own history. */
  history: string;
  /** What stands in the place of outside content, by service. */
  placeholders: Record<string, string>;
}

/** The names of our cookies, and the domain that hosts share one consent on. */
interface CookieNames {
  consent: string;
  language: string;
  domain: string;
}

/** What the build puts in front of the loader, beside the code of the services. */
interface LoaderData extends Said {
  /** Names this build; a plan of another one is not replayed. */
  build: string;
  /** Names what is asked. */
  revision: string;
  /** The ids of the services that can be denied, in declared order. */
  asked: string[];
  /** `"idle"` starts Python without waiting for the visitor. */
  start: string;
  css: string;
  /** What page scripts call us by. */
  name: string;
  cookies: CookieNames;
  /** The file of each language, by its tag in small letters, longest first; none of the one that is here. */
  languages: Record<string, string>;
  /** A selector for the elements that the feature `extras` fills. */
  embeds: string;
  /** The address of this feature's module; the next two fields hold the other ones. */
  extras: string;
  blocking: string;
  python: string;
}

/** The files of one language. */
interface LanguageFiles {
  banner: string;
  preferences: string;
  more: string;
}

/** What the build says of Python to the feature that starts it. */
interface RuntimeData {
  /** PyScript and the interpreter. */
  module: string;
  /** What the interpreter fetches, by the end of the name that it asks for. */
  files: Record<string, string>;
  /** What it fetches where one of those fails it. */
  spare: Record<string, string>;
  /** The Python that runs. */
  source: string;
}

/** How a service shows one item: a frame, or a piece of markup that a script brings to life. */
interface Embed {
  /** What `data-embed` must look like as a whole. */
  pattern: string;
  /** The address of the frame; `{id}` stands for the item. */
  frame?: string;
  /** What the address gets where the visitor has asked for this very item. */
  play?: string;
  allow?: string;
  markup?: string;
  /** The address of the item itself. */
  link: string;
}

/**
 * What Python may have the page do. No name of a page leads here; nothing takes an address or code.
 *
 * Arguments and results cross as JSON, so each is what JSON can hold.
 */
interface Bridge {
  /** Return the browser's clock, in milliseconds since 1970. */
  now: () => number;
  /** Return when the page was asked for, by the same clock. */
  time_origin: () => number;
  /** Return the moment *at* in words, in the visitor's time and language. */
  format_time: (at: number) => string;
  /** Return the language that is shown, and the SHA-256 of what is. */
  shown: () => [string, string];
  /** Return whether the browser sends the Global Privacy Control signal. */
  gpc: () => boolean;
  /** Return what the page says of the visitor's account. */
  account: () => string;
  /** Return the cookies of this page. */
  read_cookies: () => string;
  /** Write *cookies*, each as `document.cookie` takes it. */
  write_cookies: (cookies: string[]) => void;
  /** Return the pending decisions, oldest first. */
  pending: () => Decision[];
  /** Forget the oldest *count* of them. */
  forget_pending: (count: number) => void;
  /** Return the services that are active in this page. */
  active: () => string[];
  /** Return the services of which the visitor has activated single items. */
  active_items: () => string[];
  /** Keep *text*, which is JSON, or nothing any more; return whether that was possible. */
  write_storage: (key: StorageKey, text: string) => boolean | null;
  /** Return what is kept. */
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
  /** Drop those *names*. */
  delete_storage: (kind: "cache" | "indexeddb", names: string[]) => Promise<void>;
}
