/** What the build writes into the first script: texts, services and addresses. */
interface Data extends LoaderData {
  /** The code of services, by id; a service that loads nothing itself has none. */
  services: Record<string, Code | undefined>;
  /**
   * The functions by which pages call vendors: the name of a global; its methods, of which the empty one is the global
   * itself; the ids of its services; and the command by which it is told of a consent.
   */
  calls: ([string, string[] | "", string[], string?] & { stub?: any })[];
  /** True if a service has deferred scripts. */
  deferred?: boolean;
}

/** The code of a service: its scripts and steps, and the owner's settings for them. */
interface Code {
  settings?: Record<string, any>;
  activate: ((((settings: object) => void) & Partial<Script>) | Script)[];
  /** Elements that are added once no stub is in their way. */
  deferred?: DeferredElement[];
}

/** A script, style sheet or pixel that is more than an address, or whose script must find no stub. */
interface DeferredElement {
  tag: "script" | "link" | "img";
  src: string;
  attributes?: Record<string, string>;
}

/** A call to a vendor: the global, the method, and the arguments. */
type Call = [string, string, any[]];

interface Script {
  src: string;
  type?: string;
}

/** How a service shows one embed, and the function that brings its markup to life. */
interface LiveEmbed extends Embed {
  show?: (item: HTMLElement) => void;
}

/** An entry for the consent log, with the number of failed attempts and when the next one is due. */
interface Entry extends LogEntry {
  tries?: number;
  due?: number;
}

/** The plan that holds for the cookie as it is, or an empty one if there is none or if only Python can tell. */
type FoundPlan = Pick<Plan, "services" | "consent"> & Partial<Plan> & { needsPython?: boolean | Decision };

/** What a feature may use of the first script. It is passed to each feature; nothing in the page can reach it. */
interface Host {
  readonly data: Data;
  /** Loads a feature and returns its methods, or undefined if it cannot be loaded. */
  readonly load: <Name extends Feature>(name: Name) => Promise<Features[Name] | undefined>;
  /** Return what several features share; the first that asks for it makes it. */
  readonly share: <Name extends Shared>(name: Name, make: () => Features[Name]) => Features[Name];
  readonly fetch: (path: string) => Promise<Response>;
  readonly import: (path: string) => Promise<any>;
  /** Return an address of the declaration as an absolute one. */
  readonly siteUrl: (path: string) => string;
  readonly nonce: string | undefined;
  readonly trust: Trust;
  /** Keeps JSON text between pages, or forgets it if it is empty. Return whether that worked. */
  readonly keep: (key: StorageKey, text: string, suffix?: string) => boolean | undefined;
  /** Return what is kept. It can be anything: other scripts write there too. */
  readonly kept: (key: StorageKey) => any;
  readonly keepPending: (list: Decision[]) => void;
  /** Return our consent records in the cookies. */
  readonly records: () => string;
  readonly decide: (action: Action, services: string[], source: string) => Promise<Consent>;
  /** Return what follows our names in this folder, and whether another build has the plain ones. */
  readonly spare: () => [string, boolean];
  /** Return the plan that holds for the cookie as it is now. */
  readonly plan: () => FoundPlan;
  readonly show: (consent?: Consent, ticked?: string[]) => void;
  /** Read the record again, and return whether it has changed. */
  readonly changed: () => boolean;
  /** Activates services and the blocked elements that wait for them. */
  readonly activate: (ids: string[]) => void;
  /** Has all elements scanned that are added to a tree from now on. */
  readonly observe: (root: Node) => void;
  /** Passes all further calls to a receiver, and returns the calls that were made before. */
  readonly onCall: (receiver: (call: Call) => unknown) => Call[];
  /** Return HTML of ours as an element. */
  readonly render: (text: string) => any;
  /** Adds style sheets of ours. */
  readonly addStyles: (...texts: string[]) => void;
  /** Puts an element where all of ours stands, outside of the page's own. */
  readonly stand: (element: Element) => void;
  /** Has all of ours stand in another element, or back where it belongs. */
  readonly settle: (parent?: Element) => void;
  /** Return the present state of the page side. */
  readonly state: () => PageState;
  /** Sets the texts in another language. */
  readonly setSaid: (said: Said) => void;
  /** True if `window.consent` is ours. */
  readonly ownsGlobal: boolean;
  readonly reload: () => void;
  /** Logs an error and repeats a step when another attempt is worth it. */
  readonly retry: (error: unknown, step: () => void) => void;
}

/** What each of the names stands for, in their order. */
type HostValues<Names extends readonly (keyof Host)[]> = { -readonly [At in keyof Names]: Host[Names[At]] };

/** The state of the page side. */
interface PageState {
  readonly consent: Consent;
  /** The ids of the services whose switches are on. */
  readonly ticked: string[];
  /** The ids of the active services. */
  readonly active: string[];
  /** The texts in the language that is shown. */
  readonly said: Said;
  /** True if the visitor has entered something in the page. */
  readonly hasInput: boolean | undefined;
  /** Decisions that Python has not recorded yet. */
  readonly pending: Decision[];
}

/** The methods of the features, by their names, and what features share. */
interface Features {
  extras: Extras;
  blocking: Blocking;
  python: Python;
  calls: Calls;
  /** The running element for each blocked one, and the blocked element for each that runs. */
  counterparts: WeakMap<Element, any>;
}

