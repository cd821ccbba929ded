// Reads the cookies of the page.

import { attempt, doc } from "./dom.js";

/** Return the cookies of the page as pairs of name and value; a sandboxed page has none. */
export const cookies = () => attempt(() => doc.cookie.split("; ")) || [];

/**
 * Return the values of all cookies that begin with one of *starts*, joined as Python joins them.
 * @param {string[]} starts
 */
export const cookieValues = (...starts) =>
  cookies()
    .filter((pair) => starts.some((start) => pair.startsWith(start)))
    .map((pair) => pair.replace(/.*?=/, ""))
    .join(" ");
