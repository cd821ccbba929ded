// Finds what denied services have left on this page's paths, or have written since: no Python is needed to look.

import { attempt } from "./dom.js";
import { cookies } from "./cookies.js";

/**
 * Return whether one of *names* is covered; of a cookie its value may follow.
 * @param {string} pattern @param {string[]} names
 */
export const isCovered = (pattern, names) => RegExp(`^${pattern}(=|$)`, "m").test(names.join("\n"));

/** Return the names in the cookies, in the page's storage, or in that of the tab. @param {number} kind */
const namesIn = (kind) => (kind ? Object.keys(kind > 1 ? sessionStorage : localStorage) : cookies());

/**
 * Return whether there is something that Python has to erase.
 * @param {Plan["unwanted"] | undefined} unwanted
 */
export const hasLeftovers = (unwanted) =>
  attempt(() => unwanted?.some((pattern, kind) => pattern && isCovered(pattern, namesIn(kind))));
