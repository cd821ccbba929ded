// Opens services, each once: their own scripts; and whatever waits for them in the page.

import { attempt } from "./dom.js";
import { script } from "./place.js";

/** @type {Set<string>} */
const running = new Set();

/** Called after each look at the page for elements that may be opened now. @type {(() => void)[]} */
export const awake = [];

export const opened = () => [...running];

/** @param {string[]} ids */
export const open = (ids) => {
  for (const id of ids) {
    const code = DATA.services[id];
    if (!DATA.asked.includes(id) || running.has(id)) continue;
    running.add(id);
    for (const step of code.open) {
      // One vendor's fault must not stop another.
      if (step.src) script(step.src, step);
      else attempt(() => /** @type {any} */ (step)(code.settings));
    }
  }
};

/** Looks for what waits in the page. Before anything is open, elements that arrive later wait anyway. */
export const wake = () => {
  if (running.size) watch();
  for (const listener of awake) listener();
};

const PAUSE = 50; // milliseconds

/** A page that is built in many small steps is not looked at after each of them. */
const late = new MutationObserver(() => {
  late.disconnect();
  setTimeout(wake, PAUSE);
});

/** Elements that arrive later are treated like the first ones. */
export const watch = () => late.observe(document, { childList: true, subtree: true });
