// Opens services, each once: their own scripts, then the elements of the page that wait for them.

import { all, attempt, make, nonce, sites } from "./dom.js";

const GATED = "script[type='text/plain'][data-service],iframe[data-service][data-src]";

/** @type {Set<string>} */
const running = new Set();
const woken = new WeakSet();
let order = Promise.resolve();

export const opened = () => [...running];

/** @param {string[]} ids */
export const open = (ids) => {
  for (const id of ids) {
    const code = DATA.services[id];
    if (!DATA.asked.includes(id) || running.has(id)) continue;
    if (!running.size) watch();
    running.add(id);
    for (const step of code.open) {
      // One vendor's fault must not stop another.
      if (typeof step === "function") attempt(() => step(code.settings));
      else load(step);
    }
  }
  wake();
};

/** @param {string[]} ids */
export const close = (ids) => {
  for (const id of ids) {
    const code = DATA.services[id];
    attempt(() => code.close?.(code.settings));
  }
};

/** @param {Script} step */
const load = ({ src, module }) => {
  const script = fresh();
  if (module) script.type = "module";
  script.src = sites(src);
  document.head.append(script);
};

const wake = () => {
  for (const node of all(GATED)) {
    if (woken.has(node) || !running.has(node.dataset.service)) continue;
    woken.add(node);
    if (node.localName === "iframe") node.src = node.dataset.src;
    else order = order.then(() => revive(node));
  }
};

/**
 * A script that was parsed as text never runs: a copy takes its place. Classic scripts run one after another
 * in document order, so each is waited for, whether it loads or fails.
 * @param {HTMLScriptElement} gated
 */
const revive = (gated) => {
  const { src, type } = gated.dataset;
  const script = fresh();
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

/** Elements that arrive later are treated like the first ones; before anything is open they wait anyway. */
const watch = () =>
  new MutationObserver((changes) => {
    const nodes = /** @type {any[]} */ (changes.flatMap((change) => [...change.addedNodes]));
    if (nodes.some((node) => node.matches?.(GATED) || node.querySelector?.(GATED))) wake();
  }).observe(document, { childList: true, subtree: true });

/** @returns {HTMLScriptElement} */
const fresh = () => Object.assign(make("script"), { nonce });
