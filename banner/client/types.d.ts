/** What the build puts in front of the loader: everything that is said, asked or activated. */
interface Data extends LoaderData {
  /** What activates them; those that load nothing themselves are not in it. */
  services: Record<string, Code | undefined>;
  /**
   * What pages call vendors by: a name of the window; its functions, of which the one without a name is itself; the
   * services that it is for; and the command that tells of a consent.
   */
  calls: ([string, string[] | "", string[], string?] & { stub?: any })[];
  /** Whether a service has deferred scripts. */
  deferred?: boolean;
}

/** How a service is activated and deactivated: scripts of the vendor, or steps of ours with the owner's settings. */
interface Code {
  settings: Record<string, any>;
  activate: ((((settings: object) => void) & Partial<Script>) | Script)[];
  /** Scripts of a vendor that come once what pages call is out of their way. */
  deferred?: Script[];
}

/** What a page has called: the name, the function of it, and the arguments. */
type Call = [string, string, any[]];

interface Script {
  src: string;
  type?: string;
}

/** How a service shows one item, and what brings its markup to life. */
interface LiveEmbed extends Embed {
  show?: (item: HTMLElement) => void;
}

/** A decision on its way to the site's log, and how often and until when it was put off. */
interface Entry extends LogEntry {
  tries?: number;
  due?: number;
}

/** What a page finds when it looks at the cookie and the plan; in *doubt* only Python can tell. */
type Found = Pick<Plan, "services" | "consent"> & Partial<Plan> & { doubt?: boolean | Decision };

/** What a feature may use of the first script: lent to it when it is run, and no name leads to it. */
interface Host {
  readonly data: Data;
  /** Runs a feature; gives nothing where it has not come. */
  readonly run: <Name extends Feature>(name: Name) => Promise<Features[Name] | undefined>;
  /** What several features share: whoever comes first makes it. */
  readonly share: <Name extends Shared>(name: Name, make: () => Features[Name]) => Features[Name];
  readonly load: (path: string) => Promise<Response>;
  readonly module: (path: string) => Promise<any>;
  /** An address of the declaration. */
  readonly sites: (path: string) => string;
  readonly nonce: string | undefined;
  readonly trust: Trust;
  /** Keeps a text of JSON between pages, or nothing any more; whether that was possible. */
  readonly keep: (key: StorageKey, text: string) => boolean | undefined;
  /** What is kept. It can be anything: others write there too. */
  readonly kept: (key: StorageKey) => any;
  readonly keepPending: (list: Decision[]) => void;
  /** The records in the jar. */
  readonly records: () => string;
  readonly decide: (action: Action, services: string[], source: string) => Promise<Consent>;
  /** What the cookie and the plan say now. */
  readonly plan: () => Found;
  readonly show: (answer?: Consent, on?: string[]) => void;
  /** Takes note of the record: whether it is another one than was last seen. */
  readonly changed: () => boolean;
  /** Activates services, and what waits in the page for them. */
  readonly open: (ids: string[]) => void;
  /** From now on what arrives in a tree is looked at. */
  readonly observe: (root: Node) => void;
  /** Has what pages call told to *ear*, and gives what they have called before. */
  readonly calls: (ear: (call: Call) => unknown) => Call[];
  /** Our HTML as an element. */
  readonly render: (text: string) => any;
  /** What holds in this page now. */
  readonly state: () => PageState;
  /** Says what is shown in another language. */
  readonly speak: (said: Said) => void;
  /** Whether `window.consent` is ours. */
  readonly named: boolean;
  readonly reload: () => void;
  /** Tells of an error, and takes the step that has failed when it is worth it. */
  readonly retry: (error: unknown, step: () => void) => void;
}

/** The state of the page side. */
interface PageState {
  readonly consent: Consent;
  /** The services whose switches are on. */
  readonly ticked: string[];
  /** The services that are active. */
  readonly active: string[];
  /** What is said, in the language that is shown. */
  readonly said: Said;
  /** Whether the visitor has entered anything in the page. */
  readonly touched: boolean | undefined;
  /** Decisions that Python has not recorded yet. */
  readonly pending: Decision[];
}

/** What the features offer, by their names: the first script keeps it. */
interface Features {
  extras: Extras;
  blocking: Blocking;
  python: Python;
  calls: Calls;
  /** What runs in the page, and the blocked element that it runs for, each by the other. */
  pairs: WeakMap<Element, any>;
}

/** Those that have a module, and those that are made by whoever needs them first. */
type Feature = "extras" | "blocking" | "python";
type Shared = "calls" | "pairs";

