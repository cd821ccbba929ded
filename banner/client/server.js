// Asks the site's own server, with a timeout that a visitor can be made to wait for.

import { nullProto } from "./dom.js";
import { toJson } from "./json.js";

const PATIENCE = 3000; // milliseconds

/** @param {string} address @param {object | null} body @returns {Promise<unknown>} */
export const ask = async (address, body) => {
  const headers = nullProto({ "Content-Type": "application/json" });
  const post = body && { method: "POST", headers, body: toJson(body) };
  const response = await fetch(address, nullProto({ signal: AbortSignal.timeout(PATIENCE), ...post }));
  return response.ok ? response.json() : null;
};
