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
  python: { core: string; interpreter: string; plugins: string[]; source: string };
}

/** How a service is opened and closed: scripts of the vendor, or steps of ours with the owner's settings. */
interface Code {
  settings: Record<string, string>;
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

/** The script element that started Python, which is all that Python and the loader share. */
interface Bridge extends HTMLElement {
  /** Does one of the loader's deeds; both the arguments and the result are JSON, so that nothing has to be kept alive. */
  consent: (deed: string, args: string) => string;
  /** Python's ear for clicks, once it is there. */
  heard?: () => void;
}

declare const DATA: Data;

interface Navigator {
  globalPrivacyControl?: boolean;
}
