// Activates services by their own scripts, each service once.

import { removeStubs } from "./stubs.js";
import { attempt } from "./dom.js";
import { addScript, siteUrl } from "./urls.js";
import { active } from "./state.js";

/** @param {string[]} ids */
export const activate = (ids) => {
  for (const id of ids) {
    const code = DATA.services[id];
    if (!DATA.asked.includes(id) || active.has(id)) continue;
    active.add(id);
    for (const step of code?.activate || []) {
      removeStubs(id);
      // An error in one vendor's step must not stop the others.
      if (step.src) addScript(siteUrl(step.src), step);
      else attempt(() => /** @type {any} */ (step)(/** @type {Code} */ (code).settings));
    }
  }
};
