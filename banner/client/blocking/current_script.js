// Which gated script is at work: what it writes and what it listens for is its own. Those of a page that is gone are not
// kept here: each would keep all of its page.

import { make } from "../dom.js";

/** An address without what is behind its "#", and without line and column. @param {string} place */
const bare = (place) => place.replace(/#.*|(:\d+)+$/, "");

export default () => {
  /** @type {WeakSet<Element>} */
  const ours = new WeakSet();
  /** Of these the browser does not say when they run: modules, and scripts of shadow trees. @type {WeakRef<HTMLScriptElement>[]} */
  let unseen = [];
  /** @type {Map<string, WeakRef<HTMLScriptElement>>} */
  const addresses = new Map();
  /** The addresses under which scripts in the page have run, and ours. */
  const pages = new Set([bare(import.meta.url)]);
  /** @type {HTMLScriptElement | undefined} */
  let running;
  /** @type {HTMLScriptElement | undefined} */
  let inline;

  /** The script that runs at this moment. */
  const author = () => {
    const current = document.currentScript;
    if (current && ours.has(current)) return /** @type {HTMLScriptElement} */ (current);
    if (running || current) return running;
    // A module runs by itself, and not in answer to an event.
    return window.event ? undefined : unseen.map((one) => one.deref()).find(Boolean);
  };

  /**
   * The script that may have left the callback that runs now: one whose address is on the stack, or the last
   * that stood in the page itself, where nothing but the page is.
   */
  const caller = () => {
    const now = author();
    if (now || document.currentScript) return now;
    // Firefox goes on with those who have asked for the callback, behind a "*".
    const [stack] = String(new Error().stack).split(/^[^@\n]*\*/m);
    const [, known] = [...addresses].find(([address]) => stack.includes(address)) || [];
    const places = stack.match(/https?:\/\/[^\s)]+/g) || [];
    if (known) return known.deref() || gone();
    return places.every((place) => pages.has(bare(place))) ? inline : undefined;
  };

  /** Takes a *step* on behalf of *script*. @template T @param {HTMLScriptElement} script @param {() => T} step */
  const as = (script, step) => {
    const before = running;
    running = script;
    try {
      return step();
    } finally {
      running = before;
    }
  };

  /** From here on *script* may run. @param {HTMLScriptElement} script @param {boolean} module */
  const enter = (script, module) => {
    ours.add(script);
    if (script.src) addresses.set(script.src, new WeakRef(script));
    else {
      inline = script;
      pages.add(bare(location.href));
    }
    if (module || script.getRootNode() !== document) unseen.push(new WeakRef(script));
  };

  /** It has run. @param {HTMLScriptElement} script */
  const leave = (script) => {
    unseen = unseen.filter((one) => ![undefined, script].includes(one.deref()));
  };

  return { author, caller, as, enter, leave };
};

/** One like a script that is gone with its page: what it writes comes into no page. @returns {HTMLScriptElement} */
const gone = () => {
  const script = make("script");
  make("div").append(script);
  return script;
};
