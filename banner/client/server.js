// Questions to the site's own server, for as long as a visitor can be made to wait.

import { bare } from "./dom.js";
import { written } from "./json.js";

const PATIENCE = 3000; // milliseconds

/** @param {string} address @param {object | null} body @returns {Promise<unknown>} */
export const ask = async (address, body) => {
  const headers = bare({ "Content-Type": "application/json" });
  const post = body && { method: "POST", headers, body: written(body) };
  const response = await fetch(address, bare({ signal: AbortSignal.timeout(PATIENCE), ...post }));
  return response.ok ? response.json() : null;
};
