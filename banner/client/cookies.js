// Reads the cookies of the page.

import { attempt, doc } from "./dom.js";

/** Return the cookies of the page; a sandboxed one has none. */
const cookies = () => attempt(() => doc.cookie) || "";

/**
 * Return the values of all cookies that begin with one of *starts*, joined as Python joins them.
 * @param {string[]} starts
 */
export const cookieValues = (...starts) =>
  cookies()
    .split("; ")
    .filter((pair) => starts.some((start) => pair.startsWith(start)))
    .map((pair) => pair.slice(pair.indexOf("=") + 1))
    .join(" ");
