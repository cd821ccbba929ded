// What is lent to Python beside what the kit has already: the page as texts, numbers and lists.

import { attempt } from "./dom.js";
import { keep, keepClicks, kept } from "./store.js";

/** How long the visitor's answer waits for that of the site's server. */
const PATIENCE = 3000; // milliseconds

/** @param {Kit} kit */
export const lend = (kit) => {
  const { clicks, data, sites } = kit;
  Object.assign(kit, {
    close(/** @type {string[]} */ ids) {
      for (const { close, settings } of ids.map((id) => data.services[id])) attempt(() => close?.(settings));
    },
    pending: () => clicks,
    recorded(/** @type {number} */ count) {
      clicks.splice(0, count);
      keepClicks(clicks);
      // A click that was no answer leaves everything as it was.
      if (!clicks.length) kit.show();
    },
    async ask(/** @type {string} */ address, /** @type {object | null} */ body) {
      const headers = { "Content-Type": "application/json" };
      const post = body && { method: "POST", headers, body: JSON.stringify(body) };
      const response = await fetch(sites(address), { signal: AbortSignal.timeout(PATIENCE), ...post });
      return response.ok ? response.json() : null;
    },
    listed: async (/** @type {Store} */ kind) => STORES[kind].list(),
    async drop(/** @type {Store} */ kind, /** @type {string[]} */ names) {
      for (const name of names) await STORES[kind].drop(name);
    },
    moment: (/** @type {number} */ at) =>
      new Date(at).toLocaleString(data.language, { dateStyle: "long", timeStyle: "short" }),
    shown: () => [data.language, data.texts],
    signal: () => !!navigator.globalPrivacyControl,
    now: Date.now,
    keep,
    kept,
  });
};

/** What the browser lists in its own time, by the name that a declaration has for its kind. */
const STORES = {
  cache: {
    list: () => caches.keys(),
    drop: (/** @type {string} */ name) => caches.delete(name),
  },
  indexeddb: {
    list: async () => (await indexedDB.databases()).map(({ name }) => name),
    drop: (/** @type {string} */ name) => indexedDB.deleteDatabase(name),
  },
};
/** @typedef {keyof typeof STORES} Store */
