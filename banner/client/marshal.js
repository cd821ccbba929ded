// Carries calls between Python and the page as JSON, so that neither side keeps objects of the other alive.

import { toJson } from "./json.js";

/** @typedef {Record<string, (...args: any[]) => any>} Methods */

/**
 * Return an object with these methods and nothing else: *syncMethods* return at once, *asyncMethods* return promises,
 * and *rawMethods* take what JSON cannot hold.
 * @param {Methods} syncMethods @param {Methods} asyncMethods @param {Methods} rawMethods @returns {Methods}
 */
export const marshal = (syncMethods, asyncMethods, rawMethods) => {
  const bridge = Object.assign(Object.create(null), rawMethods);
  for (const [name, method] of Object.entries(syncMethods)) {
    bridge[name] = (/** @type {string} */ args) => toJson(method(...JSON.parse(args)));
  }
  for (const [name, method] of Object.entries(asyncMethods)) {
    bridge[name] = async (/** @type {string} */ args) => {
      try {
        return toJson(await method(...JSON.parse(args)));
      } catch (error) {
        // Rejections must not reach Pyodide: some of what WebKit throws is not an exception to it, and it would wait
        // for ever.
        console.debug(error);
        return "null";
      }
    };
  }
  return bridge;
};
