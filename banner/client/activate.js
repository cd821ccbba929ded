// Activates services, each once, by their own scripts.

import { aside } from "./stubs.js";
import { attempt } from "./dom.js";
import { script, sites } from "./urls.js";
import { active } from "./state.js";

/** @param {string[]} ids */
export const open = (ids) => {
  for (const id of ids) {
    const code = DATA.services[id];
    if (!DATA.asked.includes(id) || active.has(id)) continue;
    active.add(id);
    for (const step of code?.activate || []) {
      aside(id);
      // One vendor's fault must not stop another.
      if (step.src) script(sites(step.src), step);
      else attempt(() => /** @type {any} */ (step)(/** @type {Code} */ (code).settings));
    }
  }
};
