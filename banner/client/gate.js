// Opens services, each once: their own scripts; and whatever waits for them in the page.

import { aside } from "./calls.js";
import { attempt, html } from "./dom.js";
import { script, sites } from "./place.js";

/** @type {Set<string>} */
const running = new Set();

/** Called with each part of the page in which something may wait. @type {((part: Element) => void)[]} */
export const awake = [];

export const opened = () => [...running];

/** @param {string[]} ids */
export const open = (ids) => {
  for (const id of ids) {
    const code = DATA.services[id];
    if (!DATA.asked.includes(id) || running.has(id)) continue;
    running.add(id);
    for (const step of code?.open || []) {
      aside(id);
      // One vendor's fault must not stop another.
      if (step.src) script(sites(step.src), step);
      else attempt(() => /** @type {any} */ (step)(/** @type {Code} */ (code).settings));
    }
  }
};

/** Looks for what waits in a *part* of the page: at first, and when something has opened, in all of it. @param {Element} [part] */
export const wake = (part = html) => {
  for (const look of awake) attempt(() => look(part));
};

/** Elements that arrive later are treated like the first ones; only what is new is looked at, and once where it came in many steps. */
export const late = new MutationObserver((changes) => {
  const added = new Set(/** @type {any[]} */ (changes.flatMap((change) => [...change.addedNodes])));
  for (const one of added) if (!added.has(one.parentNode) && one.matches) wake(one);
});
