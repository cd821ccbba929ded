/** What the build puts in front of the loader: everything that is said, asked or opened. */
interface Data extends Said {
  /** Names this build; a plan of another one is not replayed. */
  build: string;
  /** Names what is asked. */
  revision: string;
  /** The ids of the services that can be refused, in declared order. */
  asked: string[];
  /** `"idle"` starts Python without waiting for the visitor. */
  start: string;
  css: string;
  /** What page scripts call us by. */
  name: string;
  /** The names of our cookies, and the domain that hosts share one consent on. */
  cookies: { consent: string; language: string; domain: string };
  /** What opens them; those that load nothing themselves are not in it. */
  services: Record<string, Code | undefined>;
  /**
   * What pages call vendors by: a name of the window; its functions, of which the one without a name is itself; the
   * services that it is for; and the command that tells of a consent.
   */
  calls: ([string, string[] | "", string[], string?] & { stub?: any })[];
  /** Whether a service has scripts that come late. */
  late?: boolean;
  /** What pages have called that nobody has heard. */
  held: Call[];
  hear: (call: Call) => unknown;
  /** The file of each language, by its tag in small letters, the longest first; none of the one that is here. */
  languages: Record<string, string>;
  /** What the pages have that the module at `parts` fills, as a selector. */
  places: string;
  parts: string;
  /** The module that wakes gated elements. */
  gated: string;
  /** The module that starts Python. */
  python: string;
}

/** What is said in one language. */
interface Said {
  language: string;
  /** The SHA-256 of all that is shown. */
  texts: string;
  banner: string;
}

/** The second layer, in one language. */
interface Preferences {
  css: string;
  dialog: string;
  section: string;
  /** The sentence about the answer, by its state. */
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

/** How a service is opened and closed: scripts of the vendor, or steps of ours with the owner's settings. */
interface Code {
  settings: Record<string, any>;
  open: ((((settings: object) => void) & Partial<Script>) | Script)[];
  /** Scripts of a vendor that come once what pages call is out of their way. */
  late?: Script[];
}

/** What a page has called: the name, the function of it, and the arguments. */
type Call = [string, string, any[]];

interface Script {
  src: string;
  type?: string;
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
  /** Brings the markup to life. */
  show?: (item: HTMLElement) => void;
  /** The address of the item itself. */
  link: string;
}

/** A click that Python has not recorded yet. */
interface Click {
  id: string;
  action: string;
  services: string[];
  at: number;
  where: string;
  revision: string;
  texts: string;
  language: string;
}

/** An answer on its way to the site's log, and how often and until when it was put off. */
interface Entry extends Record<string, unknown> {
  id: string;
  tries?: number;
  due?: number;
}

/** What page scripts are told. */
interface Answer {
  state: string;
  granted: string[];
  refused: string[];
  at?: string;
  how?: string;
  where?: string;
  revision?: string;
  /** When the answer was given that no longer counts. */
  before?: string;
}

/** The decision that Python left for later pages. */
interface Plan {
  ground: string;
  record: string;
  start: number;
  end: number;
  lost: number;
  services: string[];
  ticked: string[];
  answer: Answer;
}

/** What a page finds when it looks at the cookie and the plan; in *doubt* only Python can tell. */
type Found = Pick<Plan, "services" | "answer"> & Partial<Plan> & { doubt?: boolean | Click };

/** What stays between two pages. */
interface Store {
  keep: (key: string, text: string) => boolean | undefined;
  kept: (key: string) => any;
  keepClicks: (list: Click[]) => void;
  found: (...starts: string[]) => string;
  records: () => string;
}

/** What Python, and the parts of pages, may use. What has a question mark another module brings, once it is there. */
interface Kit {
  data: Data;
  load: (path: string) => Promise<Response>;
  module: (path: string) => Promise<any>;
  sites: (path: string) => string;
  nonce: string | undefined;
  store: Store;
  decide: (action: string, services: string[], where: string) => Promise<Answer>;
  look: () => Found;
  show: (answer?: Answer, on?: string[]) => void;
  open: (ids: string[]) => void;
  opened: () => string[];
  awake: ((part: Element) => void)[];
  late: MutationObserver;
  /** What runs in the page, and the blocked element that it runs for, each by the other. */
  pairs?: WeakMap<Element, any>;
  /** Whether the visitor has entered anything in the page. */
  touched?: boolean;
  render: (text: string) => any;
  trust: Trust;
  answer: () => Answer;
  switchedOn: () => string[];
  clicks: Click[];
  python: (deed?: keyof Python) => Promise<void>;
  run: (path: string) => Promise<any>;
  reload: () => void;
  retry: (error: unknown, deed: () => void) => void;
  /** `window.consent`, where that name was free. */
  api?: object;
  /** Hands over what pages have called to whoever is there for it by now. */
  handOver?: () => void;
  /** Tells running services that their consent has ended. */
  close?: (ids: string[]) => void;
  /** Tells Python that there is something to hear of. */
  hear?: () => void;
  /** The services of which the visitor has opened single items. */
  items?: () => string[];
  /** Leaves the page for the same one anew. */
  leave?: () => unknown;
  /** Shows a short word, of HTML. */
  notice?: (text: string) => void;
  /** Shows the preferences as a dialog. */
  preferences?: () => Promise<void>;
  /** Sets the switches and the sentence about the answer as they are now. */
  reflect?: () => unknown;
  /** Says everything that is shown in the language that is set now. */
  translate?: () => unknown;
  /** Brings an entry to the log of the site. */
  send?: (entry: Entry) => void;
  /** Tells the author of a call or a button that decides nothing, and fails with it. */
  slip?: (what: Slip) => never;
  /** Whether the history is to be shown; asked once. */
  wanted?: () => boolean;
  /** Shows the history, of HTML. */
  history?: (text: string) => void;
}

/** What can be done about Python. */
interface Python {
  fetch: () => void;
  start: () => void;
  later: () => void;
  follow: () => void;
}

/** A wrong call of `consent.accept()` or `.deny()`, or a wrong button. */
interface Slip {
  action?: string;
  ids?: unknown;
  /** What is in *ids*, which may be gone through only once. */
  list?: unknown[];
  button?: HTMLElement;
}

declare const DATA: Data;

/** The script element that loaded us. */
declare const TAG: HTMLScriptElement;

/** How each service of outside content shows its items. */
declare const EMBEDS: Record<string, Embed>;

/** The hosts of each service; "*.host" stands for all below it. */
declare const HOSTS: Record<string, string[]>;

/** The files of each language that only the parts read. */
declare const FILES: Record<string, { banner: string; preferences: string; more: string }>;

/** Where the site's server takes answers; empty where there is none. */
declare const SERVER: string;

/** What stands behind the value of the cookie that keeps the visitor's language. */
declare const CHOICE: string;

/** How vendors are told that their consent has ended, by service. */
declare const CLOSE: Record<string, (settings?: object) => void>;

/** What the build says of Python to the module that starts it. */
declare const RUNTIME: {
  /** PyScript and the interpreter. */
  module: string;
  /** What the interpreter fetches, by the end of the name that it asks for. */
  files: Record<string, string>;
  /** What it fetches where one of those fails it. */
  spare: Record<string, string>;
  /** The Python that runs. */
  source: string;
};

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
