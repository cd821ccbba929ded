// Opens services, each once: their own scripts, then the elements of the page that wait for them.

import { all, attempt, make } from "./dom.js";
import { nonce, sites } from "./place.js";

const GATED = "script[type='text/plain'][data-service],iframe[data-service][data-src]";

/** @type {Set<string>} */
const running = new Set();
const woken = new WeakSet();
let order = Promise.resolve();

/** Called after each look at the page for elements that may be opened now. @type {(() => void)[]} */
export const awake = [];

export const opened = () => [...running];

/** @param {string[]} ids */
export const open = (ids) => {
  for (const id of ids) {
    const code = DATA.services[id];
    if (!DATA.asked.includes(id) || running.has(id)) continue;
    watch();
    running.add(id);
    for (const step of code.open) {
      // One vendor's fault must not stop another.
      if (typeof step === "function") attempt(() => step(code.settings));
      else load(step);
    }
  }
  wake();
};

/** @param {Script} step */
const load = ({ src, type = "" }) => document.head.append(make("script", { nonce, type, src: sites(src) }));

const wake = () => {
  for (const node of all(GATED)) {
    if (woken.has(node) || !running.has(node.dataset.service)) continue;
    woken.add(node);
    if (node.localName === "iframe") node.src = node.dataset.src;
    else order = order.then(() => revive(node));
  }
  for (const listener of awake) listener();
};

/**
 * A script that was parsed as text never runs: a copy takes its place. Classic scripts run one after another
 * in document order, so each is waited for, whether it loads or fails.
 * @param {HTMLScriptElement} gated
 */
const revive = (gated) => {
  const { src, type } = gated.dataset;
  const script = make("script", { nonce });
  for (const { name, value } of gated.attributes) {
    if (!/^(data-)?(type|src)$|^nonce$/.test(name)) script.setAttribute(name, value);
  }
  if (type) script.type = type;
  script.text = gated.text;
  if (src) script.src = src;
  script.async = gated.hasAttribute("async");
  return /** @type {Promise<any>} */ (
    new Promise((done) => {
      if (src && !script.async) script.onload = script.onerror = done;
      else done(0);
      gated.replaceWith(script);
    })
  );
};

const late = new MutationObserver(wake);

/** Elements that arrive later are treated like the first ones; before anything is open they wait anyway. */
export const watch = () => late.observe(document, { childList: true, subtree: true });