/** Features have a module; what is shared is made by the first feature that needs it. */
type Feature = "extras" | "blocking" | "python";
type Shared = "calls" | "counterparts";

/** The feature extras: what only some pages need, and what Python needs. */
interface Extras {
  /** Looks for embeds in a part of the page. */
  scan: (part: Element) => void;
  /** Return the services of which the visitor has opened single embeds. */
  openedEmbeds: () => string[];
  /** Loads the same page again, so that what was denied ends. */
  leavePage: () => unknown;
  /** Shows a toast, from HTML. */
  toast: (text: string) => void;
  /** Shows the preferences as a dialog. */
  preferences: () => Promise<void>;
  /** Sets the switches and the sentence about the consent to the present one. */
  reflect: () => unknown;
  /** Translates what is shown into the present language. */
  translate: () => unknown;
  /** Sends an entry to the site's consent log, now or later. */
  send: (entry: Entry) => void;
  /** Sets the function that is called when the log has stored an entry. */
  setListener: (listener: () => void) => void;
  /** Handles a button that the banner does not have; if it does nothing, tells its author. */
  press: (button: HTMLElement, source: string) => void;
  /** Tells the author of a call that decides nothing, and throws; *list* holds the items of *ids*. */
  reject: (action: "allow" | "withdraw", ids: unknown, list: unknown[]) => never;
  /** Return whether the history has been asked for since the last call. */
  historyWanted: () => boolean;
  /** Shows the history, from HTML. */
  showHistory: (text: string) => void;
}

/** The feature blocking: activates blocked elements in a part of the page. */
interface Blocking {
  scan: (part: Element) => void;
}

/** The steps that the feature python can take; see python.js. */
interface Python {
  fetch: () => void;
  prepare: () => void;
  start: () => unknown;
  later: () => unknown;
  follow: () => unknown;
}
type PythonStep = keyof Python;

/** The methods of a bridge that return at once, and those that return promises. */
type SyncMethods<Methods> = { [Name in keyof Methods as Methods[Name] extends (...args: any[]) => Promise<any> ? never : Name]: Methods[Name] };
type AsyncMethods<Methods> = Omit<Methods, keyof SyncMethods<Methods>>;

/** What Python can do with the page besides the methods of features. */
interface Page {
  host: Host;
  /** Undefined until the feature has loaded. */
  extras: Extras | undefined;
  activate: (ids: string[]) => void;
  show: (consent?: Consent, ticked?: string[]) => void;
  /** Tells active services that their consent has ended. */
  deactivate: (ids: string[]) => void;
}

/** Delivers the calls that pages have made to stubs. */
interface Calls {
  /** Delivers those whose vendor is there by now. */
  deliver: () => void;
  /** Runs a step that activates services, whose own scripts see no stub during it. */
  during: (ids: string[], step: () => void) => void;
}

declare const DATA: Data;

/** The same before the region of the page is known: everything is asked. */
declare const SITE: Data;

/** What is otherwise in some regions; the first is for those where nothing is. */
declare const OTHERS: Partial<Data>[];

/** The place of each region, by its code. */
declare const CODES: Record<string, number | undefined>;

/** How each service shows its embeds. */
declare const EMBEDS: Record<string, LiveEmbed>;

/** The hosts of each service; "*.host" stands for all hosts below it too. */
declare const HOSTS: Record<string, string[]>;

/** The files of each language that only the feature `extras` reads. */
declare const FILES: Record<string, LanguageFiles>;

/** The address of the site's server; empty if there is none. */
declare const SERVER: string;

/** The attributes of the cookie that keeps the visitor's language. */
declare const LANGUAGE_ATTRIBUTES: string;

/** The function that tells a vendor that its consent has ended, by service. */
declare const DEACTIVATE: Record<string, (settings?: object) => void>;

/** What the build says about Python. */
declare const RUNTIME: RuntimeData;

/** The files of a runtime, by the end of the name that it asks for. */
type Files = Record<string, () => Promise<Response>>;

/** A Trusted Types policy, or its equivalent where browsers have none. */
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

/** A script that is to run, and the function that inserts it and returns whether it could. */
interface Job {
  script: HTMLScriptElement;
  insert: () => boolean;
  /** Called once the script has run. */
  end: () => void;
  /** The element behind which comes what the script writes; the script itself if there is none. */
  place?: Element;
}

/** Runs a script. Return a promise that settles when it has run to its end, or nothing if it has already. */
type RunScript = (job: Job) => Promise<unknown> | undefined;

/** Knows which activated script is running. */
interface CurrentScript {
  running: () => HTMLScriptElement | undefined;
  caller: () => HTMLScriptElement | undefined;
  runAs: <T>(script: HTMLScriptElement, step: () => T) => T;
  started: (script: HTMLScriptElement, module: boolean) => void;
  ended: (script: HTMLScriptElement) => void;
}

/** A listener of an activated script for an event of loading. */
interface Listener {
  target: EventTarget;
  type: string;
  listener: any;
  script: HTMLScriptElement;
  signal?: AbortSignal;
  handler?: boolean;
}

interface LoadEvents {
  /** Called when all scripts have run that a parser would wait for. */
  fireParsed: () => void;
  /** Called when all scripts have run. */
  fireLoaded: () => void;
}

/** Handles what one script writes. */
interface Writer {
  write: (native: (...texts: any[]) => void, texts: any[]) => void;
  /** Return a promise that settles when all of it has come and run, or nothing if it has already. */
  finished: () => Promise<unknown> | undefined;
}
