// Finds what denied services have left on this page's paths, or have written since: no Python is needed to look.

import { attempt } from "./dom.js";
import { cookies } from "./cookies.js";

/**
 * Return whether one of *names* is covered; of a cookie its value may follow.
 * @param {string} pattern @param {string[]} names
 */
export const isCovered = (pattern, names) => pattern && RegExp(`^${pattern}(=|$)`, "m").test(names.join("\n"));

/**
 * Return whether there is something that Python has to erase.
 * @param {Plan["unwanted"] | undefined} unwanted
 */
export const hasLeftovers = (unwanted) =>
  unwanted &&
  attempt(() =>
    [cookies(), Object.keys(localStorage), Object.keys(sessionStorage)].some((names, kind) =>
      isCovered(unwanted[kind], names),
    ),
  );
