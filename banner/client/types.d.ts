/** What the build puts in front of the loader: everything that is said, asked or opened. */
interface Data {
  /** Names this build; a plan of another one is not replayed. */
  build: string;
  /** Names what is asked. */
  revision: string;
  /** The ids of the services that can be refused, in declared order. */
  asked: string[];
  /** `"idle"` starts Python without waiting for the visitor. */
  start: string;
  css: string;
  banner: string;
  dialog: string;
  section: string;
  services: Record<string, Code>;
  python: { core: string; interpreter: string; source: string };
}

/** How a service is opened and closed: scripts of the vendor, or steps of ours with the owner's settings. */
interface Code {
  settings?: Record<string, string>;
  open: (((settings: object) => void) | Script)[];
  close?: (settings: object) => void;
}

interface Script {
  src: string;
  module?: boolean;
}

/** A click that Python has not recorded yet. */
interface Click {
  id: string;
  action: string;
  services: string[];
  at: number;
  where: string;
  revision: string;
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
}

/** The decision that Python left for later pages. */
interface Plan {
  build: string;
  record: string;
  gpc: boolean;
  start: number;
  end: number;
  services: string[];
  ticked: string[];
  answer: Answer;
  note: string;
}

/** What the loader does for Python. Everything crosses as text, so that nothing has to be kept alive. */
interface Bridge {
  clicks(): string;
  recorded(count: number): void;
  opened(): string;
  keep(plan: string): void;
  forget(): void;
  open(ids: string): void;
  close(ids: string): void;
  ask(answer: string, ticked: string, note: string): void;
  settle(answer: string, ticked: string, note: string): void;
  announce(name: string, detail: string): void;
  listen(listener: () => void): void;
}

declare const DATA: Data;

interface Navigator {
  globalPrivacyControl?: boolean;
}
