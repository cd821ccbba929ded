// How a call gets from Python to the page and back: as JSON, so that neither has to keep an object of the other's alive.

import { written } from "./json.js";

/** @typedef {Record<string, (...args: any[]) => any>} Methods */

/**
 * An object that has the methods that end *atOnce*, those that do *inTime*, the *bare* ones, and nothing else.
 * @param {Methods} atOnce @param {Methods} inTime @param {Methods} bare to be called with what JSON cannot hold
 * @returns {Methods}
 */
export const crossing = (atOnce, inTime, bare) => {
  const bridge = Object.assign(Object.create(null), bare);
  for (const [name, method] of Object.entries(atOnce)) {
    bridge[name] = (/** @type {string} */ args) => written(method(...JSON.parse(args)));
  }
  for (const [name, method] of Object.entries(inTime)) {
    bridge[name] = async (/** @type {string} */ args) => {
      try {
        return written(await method(...JSON.parse(args)));
      } catch (error) {
        // Python is told in a way that it can wait for: some of what WebKit throws is no exception to Pyodide.
        console.debug(error);
        return "null";
      }
    };
  }
  return bridge;
};
