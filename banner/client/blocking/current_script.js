// Knows which activated script is running, since what it writes and listens for is treated on its behalf. Scripts are
// held weakly: one that is gone would keep its whole page alive.

import { createElement } from "../dom.js";

/** Return an address without its hash, line and column. @param {string} place */
const withoutPosition = (place) => place.replace(/#.*|(:\d+)+$/, "");

export default () => {
  /** @type {WeakSet<Element>} */
  const activated = new WeakSet();
  /**
   * Scripts of which browsers do not tell when they run: modules, and scripts in shadow trees.
   * @type {WeakRef<HTMLScriptElement>[]}
   */
  let unannounced = [];
  /** @type {Map<string, WeakRef<HTMLScriptElement>>} */
  const addresses = new Map();
  /** The addresses of pages that inline scripts have run in, and of this module. */
  const pages = new Set([withoutPosition(import.meta.url)]);
  /** @type {HTMLScriptElement | undefined} */
  let runningNow;
  /** @type {HTMLScriptElement | undefined} */
  let lastInline;

  /** Return the script that is running now. */
  const running = () => {
    const current = document.currentScript;
    if (current && activated.has(current)) return /** @type {HTMLScriptElement} */ (current);
    if (runningNow || current) return runningNow;
    // A module runs by itself, never in an event handler.
    return window.event ? undefined : unannounced.map((one) => one.deref()).find(Boolean);
  };

  /**
   * Return the script whose callback is running now: one whose address is on the stack, or, if only the page itself is
   * on it, the last inline script.
   */
  const caller = () => {
    const now = running();
    if (now || document.currentScript) return now;
    // Behind a "*" Firefox appends the stack of whoever asked for the callback.
    const [stack] = String(new Error().stack).split(/^[^@\n]*\*/m);
    const [, known] = [...addresses].find(([address]) => stack.includes(address)) || [];
    const places = stack.match(/https?:\/\/[^\s)]+/g) || [];
    if (known) return known.deref() || removedScript();
    return places.every((place) => pages.has(withoutPosition(place))) ? lastInline : undefined;
  };

  /** Runs a *step* on behalf of *script*. @template T @param {HTMLScriptElement} script @param {() => T} step */
  const runAs = (script, step) => {
    const before = runningNow;
    runningNow = script;
    try {
      return step();
    } finally {
      runningNow = before;
    }
  };

  /** Notes that *script* may run from now on. @param {HTMLScriptElement} script @param {boolean} module */
  const started = (script, module) => {
    activated.add(script);
    if (script.src) addresses.set(script.src, new WeakRef(script));
    else {
      lastInline = script;
      pages.add(withoutPosition(location.href));
    }
    if (module || script.getRootNode() !== document) unannounced.push(new WeakRef(script));
  };

  /** Notes that it has run. @param {HTMLScriptElement} script */
  const ended = (script) => {
    unannounced = unannounced.filter((one) => ![undefined, script].includes(one.deref()));
  };

  return { running, caller, runAs, started, ended };
};

/**
 * Return a stand-in for a script that is gone with its page: what it writes comes into no page.
 * @returns {HTMLScriptElement}
 */
const removedScript = () => {
  const script = createElement("script");
  createElement("div").append(script);
  return script;
};