/** What only some pages need, and what Python needs. */
interface Extras {
  /** Looks for what waits in a part of the page. */
  look: (part: Element) => void;
  /** The services of which the visitor has opened single items. */
  items: () => string[];
  /** Leaves the page for the same one anew. */
  leave: () => unknown;
  /** Shows a short word, of HTML. */
  toast: (text: string) => void;
  /** Shows the preferences as a dialog. */
  preferences: () => Promise<void>;
  /** Sets the switches and the sentence about the answer as they are now. */
  reflect: () => unknown;
  /** Says everything that is shown in the language that is set now. */
  translate: () => unknown;
  /** Brings an entry to the log of the site. */
  send: (entry: Entry) => void;
  /** Has Python hear of what the log has stored. */
  listen: (ear: () => void) => void;
  /** What a button does that the banner has none of; its author is told where that is nothing. */
  press: (button: HTMLElement, source: string) => void;
  /** Tells the author of a call that decides nothing, and fails with it; *list* is what is in *ids*. */
  slip: (action: "allow" | "withdraw", ids: unknown, list: unknown[]) => never;
  /** Whether the history is to be shown; asked once. */
  wanted: () => boolean;
  /** Shows the history, of HTML. */
  history: (text: string) => void;
}

/** Activates blocked elements. */
interface Blocking {
  look: (part: Element) => void;
}

/** What can be done about Python. */
interface Python {
  fetch: () => void;
  start: () => unknown;
  later: () => unknown;
  follow: () => unknown;
}
type PythonStep = keyof Python;

/** Those methods of a bridge that end at once, and those that take their time. */
type AtOnce<Methods> = { [Name in keyof Methods as Methods[Name] extends (...args: any[]) => Promise<any> ? never : Name]: Methods[Name] };
type InTime<Methods> = Omit<Methods, keyof AtOnce<Methods>>;

/** What Python has the page do, beside what the features offer. */
interface Page {
  host: Host;
  /** Once they have come. */
  extras: Extras | undefined;
  open: (ids: string[]) => void;
  show: (answer?: Consent, on?: string[]) => void;
  /** Tells running services that their consent has ended. */
  close: (ids: string[]) => void;
}

/** Hands over what pages have called. */
interface Calls {
  /** To whoever is there for it by now. */
  handOver: () => void;
  /** Takes the step that activates services, whose own scripts find nothing of ours meanwhile. */
  around: (ids: string[], open: () => void) => void;
}

declare const DATA: Data;

/** The script element that loaded us. */
declare const TAG: HTMLScriptElement;

/** How each service of outside content shows its items. */
declare const EMBEDS: Record<string, LiveEmbed>;

/** The hosts of each service; "*.host" stands for all below it. */
declare const HOSTS: Record<string, string[]>;

/** The files of each language that only the feature `extras` reads. */
declare const FILES: Record<string, LanguageFiles>;

/** Where the site's server takes answers; empty where there is none. */
declare const SERVER: string;

/** What stands behind the value of the cookie that keeps the visitor's language. */
declare const CHOICE: string;

/** How vendors are told that their consent has ended, by service. */
declare const CLOSE: Record<string, (settings?: object) => void>;

/** What the build says of Python to the module that starts it. */
declare const RUNTIME: RuntimeData;

/** How a runtime gets its files, by the end of the name that it asks for. */
type Files = Record<string, () => Promise<Response>>;

/** What makes texts of ours fit to become markup, code, or the address of code. */
interface Trust {
  createHTML: (text: string) => any;
  createScript: (text: string) => any;
  createScriptURL: (text: string) => any;
}

interface Window {
  [name: string]: any;
  trustedTypes?: { createPolicy: (name: string, rules: Trust) => Trust };
}

interface Document {
  prerendering?: boolean;
}

interface Navigator {
  globalPrivacyControl?: boolean;
}

/** A script that is to run, and what puts it into the page; that says whether it could. */
interface Job {
  script: HTMLScriptElement;
  insert: () => boolean;
  /** Called once it has run. */
  end: () => void;
  /** What it writes comes behind this; behind itself where there is nothing. */
  place?: Element;
}

/** Runs it. What is given ends when it has run to its end; nothing where it has already. */
type Begin = (job: Job) => Promise<unknown> | undefined;

/** Which gated script is at work. */
interface Who {
  author: () => HTMLScriptElement | undefined;
  caller: () => HTMLScriptElement | undefined;
  as: <T>(script: HTMLScriptElement, step: () => T) => T;
  enter: (script: HTMLScriptElement, module: boolean) => void;
  leave: (script: HTMLScriptElement) => void;
}

/** Somebody in a gated script who listens for a moment of the page. */
interface Listener {
  target: EventTarget;
  type: string;
  listener: any;
  script: HTMLScriptElement;
  signal?: AbortSignal;
  handler?: boolean;
}

interface Moments {
  /** All scripts have run that a parser would wait for. */
  parsed: () => void;
  /** All scripts have run. */
  loaded: () => void;
}

/** What one script writes. */
interface Writer {
  write: (native: (...texts: any[]) => void, texts: any[]) => void;
  /** Ends when all of it has come and run; nothing where it has. */
  rest: () => Promise<unknown> | undefined;
}
