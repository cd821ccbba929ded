// The cookies that the page can see.

import { doc } from "./dom.js";

/** The values of all cookies that begin so, as Python joins them too. @param {string[]} starts */
export const found = (...starts) =>
  doc.cookie
    .split("; ")
    .filter((pair) => starts.some((start) => pair.startsWith(start)))
    .map((pair) => pair.slice(pair.indexOf("=") + 1))
    .join(" ");
